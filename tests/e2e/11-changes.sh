#!/bin/bash
# SPDX-License-Identifier: MIT
# What changes in the file, and what is sent for it.
. "$(dirname "$0")/../lib.sh"
start_box
{ vevent a 20261201T020000Z SUMMARY:A
  vevent b 20261202T020000Z SUMMARY:B; } | vcal > a.ics
sync 'booked' 0 'created=2 files_written=1' 'apply=2 token=1' a.ics
LINK=$(ours a.ics)

edit a.ics 's/^SUMMARY:B/SUMMARY:B2/'
sync 'a title: updated' 0 'updated=1 unchanged=1' 'token=1 update=1' a.ics
is 'a title: it alone is sent' "$(bodies update)" '{"meeting_settings": {"topic": "B2"}}'
is 'a title: named in the plan' "$(out 'actions[0]["changed"]')" '["topic"]'
is 'a title: the server has it' "$(box '[r["meeting_settings"]["topic"] for r in reserves]')" '["A", "B2"]'
quiet 'a title' a.ics

edit a.ics 's/^DTSTART:20261202T02/DTSTART:20261202T05/'
sync 'a later time: updated' 0 'updated=1 unchanged=1' 'token=1 update=1' a.ics
is 'a later time: end_time alone is sent' "$(bodies update)" \
    "{\"end_time\": \"$(date -u -d '2026-12-02 06:30' +%s)\"}"
quiet 'a later time' a.ics

edit a.ics 's/^DTSTART:20261202T05/DTSTART:20261202T04/; s/^DURATION:PT1H/DURATION:PT2H/'
edit a.ics '0,/^DURATION:PT2H/s//DURATION:PT1H/'
sync 'only the start moved: nothing is sent' 0 'unchanged=2' '' a.ics
tool --json status b
is 'only the start moved: status has it' "$(out 'bookings[0]["start"]')" 2026-12-02T04:00:00Z
quiet 'only the start moved' a.ics

for line in 'DESCRIPTION:new words' 'SEQUENCE:3' 'X-OTHER:x' 'LOCATION;LANGUAGE=en:' 'CATEGORIES:X'; do
	edit a.ics "s/^UID:b/$line\r\n&/"
	sync "${line%%[:;]*} alone: nothing is sent" 0 'unchanged=2' '' a.ics
done
edit a.ics '0,/^DTSTAMP:.*/s//DTSTAMP:20261121T000000Z\r/'
sync 'DTSTAMP alone: nothing is sent' 0 'unchanged=2' '' a.ics
is 'the links are the same' "$(ours a.ics | grep -v LAST-MOD | sort)" \
    "$(grep -v LAST-MOD <<< "$LINK" | sort)"
touch -d '2026-01-01' a.ics
quiet 'a new mtime' a.ics

# Gone, cancelled.
drop a.ics b
sync 'removed: deleted' 0 'deleted=1 unchanged=1' 'delete=1 token=1' a.ics
is 'removed: the server has it no more' "$(held)" 1
quiet removed a.ics
tool status
is 'removed: status does not list it' "$(uids)" 'a'
one c.ics c 20261203T020000Z STATUS:CONFIRMED URL: LOCATION:
cp c.ics ../c.orig
sync 'another' 0 'created=1 files_written=1' 'apply=1 token=1' c.ics
edit c.ics 's/CONFIRMED/CANCELLED/'; edit ../c.orig 's/CONFIRMED/CANCELLED/'
sync 'STATUS:CANCELLED: deleted' 0 'deleted=1 files_written=1' 'delete=1 token=1' c.ics
same 'STATUS:CANCELLED: our lines are taken out' c.ics ../c.orig
is 'STATUS:CANCELLED: the server has it no more' "$(held)" 1
quiet 'STATUS:CANCELLED' c.ics
edit c.ics 's/CANCELLED/CONFIRMED/'
sync 'taken back: booked again' 0 'created=1 files_written=1' 'apply=1 token=1' c.ics

# The whole file gone: no deletion, exit 3.
rm a.ics
sync 'a missing file deletes nothing' 3 '' '' a.ics
: > c.ics
sync 'an empty file deletes nothing' 3 'unchanged=1' '' c.ics
is 'both are still held' "$(held)" 2
