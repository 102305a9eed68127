#!/bin/bash
# SPDX-License-Identifier: MIT
# recurrence = occurrences: a reservation for each occurrence in reach, its
# link in an override that is made for it and goes away with it.
. "$(dirname "$0")/../lib.sh"
start_box
occurrences() { config <<'END'
[sync]
recurrence = occurrences
END
}
occurrences
D='RRULE:FREQ=DAILY' W='RRULE:FREQ=WEEKLY'
vevents() { grep -ac '^BEGIN:VEVENT' "$@"; }
live() { sql "SELECT count(*) FROM bookings WHERE uid = '$1' AND state = 'live' AND end_time > $(date -u -d "$ICSRESERVE_NOW" +%s)"; }
urls() { sql "SELECT recurrence_id, url FROM bookings WHERE uid = '$1' AND released = 0 AND going = 0 ORDER BY 1"; }
day() { now "$(date -u -d "2026-11-22 +$1 days" +%Y-%m-%dT12:00:00Z)"; }

# Sixty days.
{ vevent d 20261123T020000Z "$D" SUMMARY:Daily
  vevent w 20261124T020000Z "$W" SUMMARY:Weekly
  vevent w 20261201T050000Z RECURRENCE-ID:20261201T020000Z SUMMARY:Moved
  vevent one 20261125T020000Z; } | vcal > a.ics
cp a.ics ../orig
sync 'in reach: one each' 0 'created=34 files_written=1' 'apply=34 token=1' a.ics
is 'an override for each but the one that is there' "$(vevents a.ics)" 36
is 'the one that is there has its own link' "$(grep -ac '^URL' a.ics)" 34
quiet 'in reach' a.ics
for n in $(seq 1 60); do
	before=$(urls w)
	day "$n"
	tool --json sync a.ics
	[ "$RC" = 0 ] || result 1 "day $n" "$(said)"
	[ "$(live d)" = 30 ] || result 1 "day $n: 30 daily ones" "$(live d)"
	# Links that were there and whose occurrence is not over are the same.
	lost=$(comm -23 <(echo "$before") <(urls w) | wc -l)
	[ "$lost" -le 1 ] || result 1 "day $n: links changed" "$before"
done
is 'past ones are taken out' "$(vevents a.ics)" 38
quiet 'sixty days' a.ics

# The series changes: its overrides of our making follow.
edit a.ics 's/^SUMMARY:Daily/SUMMARY:Every day/'
sync 'renamed: all topics' 0 'updated=30 unchanged=4 skipped=1' 'token=1 update=30' a.ics
quiet 'renamed' a.ics
before=$(sql "SELECT url FROM bookings WHERE uid = 'w' AND released = 0 AND going = 0 ORDER BY start")
edit a.ics '/^UID:w/,/^RRULE/s/^DTSTART:20261124T020000Z/DTSTART:20261124T050000Z/'
sync 'moved by hours: updates' 0 'updated=4 unchanged=30 skipped=1 files_written=1' 'token=1 update=4' a.ics
is 'moved by hours: the same links' "$(sql "SELECT url FROM bookings WHERE uid = 'w' AND released = 0 AND going = 0 ORDER BY start")" "$before"
edit a.ics '/^UID:w/,/^RRULE/s/^DTSTART:20261124T050000Z/DTSTART:20261125T050000Z/'
tool --json sync a.ics
is 'moved by a day: the same links' "$RC $(sql "SELECT url FROM bookings WHERE uid = 'w' AND released = 0 AND going = 0 ORDER BY start")" "0 $before"
quiet 'moved' a.ics
next=$(sql "SELECT min(recurrence_id) FROM bookings WHERE uid = 'd' AND end_time > $(date -u -d "$ICSRESERVE_NOW" +%s)")
edit a.ics "0,/^RRULE:FREQ=DAILY/s//RRULE:FREQ=DAILY\\r\\nEXDATE:$next/"
sync 'taken out: deleted' 0 'deleted=1 unchanged=33 skipped=1 files_written=1' 'delete=1 token=1' a.ics
is 'taken out: its override too' "$(grep -c "RECURRENCE-ID:$next" a.ics)" 0
quiet 'taken out' a.ics

# An override of ours: edited it is the user's, removed it is made again.
mine=$(sql "SELECT max(recurrence_id) FROM bookings WHERE uid = 'd'")
edit a.ics "/^RECURRENCE-ID:$mine/,/^END/s/^SUMMARY:.*/SUMMARY:Mine/"
sync 'edited: an update' 0 'updated=1 unchanged=32 skipped=1' 'token=1 update=1' a.ics
other=$(sql "SELECT min(recurrence_id) FROM bookings WHERE uid = 'd' AND end_time > $(date -u -d "$ICSRESERVE_NOW" +%s)")
awk -v id="RECURRENCE-ID:$other" '/^BEGIN:VEVENT/ { text = ""; gone = 0; inside = 1 }
	inside { text = text $0 "\n"; if (index($0, id)) gone = 1 }
	/^END:VEVENT/ { if (!gone) printf "%s", text; inside = 0; next } !inside' a.ics > new && mv new a.ics
