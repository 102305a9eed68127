#!/bin/bash
# SPDX-License-Identifier: MIT
# Parts and copies of events in three calendars: what somebody who attacked it
# by hand found.
. "$(dirname "$0")/../calendars.sh"
CALENDARS='one two three'

series() {
	vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
	vevent s 20261202T050000Z RECURRENCE-ID:20261202T020000Z
}
# leaves FROM MASTER: the master goes to MASTER, the override stays in FROM
leaves() {
	cp "$1" was
	part was master > "$2"
	part was overrides > "$1"
}

n='left out when its reservation ends: the override too, in one run'
fresh ends < /dev/null
{ vevent s 20261201T020000Z 'RRULE:FREQ=WEEKLY;COUNT=20'
  vevent s 20270202T050000Z RECURRENCE-ID:20270202T020000Z; } | vcal > one/a.ics
tool --json sync
edit one/a.ics '0,/^SUMMARY/s//X-ICSRESERVE:no\r\nSUMMARY/'
tool --json sync
now 2026-12-25T00:00:00Z
tool --json sync
is "$n" "$RC $(linked one/a.ics)" '0 master=- 20270202T020000Z=-'
quiet "$n"

n='a copy that is left out, its original ends: its override too'
fresh copy-ends < /dev/null
series | vcal > one/a.ics
tool --json sync
cp one/a.ics two/b.ics
edit one/a.ics '0,/^SUMMARY/s//STATUS:CANCELLED\r\nSUMMARY/'
edit two/b.ics '0,/^SUMMARY/s//X-ICSRESERVE:no\r\nSUMMARY/'
tool --json sync
is "$n" "$RC $(linked two/b.ics)" '0 master=- 20261202T020000Z=-'
quiet "$n"

n='a copy that takes the booking of another one'
fresh takes < /dev/null
one one/a.ics x 20261205T020000Z
one three/a.ics x 20261205T020000Z
tool --json sync
cp three/a.ics two/a.ics
rm one/a.ics
planned "$n" 0 'unchanged=1 skipped=3 files_written=1' ''
quiet "$n"

for p in 'conference url' 'conference url location'; do
	n="$p: somebody moved the link from URL to LOCATION"
	fresh "link-moved-${p##* }" <<< "[writeback]
properties = $p"
	one one/a.ics x 20261201T020000Z 'LOCATION:Room 5'
	tool --json sync
	link=$(sed -n 's/^URL://p' one/a.ics | tr -d '\r')
	edit one/a.ics "/^URL/d; s#^LOCATION.*#LOCATION:$link\r#"
	quiet "$n"
	is "$n: it stays" "$(grep -c ^URL one/a.ics)" 0
done

for mode in series occurrences; do
	n="$mode: leaves an override, and goes on to a third calendar"
	fresh "on-$mode" <<< "[sync]
recurrence = $mode"
	series | vcal > one/a.ics
	tool --json sync
	leaves one/a.ics three/b.ics
	tool --json sync
	links=$(links three/b.ics)
	mv three/b.ics two/
	tool --json sync
	is "$n: links" "$RC $(links two/b.ics)$(calls)" "0 $links"
	quiet "$n"

	n="$mode: series and override go to two calendars"
	fresh "two-ways-$mode" <<< "[sync]
recurrence = $mode"
	series | vcal > one/a.ics
	tool --json sync
	links=$(linked one/a.ics | grep -o '20261203T020000Z=[0-9]*\|master=[0-9][0-9]*')
	leaves one/a.ics three/b.ics
	mv one/a.ics two/a.ics
	tool --json sync
	has "$n: links" "$(linked three/b.ics)" "$links"
	quiet "$n"
done

n='a series is deleted, but for an override, which was copied'
fresh rest <<< "$OCCURRENCES"
{ vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=2'
  vevent s 20261202T050000Z RECURRENCE-ID:20261202T020000Z; } | vcal > two/a.ics
tool --json sync
links=$(linked two/a.ics | grep -o '20261202T020000Z=[0-9]*')
part two/a.ics overrides > rest
mv rest two/a.ics
sed '/^BEGIN:VEVENT/,$d' two/a.ics > three/b.ics
tac two/a.ics | sed '/^BEGIN:VEVENT/q' | tac >> three/b.ics
planned "$n" 0 'deleted=1 unchanged=1 skipped=4 files_written=1' 'delete=1 token=1'
is "$n: it takes no other occurrence's" "$(linked three/b.ics)" "$links"
quiet "$n"

n='the kind alone that somebody took out'
fresh narrowed <<< '[writeback]
properties = conference url'
one one/a.ics x 20261201T020000Z
tool --json sync
edit one/a.ics '/^URL/d'
tool --json sync
settings <<< '[writeback]
properties = url'
tool --json sync
is "$n: it has a link" "$RC $(grep -c 'https://vc' one/a.ics)" '0 1'
edit one/a.ics '/^URL/d'
quiet "$n: taken out again"

for what in copied parted; do
	n="cancel by UID, $what"
	fresh "cancel-$what" < /dev/null
	series | vcal > one/a.ics
	cp one/a.ics before
	tool --json sync
	case $what in
	copied)
		cp one/a.ics two/b.ics
		tool --json sync ;;
	parted)
		leaves one/a.ics two/b.ics
		part before master > before-two
		mv before-two before ;;
	esac
	tool --json cancel s
	is "$n: deleted" "$RC $(totals)" '0 deleted=1 files_written=2'
	same "$n: its bytes come back in each" two/b.ics before
done

# --- what another program puts back, before any other run -----------------------
for what in restored moved; do
	n="occurrences: a file is $what at once"
	fresh "back-$what" <<< "$OCCURRENCES"
	{ vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'; vevent x 20261205T020000Z; } | vcal > one/a.ics
	cp one/a.ics before
	tool --json sync
	links=$(links one/a.ics)
	case $what in
	restored) mv before one/a.ics ;;
	moved)
		leaves one/a.ics two/b.ics
		mv one/a.ics left
		mv two/b.ics one/a.ics
		mv left two/b.ics ;;
	esac
	tool --json sync
	is "$n: it has its links again" "$RC $(links one/a.ics)$(calls)" "0 $links"
	quiet "$n"
done

for mode in series occurrences; do
	n="$mode: a series gets another UID, an override of it stands elsewhere"
	fresh "other-uid-$mode" <<< "[sync]
recurrence = $mode"
	vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3' | vcal > two/a.ics
	vevent s 20261202T050000Z RECURRENCE-ID:20261202T020000Z | vcal > one/b.ics
	tool --json sync
	links=$(links two/a.ics)
	edit two/a.ics 's/^UID:s/UID:t/'
	tool --json sync
	is "$n: it keeps its links" "$RC $(links two/a.ics)$(calls)" "0 $links"
	quiet "$n"
done

n='an override that was made, in a copy whose original got another title'
fresh retitled <<< "$OCCURRENCES"
vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=2' | vcal > one/a.ics
tool --json sync
cp one/a.ics two/b.ics
edit one/a.ics 's/^SUMMARY:s/SUMMARY:t/'
tool --json sync
part two/b.ics overrides > rest
mv rest two/b.ics
tool --json cancel --all
is "$n: goes" "$RC $(grep -c BEGIN:VEVENT two/b.ics)" '0 0'
