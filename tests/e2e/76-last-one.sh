#!/bin/bash
# SPDX-License-Identifier: MIT
# What a calendar had last: it has moved, or another name of a file goes.
. "$(dirname "$0")/../calendars.sh"

# --- an emptied calendar, all of whose events stand in another one ----------------
# moved NAME COMMAND: the last event of one goes to two
moved() {
	local link
	fresh "$1" <<< "${3-}"
	one one/x.ics x 20261205T020000Z
	rm one/other.ics
	tool --json sync
	link=$(links one/x.ics)
	eval "$2"
	planned "$1: it has moved" 0 'unchanged=1 skipped=1' ''
	is "$1: with its link" "$(links two/x.ics | tr -d '?')" "$link"
	quiet "$1: and once only"
	edit two/x.ics 's/^SUMMARY:.*/SUMMARY:changed\r/'
	sync "$1: it is followed there" 0 'updated=1 skipped=1' 'token=1 update=1'
}
moved rename 'mv one/x.ics two/'
moved copy 'cp one/x.ics two/; rm one/x.ics'
moved rewritten "sed '/X-ICSRESERVE/d' one/x.ics > two/x.ics; rm one/x.ics"
moved none 'mv one/x.ics two/' '[writeback]
mode = none'

# One of two is nowhere: nothing is deleted, until it is said that it is meant.
fresh half < /dev/null
one one/x.ics x 20261205T020000Z
one one/y.ics y 20261206T020000Z
rm one/other.ics
tool --json sync
link=$(linked one/x.ics)
mv one/x.ics two/; rm one/y.ics
sync 'half: nothing is deleted' 3 'unchanged=2 skipped=2' ''
tool --json cancel --calendar one
is 'half: what is gone is ended' "$(totals) $(calls)" 'deleted=1 delete=1 token=1'
sync 'half: what has moved goes on' 0 'unchanged=1 skipped=1' ''
is 'half: with its link' "$(linked two/x.ics)" "$link"

# What was there was never booked: an event of another calendar may be there now.
n='nothing was booked'
fresh unbooked < /dev/null
one one/n.ics n 20261205T020000Z X-ICSRESERVE:no
rm one/other.ics
one two/x.ics x 20261206T020000Z
tool --json sync
link=$(links two/x.ics)
cp two/x.ics moved; mv one/n.ics away; rm two/x.ics
sync "$n: nothing is deleted" 3 'unchanged=1 skipped=1' ''
sync "$n: nor in a run of the other" 0 'unchanged=1 skipped=1' '' two
has "$n: which says why" "$(said)" 'may be in the calendar one, which can'
mv away one/n.ics; mv moved one/x.ics
sync "$n: it has moved there" 0 'unchanged=1 skipped=2' ''
is "$n: with its link" "$(links one/x.ics)" "$link"
mv one/x.ics two/; tool --json sync
rm one/n.ics two/x.ics
sync "$n: emptied on purpose" 3 'unchanged=1 skipped=1' ''
tool --json cancel --calendar one
is "$n: once that is said" "$RC $(calls)" '0 '
sync "$n: what is gone is ended" 0 'deleted=1 skipped=1' 'delete=1 token=1'
quiet "$n"

# Both calendars have an event of that UID, each its own reservation.
fresh both < /dev/null
one one/x.ics x 20261205T020000Z
one two/x.ics x 20261206T020000Z
rm one/other.ics
tool --json sync
rm one/x.ics
sync 'both: nothing is deleted' 3 'unchanged=2 skipped=1' ''

# --- one file in two calendars, and the first of them gives it up -----------------
# given_up NAME: two has it now
given_up() {
	tool --json sync
	is "$1: it is taken over" "$RC $(calls) $(sql "SELECT calendar FROM bookings WHERE uid = 'x'")" '0  two'
	edit two/x.ics 's/^SUMMARY:.*/SUMMARY:changed\r/'
	tool --json sync
	is "$1: and followed" "$RC $(calls)" '0 token=1 update=1'
}
only_two() { printf '[calendar "two"]\npath = %s\n' "$PWD/two" | config; }
fresh symlink < /dev/null
one one/x.ics x 20261205T020000Z
ln -s ../one/x.ics two/x.ics
tool --json sync
quiet 'symlink: booked once'
only_two
given_up symlink

fresh hard-link <<< '[writeback]
mode = none'
one one/x.ics x 20261205T020000Z
ln one/x.ics two/x.ics
tool --json sync
rm one/x.ics
given_up hard-link

fresh path < /dev/null
one two/x.ics x 20261205T020000Z
printf '[calendar "one"]\npath = %s\n[calendar "two"]\npath = %s\n' "$PWD/two" "$PWD/two/x.ics" | config
tool --json sync
printf '[calendar "two"]\npath = %s\n' "$PWD/two/x.ics" | config
given_up path

# --- a file of two VCALENDARs that loses one --------------------------------------
fresh halves < /dev/null
one one/x.ics x 20261205T020000Z
one y.ics y 20261206T020000Z
cp one/x.ics x.ics
cat y.ics >> one/x.ics
tool --json sync
sed '/^END:VCALENDAR/q' one/x.ics > t
mv t one/x.ics
sync 'halves: it may be cut off' 3 'unchanged=2 skipped=2' ''
is 'halves: what is missing, and the remedy' "$(out '[[p["uid"], p["message"][-21:]] for p in problems]')" '[["y", "icsreserve cancel UID"]]'
tool --json cancel y
is 'halves: the remedy' "$(totals) $(calls)" 'deleted=1 delete=1 token=1'
sync 'halves: the rest goes on' 0 'unchanged=1 skipped=2' ''
edit one/x.ics 's/^SUMMARY:.*/SUMMARY:changed\r/'
sync 'halves: and is followed' 0 'updated=1 skipped=2' 'token=1 update=1'