sync 'removed: made again, with its link' 0 'unchanged=32 skipped=1 files_written=1' '' a.ics
is 'removed: it is there' "$(grep -c "RECURRENCE-ID:$other" a.ics)" 1
# A server that writes all in its own way and order.
"$PYTHON" - a.ics <<'END'
import re, sys
text = open(sys.argv[1], newline='').read().replace('\r\n ', '')
def turn(m):
    lines = m.group(2).split('\r\n')
    return m.group(1) + '\r\n'.join(sorted(lines[:-1])) + '\r\n' + m.group(3)
text = re.sub(r'(BEGIN:VEVENT\r\n)(.*?)(END:VEVENT\r\n)', turn, text, flags=re.S)
open(sys.argv[1], 'w', newline='').write(text)
END
tool --json sync a.ics
is 'rewritten by a server: nothing is called' "$RC $(calls)" '0 '
quiet 'rewritten by a server' a.ics
tool --json cancel --all
is 'cancel: the edited one stays, without our lines' "$RC $(vevents a.ics) $(grep -c 'URL\|ICSRES' a.ics)" '0 5 0'

# The bytes come back; switching is planned, deletes nothing, and finds back.
cp ../orig a.ics
now 2026-11-22T00:00:00Z
tool sync a.ics
first=$(urls w)
config < /dev/null
tool sync -n a.ics
has 'to series: the plan says it' "$(said)" 'the series has one link for all; kept until it expires'
tool --json sync a.ics
is 'to series: two created, nothing deleted' "$RC $(totals)" '0 created=2 unchanged=34 files_written=1'
is 'to series: no override of ours' "$(vevents a.ics)" 4
quiet 'to series' a.ics
occurrences
tool --json sync a.ics
is 'and back: no call' "$RC $(calls)" '0 '
is 'and back: the same links' "$(urls w)" "$first"
quiet 'and back' a.ics
tool cancel --all
same 'cancel: the very bytes' a.ics ../orig

# The guard; nothing is lost by it.
tool sync a.ics
edit a.ics '/^RRULE:FREQ=DAILY/s/.*/RRULE:FREQ=YEARLY\r/'
tool --json sync a.ics
is 'guard: refused' "$RC $(calls)" '4 '
is 'guard: their links stay' "$(live d) $(grep -ac '^URL' a.ics)" '29 34'
tool --json sync --force a.ics
is 'guard: forced' "$RC $(live d)" '0 1'
quiet 'guard' a.ics
tool cancel --all

# Forms of time: zones with summer time, dates, no end, 8,000 exceptions.
config <<'END'
[sync]
recurrence = occurrences
all_day = reserve
END
now 2027-03-01T00:00:00Z
cat > z.ics <<'END'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:dst
DTSTART;TZID=America/New_York:20270301T090000
DTEND;TZID=America/New_York:20270301T100000
RRULE:FREQ=WEEKLY
SUMMARY:dst
END:VEVENT
BEGIN:VEVENT
UID:date
DTSTART;VALUE=DATE:20270302
RRULE:FREQ=WEEKLY
SUMMARY:date
END:VEVENT
END:VCALENDAR
END
cp z.ics ../orig
tool --json sync z.ics
is 'zones and dates: booked' "$RC" 0
has 'before the change' "$(urls dst)" 20270308T140000Z
has 'behind the change' "$(urls dst)" 20270315T130000Z
has 'in its own zone' "$(cat z.ics)" 'RECURRENCE-ID;TZID=America/New_York:20270315T090000'
has 'a date' "$(cat z.ics)" 'RECURRENCE-ID;VALUE=DATE:20270309'
quiet 'zones and dates' z.ics
tool cancel --all
same 'zones and dates: the bytes' z.ics ../orig
{ vevent many 20000101T020000Z "$D" "$(seq -f '2000-01-01 +%g days' 0 7999 | date -u -f - +EXDATE:%Y%m%dT020000Z)"; } | vcal > m.ics
tool --json sync m.ics
is '8,000 exceptions' "$RC $(live many)" '0 30'

