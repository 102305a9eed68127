#!/bin/bash
# SPDX-License-Identifier: MIT
# Which events are booked, and what becomes of those that are chosen no more.
. "$(dirname "$0")/../lib.sh"
start_box

# Out of a filter and in again.
filter() { printf '[calendar "c"]\npath = %s\n%s\n' "$PWD/c.ics" "${1-}" | config; }
filter
{ vevent a 20261201T020000Z SUMMARY:A CATEGORIES:X
  vevent b 20261202T020000Z SUMMARY:B; } | vcal > c.ics
sync 'booked' 0 'created=2 files_written=1' 'apply=2 token=1'
cp c.ics ../booked.ics
LEFT='(no longer chosen; kept until it expires)'

filter 'exclude = category:X'
tool sync -n
has 'left: the plan says so' "$(said)" "A  $LEFT"
sync 'left: no call, nothing written' 0 'unchanged=2' ''
is 'left: --json says why' "$(out '[(a["uid"], a["action"]) for a in actions]')" '[["a", "none"]]'
same 'left: our lines stay' c.ics ../booked.ics
is 'left: the server keeps it' "$(held)" 2
quiet left
tool status a
has 'left: status lists it' "$(cat ../out)" https://vc.feishu.cn/j/
edit c.ics 's/^SUMMARY:A/SUMMARY:A2/'
sync 'left: a change of it sends nothing' 0 'unchanged=2 skipped=1' ''
edit c.ics 's/^SUMMARY:A2/SUMMARY:A/'

filter
sync 'back in: no call, the same link' 0 'unchanged=2' ''
same 'back in: no byte has changed' c.ics ../booked.ics
quiet 'back in'
edit c.ics 's/^SUMMARY:A/SUMMARY:A3/'
sync 'back in: changes are sent again' 0 'updated=1 unchanged=1' 'token=1 update=1'
edit c.ics 's/^SUMMARY:A3/SUMMARY:A/'
sync 'and back' 0 'updated=1 unchanged=1' 'token=1 update=1'

# Other rules leave it in the same way: X-ICSRESERVE, PARTSTAT.
edit c.ics 's/^CATEGORIES:X/X-ICSRESERVE:no/'
sync 'opted out: kept' 0 'unchanged=2' ''
edit c.ics 's/^X-ICSRESERVE:no/X-ICSRESERVE:nope/'
sync 'neither yes nor no: it fails by name' 1 'unchanged=2 failed=1' ''
is 'neither yes nor no: named' \
    "$(out '[(p["kind"], p["uid"]) for p in problems]')" '[["bad-value", "a"]]'
has 'neither yes nor no: the line says it' "$(cat ../err)" 'X-ICSRESERVE: neither yes nor no'
edit c.ics 's/^X-ICSRESERVE:nope/ATTENDEE;PARTSTAT=DECLINED:MAILTO:Me@example.com/'
filter 'own = *@EXAMPLE.com'
sync 'declined: kept' 0 'unchanged=2' ''
edit c.ics 's/PARTSTAT=DECLINED/PARTSTAT=ACCEPTED/'
sync 'accepted: the same link' 0 'unchanged=2' ''
is 'accepted: the server has two' "$(held)" 2

# When it has expired in between, it is booked anew, its lines replaced.
filter 'exclude = summary:A'
sync 'left again' 0 'unchanged=2' ''
now 2026-12-01T04:00:00Z
sync 'expired: nothing more is said of it' 0 'unchanged=1 skipped=1' ''
is 'expired: no note' "$(out 'actions')" '[]'
filter
edit c.ics 's/^DTSTART:20261201T/DTSTART:20261203T/'
sync 'in again later: booked anew' 0 'created=1 unchanged=1 files_written=1' 'apply=1 token=1'
is 'in again later: one link, not two' "$(grep -c ^X-ICSRESERVE-ID c.ics) $(grep -c ^CONFERENCE c.ics)" '2 2'
quiet 'in again later'
now 2026-11-22T00:00:00Z
tool --json sync c.ics
is 'a clock set back: it is said' "$(out '[p["kind"] for p in problems]')" '["clock-set-back"]'

# An unknown property is told, and no failure.
one u.ics u 20261201T020000Z X-ICSRESERVE-OWNR:ou_x
sync 'a slip: a warning' 0 'created=1 files_written=1' 'apply=1 token=1' u.ics
is 'a slip: its kind' "$(out '[(p["kind"], p["uid"]) for p in problems]')" '[["unknown-property", "u"]]'
has 'a slip: named, with file and line' "$(cat ../err)" "u.ics:4: UID u: X-ICSRESERVE-OWNR: "
quiet 'a slip' u.ics
hasnt 'a slip: our own line is none' "$(said)" X-ICSRESERVE-ID

