#!/bin/bash
# SPDX-License-Identifier: MIT
# What the deletion guard says and takes; where it bites is promise 6.
. "$(dirname "$0")/../lib.sh"
start_box
events() { for i; do vevent "e$i" "202612$(printf %02d "$i")T020000Z"; done; }

events 1 2 3 4 5 6 7 8 | vcal > a.ics
sync 'eight: booked' 0 'created=8 files_written=1' 'apply=8 token=1' a.ics
drop a.ics e3 e4 e5
edit a.ics 's/^SUMMARY:e6/SUMMARY:six/'
vevent new 20261211T020000Z | append a.ics
sync 'three of eight are refused, the rest goes through' 4 \
    'created=1 updated=1 unchanged=4 refused=3 files_written=1' 'apply=1 token=1 update=1' a.ics
is 'they are told as refused' "$(out 'sorted(a["uid"] for a in actions if a["result"] == "refused")')" '["e3", "e4", "e5"]'
has 'with the numbers' "$(cat ../err)" '3 deletions of 8 live'
is 'and the way out' "$(grep -c -- --force ../err)" 1
sync 'and the next time again' 4 'unchanged=6 refused=3' '' a.ics
tool sync a.ics
has 'the summary has them' "$(cat ../out)" 'sync: 6 unchanged, 3 refused'
sync '--dry-run says so too' 4 'unchanged=6 refused=3' '' -n a.ics
sync '--max-deletes 2' 4 'unchanged=6 refused=3' '' --max-deletes 2 a.ics
sync '--max-deletes 10%' 4 'unchanged=6 refused=3' '' --max-deletes 10% a.ics
sync '--max-deletes that makes no sense' 2 '' '' --max-deletes many a.ics
sync '--max-deletes 3' 0 'deleted=3 unchanged=6' 'delete=3 token=1' --max-deletes 3 a.ics
quiet 'then' a.ics

# The setting.
config <<'END'
[sync]
max_deletes = 0
END
drop a.ics e1
sync 'max_deletes = 0' 4 'unchanged=5 refused=1' '' a.ics
has 'one is not several' "$(cat ../err)" '1 deletion (live: 6) is more than'
sync '--force lifts it' 0 'deleted=1 unchanged=5' 'delete=1 token=1' --force a.ics
# What can't be read is not lifted by --force.
sed -i '/END:VCALENDAR/d' a.ics
sync '--force does not lift doubt' 3 'unchanged=5' '' --force a.ics