# Without write-back nothing is made, and nothing is lost.
tool cancel --all; rm ./*.ics
one n.ics n 20270302T020000Z "$W"
cp n.ics ../orig
tool --json sync --no-write-back n.ics
is 'no write-back' "$RC $(live n)" '0 5'
same 'no write-back: untouched' n.ics ../orig
tool --json sync n.ics
is 'written later' "$RC $(calls) $(vevents n.ics)" '0  6'
tool cancel --all
same 'cancelled' n.ics ../orig

# The link of another meeting in the series says nothing of an override, and
# that an override is booked says nothing of the series.
tool cancel --all; rm ./*.ics
{ vevent z 20270302T020000Z "$W" 'CONFERENCE;VALUE=URI:https://zoom.us/j/1'
  vevent z 20270309T050000Z RECURRENCE-ID:20270309T020000Z; } | vcal > z.ics
cp z.ics ../orig
tool --json sync z.ics
is 'a link of the series, not of its override' "$RC $(live z)" '0 1'
quiet 'a link of the series' z.ics
tool cancel --all
same 'a link of the series: the bytes' z.ics ../orig

# Thunderbird counts its edits of the series in an X- property.
config <<'END'
[sync]
recurrence = occurrences
END
rm -f ./*.ics
one x.ics x 20270302T020000Z "$W" X-MOZ-GENERATION:3; cp x.ics ../orig
tool --json sync x.ics
for f in x.ics ../orig; do edit $f '1,/X-MOZ/s/X-MOZ-GENERATION:3/X-MOZ-GENERATION:4/'; done
tool --json sync x.ics
tool cancel --all
same 'an X- property of the series counts up: the bytes' x.ics ../orig

# A server keeps a moved occurrence in a file of its own: the override that we
# made for it goes, though its stamps are newer.
rm -f ./*.ics; mkdir v
one v/a.ics v 20270302T020000Z "$W"; cp v/a.ics ../orig
tool --json sync v
made=$(vevents v/a.ics)
one v/b.ics v 20270309T050000Z RECURRENCE-ID:20270309T020000Z; cp v/b.ics ../moved
tool --json sync v
is 'a moved occurrence in a file of its own' "$RC $(calls) $(vevents v/a.ics)" "0 token=1 update=1 $((made - 1))"
grep -q '^CONFERENCE' v/b.ics; result $? 'it has the link'
quiet 'it stands alone' v
tool cancel --all
same 'it: the bytes' v/b.ics ../moved
same 'its series: the bytes' v/a.ics ../orig

# A series takes the UID of another event of its file: what is wanted can't be
# told, so nothing is deleted, and the occurrences keep their links.
config <<END
[sync]
recurrence = occurrences
[calendar "doubt"]
path = $DIR/w/doubt.ics
END
{ vevent s 20270305T020000Z RRULE:FREQ=DAILY\;COUNT=2
  vevent t 20270307T020000Z; } | vcal > doubt.ics
cp doubt.ics ../doubt.ics
tool --json sync
edit doubt.ics 's/^UID:s/UID:t/'
edit ../doubt.ics 's/^UID:s/UID:t/'
sync 'a UID of two events: nothing is deleted' 1 'unchanged=3 failed=2' ''
edit doubt.ics 's/^SUMMARY:t/SUMMARY:other/'
edit ../doubt.ics 's/^SUMMARY:t/SUMMARY:other/'
sync 'nor later' 1 'unchanged=3 failed=2' ''
tool cancel --all
same 'and cancel takes out all that is ours' doubt.ics ../doubt.ics

# The same UID in two files, each with an override or one that we make: the
# calendar's own that is left out with its series makes none give way.
config <<END
[sync]
recurrence = occurrences
[calendar "two"]
path = $DIR/w/two
END
rm -rf two ../two; mkdir two ../two
{ vevent u 20270307T020000Z RECURRENCE-ID:20270307T020000Z SUMMARY:other
  vevent u 20270307T020000Z RDATE:20270309T020000Z SUMMARY:one; } | vcal | sed "/^DTSTAMP/d" > two/a.ics
one two/b.ics u 20270307T020000Z RRULE:FREQ=YEARLY
cp two/*.ics ../two
tool --json sync
has 'the one that is booked is named' "$(cat "$DIR/err")" 'two/b.ics, has the same event'
before=$(snap)
tool --json sync
is 'the second run writes nothing' "$(snap)" "$before"
tool cancel --all
same 'the bytes of one' two/a.ics ../two/a.ics
same 'the bytes of the other' two/b.ics ../two/b.ics

# An override that says what its series says is the user's, where another that
# we made stands for the occurrence.
rm -rf two ../two; mkdir two ../two
{ vevent u 20270305T020000Z RDATE:20270309T020000Z SUMMARY:one
  vevent u 20270305T020000Z RECURRENCE-ID:20270305T020000Z SUMMARY:one SEQUENCE:2
} | vcal > two/a.ics
one two/b.ics u 20270305T020000Z RRULE:FREQ=YEARLY SUMMARY:two
cp two/*.ics ../two
tool --json sync
for f in two ../two; do mv $f/a.ics $f/c.ics; mv $f/b.ics $f/a.ics; mv $f/c.ics $f/b.ics; done
tool --json sync
tool cancel --all
same 'an override like its series stays' two/b.ics ../two/b.ics
same 'and the other file' two/a.ics ../two/a.ics
