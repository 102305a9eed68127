#!/bin/bash
# SPDX-License-Identifier: MIT
# A series that rules leave out is counted and named once, however it is booked.
. "$(dirname "$0")/../calendars.sh"

# skipped NAME: by a run, as a later one counts it; the two others are over
skipped() {
	tool -v --json sync
	is "$1: is counted" "$(totals)" "${2-}skipped=3"
	is "$1: is named once" "$(grep -c 'UID s: skipped:' "$DIR/err")" 1
	touch one/*
	tool --json sync
	is "$1: a later run says so too" "$(totals)" 'skipped=3'
	tool --json sync --force
	is "$1: and one without the cache" "$(totals)" 'skipped=3'
	rm one/s.ics
	tool --json sync
}
for mode in series occurrences; do
	fresh $mode <<-END
	[sync]
	recurrence = $mode
	END
	one one/s.ics s 20261201T020000Z RRULE:FREQ=DAILY STATUS:CANCELLED
	skipped "$mode: cancelled"
	one one/s.ics s 20271201T020000Z RRULE:FREQ=DAILY STATUS:CANCELLED
	skipped "$mode: cancelled, and far"
	one one/s.ics s 20261201T020000Z RRULE:FREQ=DAILY X-ICSRESERVE:no
	skipped "$mode: opted out"
	one one/s.ics s 20251201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
	skipped "$mode: over"
	{ vevent s 20261201T020000Z RRULE:FREQ=DAILY STATUS:CANCELLED
	  vevent s 20261202T020000Z RECURRENCE-ID:20261202T020000Z STATUS:CANCELLED; } |
		vcal > one/s.ics
	skipped "$mode: cancelled with an override"
done

# A cancelled override that says what its cancelled series says: the run that
# ends the reservations counts no more than those that follow.
fresh ended <<< '[sync]
recurrence = occurrences'
one one/s.ics s 20261201T020000Z 'RRULE:FREQ=WEEKLY'
sync 'booked' 0 'created=3 skipped=2 files_written=1' 'apply=3 token=1'
{ vevent s 20261201T020000Z RRULE:FREQ=WEEKLY STATUS:CANCELLED
  vevent s 20261201T020000Z RECURRENCE-ID:20261201T020000Z STATUS:CANCELLED; } |
	vcal > one/s.ics
sync 'ended' 0 'deleted=3 skipped=2' 'delete=3 token=1'
sync 'a later run' 0 'skipped=3' ''
tool --json sync --force
is 'without the cache' "$(totals)" 'skipped=3'
