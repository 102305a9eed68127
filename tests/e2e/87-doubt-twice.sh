#!/bin/bash
# SPDX-License-Identifier: MIT
# What is to be deleted, and waits since another calendar can't be read, is
# deleted when that is whole again, after however many runs in between.
. "$(dirname "$0")/../lib.sh"
start_box
mkdir team other
config <<'END'
[sync]
recurrence = occurrences
[calendar "team"]
path = w/team
[calendar "other"]
path = w/other
END
# doubted TITLE TOTALS CALLS: two runs in doubt, then one that can read all
doubted() {
	local i
	cp other/b.ics whole
	head -c 60 whole > other/b.ics
	for i in 1 2; do
		tool --json sync
		is "$1: run $i in doubt deletes nothing" "$RC $(calls | grep -c delete)" '3 0'
	done
	mv whole other/b.ics
	sync "$1: the doubt is over" 0 "$2" "$3"
	quiet "$1"
	tool --json cancel --all
	rm -f team/* other/*
}
one other/b.ics b 20261210T020000Z
one team/a.ics a 20261203T020000Z 'RRULE:FREQ=WEEKLY;INTERVAL=2'
sync 'a series' 0 'created=3 files_written=2' 'apply=3 token=1'
one team/a.ics a 20270203T020000Z 'RRULE:FREQ=WEEKLY;INTERVAL=2'
doubted 'it moves out of reach' 'deleted=2 unchanged=1 deferred=1' 'delete=2 token=1'

overrides() {
	local day
	for day; do
		vevent a "202612${day}T020000Z" "RECURRENCE-ID:202612${day}T020000Z"
	done | vcal > team/a.ics
}
one other/b.ics b 20261210T020000Z
overrides 03 04 05
sync 'overrides alone' 0 'created=4 files_written=2' 'apply=4 token=1'
overrides 03 05
doubted 'one of them goes' 'deleted=1 unchanged=1 files_written=1' 'delete=1 token=1'