# No word of a masked event gets out.
seen() { cat ../out ../err ../box/log; strings -a ../state/state.db* 2> /dev/null || cat ../state/state.db*; box reserves; }
printf '[sync]\nprivate = mask\n[calendar "p"]\npath = %s\nexclude = summary:*three\n' "$PWD/p.ics" | config
{ vevent p1 20261201T020000Z 'SUMMARY:Hush one' CLASS:PRIVATE
  vevent p2 20261201T020000Z 'SUMMARY:Hush two' CLASS:X-OURS X-ICSRESERVE-PASSWORD:1
  vevent p3 20261201T020000Z 'SUMMARY:Hush three' CLASS:CONFIDENTIAL
  vevent p4 20261201T020000Z 'SUMMARY:Hush four' CLASS:CONFIDENTIAL DTEND:20261301T020000Z
  vevent p5 20261201T020000Z 'SUMMARY:Open five'; } | vcal > p.ics
for args in 'sync -n' '-vvv sync -n' '-vvv --json sync -n' '-vvv sync' \
    '-vvv --json sync' 'status' '--json status' '-v status --failed'; do
	# shellcheck disable=SC2086
	tool $args
	hasnt "masked: $args" "$(seen | LC_ALL=C tr -d '\0')" Hush
done
has 'masked: the search finds others' "$(seen)" 'Open five'
is 'masked: the topic' "$(bodies apply; box '[r["meeting_settings"]["topic"] for r in reserves if r["meeting_settings"]["topic"] in ("Meeting", "Open five")]')" '["Meeting", "Open five"]'
script 'update * status=400 code=121002 msg="no such thing"'
edit p.ics 's/^DTSTART:20261201T02/DTSTART:20261201T05/'
tool -vvv --json sync
is 'masked: the update fails' $RC 1
hasnt 'masked: a failed update' "$(seen | LC_ALL=C tr -d '\0')" Hush

# From keep to mask: the server and the state are told.
one k.ics k 20261201T020000Z 'SUMMARY:Psst' CLASS:PRIVATE
conf_k() { printf '[sync]\nprivate = %s\n[calendar "k"]\npath = %s\n' "$1" "$PWD/k.ics" | config; }
unscript
conf_k keep
sync 'keep: booked' 0 'created=1 files_written=1' 'apply=1 token=1'
is 'keep: with its SUMMARY' "$(sql "SELECT topic FROM bookings WHERE uid = 'k'")" Psst
conf_k mask
sync 'then mask: updated' 0 'updated=1' 'token=1 update=1'
is 'then mask: the topic alone' "$(bodies update)" '{"meeting_settings": {"topic": "Meeting"}}'
is 'then mask: the state forgets it' "$(sql "SELECT topic FROM bookings WHERE uid = 'k'")" Meeting
hasnt 'then mask: no word of it' "$(said)" Psst
conf_k skip
sync 'then skip: kept' 0 'unchanged=1' ''
has 'then skip: the plan says so' "$(out 'actions[0]["note"]')" 'no longer chosen'
hasnt 'then skip: no word of it' "$(said)" Psst

# --- a folder above those of the calendars
mkdir -p above/team above/none; one above/team/n.ics n 20261206T020000Z
tool sync above
is 'a folder above: nothing fails' "$RC" 0
has 'it says where they are' "$(cat ../err)" "there is no .ics in it, but in folders of it: name one of them, or set path = $DIR/w/above/*/*.ics"
printf '[calendar "all"]\npath = %s/above/*/*.ics\n' "$DIR/w" >> ../config.ini
tool --json sync all; is 'as it says' "$RC $(totals)" '0 created=1 files_written=1'
tool sync above/none; has 'an empty one' "$(cat ../err)" 'there is no .ics in it'

# --- one file that two calendars have
mkdir both; { vevent o1 20261208T020000Z; vevent o2 20261208T020000Z RRULE:FREQ=WEEKLY; } | vcal > both/x.ics
printf '[calendar "both"]\npath = %s/both\n[calendar "one of them"]\npath = %s/both/x.ics\n' "$DIR/w" "$DIR/w" >> ../config.ini
before=$(held)
tool --json sync both 'one of them'
is 'one file in two calendars: booked once' "$RC $(totals) $(($(held) - before))" '0 created=2 skipped=2 files_written=1 2'
tool --json sync both 'one of them'
is 'and it stays so' "$RC $(totals) $(calls)" '0 unchanged=2 skipped=2 '
