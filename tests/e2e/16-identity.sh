#!/bin/bash
# SPDX-License-Identifier: MIT
# An event keeps its reservation wherever it goes.
. "$(dirname "$0")/../lib.sh"
start_box
config <<END
[calendar "one"]
path = $DIR/w/one
[calendar "two"]
path = $DIR/w/two
END
mkdir one two
one one/a.ics a 20261201T020000Z; one one/b.ics b 20261202T020000Z
one two/c.ics c 20261203T020000Z
sync booked 0 'created=3 files_written=3' 'apply=3 token=1'
ids() { box '" ".join(sorted(r["id"] + r["url"] for r in reserves))'; }
IDS=$(ids)

mv one/a.ics one/renamed.ics
sync 'renamed: no call' 0 'unchanged=3' ''
quiet renamed
mv one/renamed.ics one/again.ics
edit one/again.ics 's/SUMMARY:a/SUMMARY:aa/'
sync 'renamed and changed: an update' 0 'updated=1 unchanged=2' 'token=1 update=1'
quiet 'renamed and changed'
mv one/again.ics two/a.ics
sync 'to another calendar: no call' 0 'unchanged=3' ''
is 'to another calendar: it is there now' "$(sql "SELECT calendar FROM bookings WHERE uid = 'a'")" two
quiet 'to another calendar'
# Each calendar in a run of its own, the new place first and then the old.
mv two/a.ics one/a.ics
sync 'one at a time: the new place' 0 'unchanged=2' '' one
sync 'one at a time: the old place' 0 'unchanged=1' '' two
quiet 'one at a time'
# The old place first: the event is gone from there before it is seen here.
mkdir ../elsewhere
cp one/a.ics ../elsewhere/
tool --json sync one
mv one/a.ics two/a.ics
tool --json sync two
tool --json sync one
is 'back again' "$(ids)" "$IDS"
quiet 'back again'
# Taken away for good, as it seems, and brought back elsewhere with our lines.
mv one/b.ics ../elsewhere/
one one/stay.ics stay 20261203T020000Z
sync 'away: deleted' 0 'created=1 deleted=1 files_written=1' 'apply=1 delete=1 token=1' one
mv ../elsewhere/b.ics two/
sync 'away: booked anew elsewhere' 0 'created=1 unchanged=2 files_written=1' 'apply=1 token=1' two
is 'away: the link is replaced' "$(grep -ac ^X-ICSRESERVE-ID two/b.ics) $(grep -ac ^URL two/b.ics)" '1 1'
has 'away: by the new one' "$(cat two/b.ics)" "URL:$(sql "SELECT url FROM bookings WHERE uid = 'b'")"
quiet away
mv two/b.ics one/
sync 'and back' 0 'unchanged=4' ''
rm one/stay.ics
sync 'one is gone' 0 'deleted=1 unchanged=3' 'delete=1 token=1'
IDS=$(ids)

# One file with all.
config <<END
[calendar "file"]
path = $DIR/w/all.ics
[calendar "one"]
path = $DIR/w/one
[calendar "two"]
path = $DIR/w/two
END
cp two/a.ics all.ics; drop two/a.ics a
sync 'into a file' 0 'unchanged=3' ''
is 'all are the ones of the beginning' "$(ids)" "$IDS"
quiet 'into a file'

# Twice: in two files of a calendar, and in two calendars.
config <<END
[calendar "v"]
path = $DIR/w/v
END
mkdir v
one v/1.ics t 20261205T020000Z SEQUENCE:1
one v/2.ics t 20261205T030000Z SEQUENCE:2 SUMMARY:newer
sync 'the same UID in two files: booked once' 1 'created=1 skipped=1 files_written=1' 'apply=1 token=1'
is 'for the higher SEQUENCE' "$(out '[a["topic"] for a in actions if a["action"] == "create"]')" '["newer"]'
is 'the other one has no link' "$(grep -c feishu v/1.ics)" 0
tool --json sync; is 'and stays so, told again' "$RC $(calls)" '1 '
rm v/2.ics
tool --json sync
is 'the other takes over' "$RC $(calls)" '0 token=1 update=1'
is 'with the same reservation' "$(grep -c ^X-ICSRESERVE-ID v/1.ics) $(held)" '1 4'
quiet 'the other takes over'
{ vevent tw 20261206T020000Z; vevent tw 20261206T030000Z; } | vcal > v/twice.ics
tool --json sync
is 'the same UID twice in a file: not booked' "$RC $(calls)" '1 '
has 'and told' "$(cat ../err)" 'twice'

