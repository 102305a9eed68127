#!/bin/bash
# SPDX-License-Identifier: MIT
# Copies elsewhere: what is written anew, and with which stamps.
. "$(dirname "$0")/../calendars.sh"

# copied NAME FILES_WRITTEN: a later run looks at each file, makes no call and
# writes so many copies, as the dry run says
copied() {
	local n=''
	touch src/*
	[ "$2" = 0 ] || n=" files_written=$2"
	planned "$1" 0 "unchanged=$HELD$n" ''
}
# event FILE UID: its VEVENTs there
event() { tr -d '\r' < "$1" | awk -v uid="UID:$2" '/^BEGIN:VEVENT/ { s = "" }
	{ s = s $0 "\n" } /^END:VEVENT/ && index(s, "\n" uid "\n") { printf "%s", s }'; }
# begin NAME SETTINGS: a folder of its own, whose calendars are made in src/
begin() {
	fresh "$1" < /dev/null
	mkdir src
	printf '%s\n[calendar "o"]\npath = %s\noutput = %s\n' "${2-}" \
		"$PWD/${3-src}" "$PWD/out" | config
}

begin files
one src/x.ics x 20261201T020000Z
one src/y.ics y 20261202T020000Z
{ vevent p 20261203T020000Z; vevent q 20261204T020000Z; } | vcal > src/z.ics
HELD=4
sync 'booked' 0 'created=4 files_written=3' 'apply=4 token=1'
cp -R out was
now 2026-11-22T01:00:00Z
copied 'only the clock goes on' 0
edit src/y.ics 's/SUMMARY:y/&\r\nDESCRIPTION:d/'
copied 'one changed' 1
same 'the other copy stays' out/x.ics was/x.ics
is 'the new one has a new stamp' "$(grep -c '^\(DTSTAMP\|LAST-MODIFIED\):20261122T010000Z' out/y.ics)" 2
edit src/z.ics 's/SUMMARY:p/&\r\nDESCRIPTION:d/'
copied 'one of two in a file' 1
is 'the other stays' "$(event out/z.ics q)" "$(event was/z.ics q)"
is 'the changed one has a new stamp' "$(event out/z.ics p | grep -c ':20261122T010000Z')" 2
cp out/x.ics x.was
now 2026-11-22T02:00:00Z
edit src/x.ics 's/^DTSTAMP.*/DTSTAMP:20261122T013000Z\r/'
copied 'another stamp in the source' 0
edit src/x.ics 's/^DTSTAMP.*/DTSTAMP:20270101T000000Z\r/'
copied 'one that is to come' 0
edit src/x.ics 's/^DTSTAMP.*/SEQUENCE:7\r\n&/'
copied 'something beside it' 1
has 'a later stamp stays later' "$(cat out/x.ics)" 'DTSTAMP:20270101T000000Z'
now 2026-11-22T03:00:00Z
copied 'and once only' 0
tool --json cancel --all
same 'cancelled: the bytes of the source' out/z.ics src/z.ics

begin occurrences '[sync]
recurrence = occurrences'
{ vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
  vevent s 20261202T030000Z RECURRENCE-ID:20261202T020000Z
  vevent p 20261203T040000Z; } | vcal > src/s.ics
one src/x.ics x 20261205T020000Z
HELD=5
sync 'occurrences: booked' 0 'created=5 files_written=2' 'apply=5 token=1'
event out/s.ics s > s.was
now 2026-11-22T01:00:00Z
edit src/s.ics 's/SUMMARY:p/&\r\nDESCRIPTION:d/'
copied 'occurrences: beside them one changed' 1
is 'occurrences: they stay' "$(event out/s.ics s)" "$(cat s.was)"
edit src/s.ics '0,/DTSTART:20261201T02/s//DTSTART:20261201T03/'
tool sync; tool sync
edit src/x.ics 's/SUMMARY:x/&x/'
planned 'occurrences: after a shift' 0 'updated=1 unchanged=5 files_written=1' 'token=1 update=1'

begin table '[meeting]
password = 4711' src/t.csv
cat > src/t.csv <<'END'
summary,start,end,password
Alpha,2026-12-01 10:00,2026-12-01 11:00,123456
Beta,2026-12-02 10:00,2026-12-02 11:00,654321
END
HELD=2
sync 'table: booked' 0 'created=2 files_written=1' 'apply=2 token=1'
cp out/t.ics t.was
now 2026-11-22T01:00:00Z
copied 'table: as it was' 0
sed -i 's/Beta/&s/' src/t.csv
tool --json sync
is 'table: one row changed' "$RC $(out 'totals["files_written"]')" '0 1'
is 'table: the other stays' "$(grep -c ':20261122T000000Z' out/t.ics)" \
	"$(($(grep -c ':20261122T000000Z' t.was) / 2))"

begin owner '[sync]
owner_change = recreate'
{ vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
  vevent s 20261202T030000Z RECURRENCE-ID:20261202T020000Z; } | vcal > src/s.ics
HELD=1
sync 'owner: booked' 0 'created=1 files_written=1' 'apply=1 token=1'
L=$(linked out/s.ics)
edit src/s.ics 's/^SUMMARY.*/&\r\nX-ICSRESERVE-OWNER:ou_other/'
tool --json sync -n --max-deletes 0
would=$(totals)
tool --json sync --max-deletes 0
is 'owner: refused, the plan says so' "$RC $(totals)" "4 $would"
is 'owner: refused, the copy keeps its link' "$(linked out/s.ics)" "$L"
planned 'owner: made anew' 0 'created=1 deleted=1 files_written=1' 'apply=1 delete=1 token=1'
is 'owner: another link in each' "$(linked out/s.ics | tr ' ' '\n' | grep -vc -e "${L#*=}" -e '=-')" 2
planned 'owner: once' 0 'unchanged=1' ''
settings <<END
[sync]
owner_change = recreate
END
mv src/s.ics one/s.ics
for owner in ou_other ou_third; do
	edit one/s.ics "s/ou_.*/$owner\r/"
	tool --json sync -n
	would=$(totals)
	tool --json sync
	is "owner: in place, $owner" "$(totals)" "$would"
done
has 'owner: in place, made anew' "$would" 'deleted=1'
edit one/s.ics 's/ou_third/ou_other/'
ln one/s.ics s.hard
tool --json sync
is 'owner: not where the new link could not be written' "$RC $(calls) $(out 'totals["failed"]')" '1  1'

for mode in series occurrences; do
	begin "refused-$mode" "[sync]
	recurrence = $mode
	max_deletes = 1"
	one src/p.ics p 20261203T040000Z
	one src/q.ics q 20261203T040000Z
	one src/s.ics s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
	tool --json sync
	links=$(grep -h '^URL' out/*)
	HELD=$(out 'totals["created"]')
	now 2026-11-22T01:00:00Z
	edit src/p.ics 's/^SUMMARY/STATUS:CANCELLED\r\n&/'
	edit src/s.ics 's/^SUMMARY/STATUS:CANCELLED\r\n&/'
	planned "$mode: the guard lets no event be deleted" 4 "unchanged=1 refused=$((HELD - 1)) files_written=2" ''
	is 'the copies go on to have the links' "$(grep -h '^URL' out/*)" "$links"
	planned 'and once only' 4 "unchanged=1 refused=$((HELD - 1))" ''
	sync 'forced' 0 "deleted=$((HELD - 1)) unchanged=1 files_written=2" "delete=$((HELD - 1)) token=1" --force
	is 'the links are gone' "$(grep -c '^URL' out/p.ics out/s.ics)" $'out/p.ics:0\nout/s.ics:0'
done

# A program that keeps LOCATION alone takes the copy in, and gives it out again
# as the source, under other UIDs.
begin back
one src/a.ics a 20261201T020000Z
one src/b.ics b 20261202T020000Z
HELD=2
sync 'booked' 0 'created=2 files_written=2' 'apply=2 token=1'
for f in a b; do
	sed -e '/^CONFERENCE/,/^ /d' -e '/^URL/d; /^X-ICS/d' -e "s/^UID:.*/UID:new-$f\r/" "out/$f.ics" > "src/$f.ics"
done
sync 'given out again' 0 'unchanged=2 files_written=2' ''
has 'the link stands in the source' "$(cat src/a.ics)" 'LOCATION:https://'
tool --json cancel new-a
is 'one is cancelled: its copy is written' "$RC $(totals)" '0 deleted=1 files_written=1'
hasnt 'without the link' "$(cat out/a.ics)" 'https://'
has 'the other has its link' "$(cat out/b.ics)" 'LOCATION:https://'
tool --json cancel --all
is 'all are cancelled' "$RC $(totals)" '0 deleted=1 files_written=1'
hasnt 'no copy has a link' "$(cat out/*.ics)" 'https://'
has 'the source is left alone' "$(cat src/a.ics src/b.ics)" 'LOCATION:https://'

# A copy without a link that could not be written anew is still ours.
begin behind
one src/a.ics a 20261201T020000Z X-ICSRESERVE:no
HELD=0
sync 'nothing is booked' 0 'skipped=1 files_written=1' ''
one src/a.ics b 20261202T020000Z X-ICSRESERVE:no
cp -a "$DIR/state" "$DIR/count"; cp out/a.ics was
n=$(ICSRESERVE_STEP=count "$TOOL" -c ../../config.ini --state "$DIR/count/state.db" sync 2>&1 |
	sed -n 's/^step \([0-9]*\) rename$/\1/p')
cp was out/a.ics
ICSRESERVE_STEP=fail:$n tool --json sync
is 'its rename fails' "$RC $(cat out/a.ics)" "1 $(cat was)"
sync 'the next run writes it' 0 'skipped=1 files_written=1' ''
is 'as the source is' "$(cat out/a.ics)" "$(cat src/a.ics)"