# A calendar that gets the content of another one, both booked: what stood
# before us comes back, by the records of the VEVENT that was copied.
config <<END
[calendar "p"]
path = $DIR/w/p.ics
[calendar "q"]
path = $DIR/w/q.ics
END
{ vevent c 20261205T020000Z RRULE:FREQ=DAILY\;COUNT=3
  vevent c 20261206T050000Z RECURRENCE-ID:20261206T020000Z \
      LAST-MODIFIED:20260101T000000Z; } | vcal > p.ics
one q.ics c 20261207T020000Z RRULE:FREQ=DAILY\;COUNT=2
cp p.ics ../orig
tool --json sync
cp p.ics q.new; mv q.new q.ics
tool --json sync
is 'the content of another calendar: links of its own' "$RC $(grep -c ^X-ICSRESERVE-ID q.ics) $(grep -h ^X-ICSRESERVE-ID p.ics q.ics | sort -u | wc -l)" '0 2 2'
tool cancel --all
same 'and all comes back' q.ics ../orig
same 'in the original too' p.ics ../orig

# A VEVENT that does not repeat moves with its override.
config < /dev/null
{ vevent m 20261205T020000Z
  vevent m 20261206T020000Z RECURRENCE-ID:20261206T020000Z \
      LOCATION: LAST-MODIFIED:20260101T000000Z; } | vcal > m.ics
tool --json sync m.ics
edit m.ics 's/^\(DTSTART\|RECURRENCE-ID\):2026120/&9/; s/:20261209\(.\)/:2026121\1/'
tool --json sync m.ics
is 'it moves with its override' "$RC $(grep -c ^X-ICSRESERVE-ID m.ics)" '0 2'
tool cancel --all
has 'and what stood there comes back' "$(tr -d '\r' < m.ics | tr '\n' ' ')" 'LOCATION: LAST-MODIFIED:20260101T000000Z END'

# One line of ours in an occurrence that becomes an event of its own: it is
# replaced, though its reservation ends in that run before the file is written.
config <<END
[sync]
recurrence = occurrences
[writeback]
properties = url
[calendar "y"]
path = $DIR/w/y
END
mkdir y ../was
one y/1.ics y 20261205T020000Z RRULE:FREQ=DAILY\;COUNT=3
one y/2.ics y 20261206T050000Z RECURRENCE-ID:20261206T020000Z SUMMARY:other
cp y/*.ics ../was
tool --json sync
for f in y ../was; do
	edit $f/1.ics 's/^RRULE.*/&\nEXDATE:20261206T020000Z\r/'
	edit $f/2.ics 's/UID:y/UID:z/; /^RECURRENCE-ID/d; /^X-ICSRESERVE-ID/d'
done
link=$(ours y/2.ics)
sync 'an occurrence becomes an event' 0 'unchanged=2 files_written=1' ''
is 'its link stays' "$(ours y/2.ics | grep '^URL')" "$(grep '^URL' <<< "$link")"
quiet 'an occurrence becomes an event'
tool cancel --all
same 'the bytes of the series' y/1.ics ../was/1.ics
same 'the bytes of the event' y/2.ics ../was/2.ics

# Two VEVENTs with one UID, and an override that gets another RECURRENCE-ID:
# what stood in each comes back into that one.
config <<END
[calendar "t"]
path = $DIR/w/t
END
mkdir t ../before
one t/a.ics t 20261201T020000Z LOCATION: DTSTAMP:20250101T000000Z
one t/b.ics t 20261202T020000Z URL: DTSTAMP:20240101T000000Z
{ vevent o 20261203T020000Z RRULE:FREQ=DAILY\;COUNT=5 URL:
  vevent o 20261204T020000Z RECURRENCE-ID:20261204T020000Z LOCATION: \
	LAST-MODIFIED:20240101T000000Z DTSTAMP:20240101T000000Z
} | vcal > t/c.ics
cp t/*.ics ../before
tool --json sync
is 'two with one UID: one is booked' "$(box 'sum(r["meeting_settings"]["topic"] == "t" for r in reserves)')" 1
for f in t ../before; do
	edit $f/c.ics 's/^\(RECURRENCE-ID\|DTSTART\|DTEND\):20261204/\1:20261205/'
	edit $f/a.ics 's/^SUMMARY:/&new /'
done
tool --json sync
mv t/a.ics t/z.ics
edit t/b.ics 's/^SUMMARY:/&other /'
edit ../before/b.ics 's/^SUMMARY:/&other /'
tool --json sync
mv t/z.ics t/a.ics
tool cancel --all
for f in a b c; do
	same "one UID twice, a new RECURRENCE-ID: the bytes of $f" t/$f.ics ../before/$f.ics
done
