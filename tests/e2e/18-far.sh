#!/bin/bash
# SPDX-License-Identifier: MIT
# Events beyond 30 days: held and renewed day by day, or left until in reach.
. "$(dirname "$0")/../lib.sh"
start_box
# at DAY: noon of that day for both programs
at() { now "$(date -u -d "2026-11-22 +$1 days" +%Y-%m-%dT12:00:00Z)"; }
{ vevent far 20270115T020000Z; vevent near 20261130T020000Z; } | vcal > a.ics
at 0
sync 'held' 0 'created=2 files_written=1' 'apply=2 token=1' a.ics
LINK=$(grep -a ^URL a.ics | head -1)
log=
for day in $(seq 1 56); do
	at "$day"
	tool --json sync a.ics
	[ "$RC" = 0 ] || result 1 "day $day" "exit $RC $(cat ../err)"
	what=$(calls)
	[ -z "$what" ] || log="$log $day:$(bodies update | tr -d '{}" ' | sed 's/:.*//')"
	end=$(box '[r["end_time"] for r in reserves if r["meeting_settings"]["topic"] == "far"][0]')
	now=$(date -u -d "$ICSRESERVE_NOW" +%s)
	if [ "$day" -lt 54 ] && [ "$end" -le "$now" ]; then
		result 1 "day $day: it is still held" "$end"
	fi
done
is 'renewed in time, with end_time alone' "$log" ' 23:end_time 46:end_time'
is 'in the end until its own end' "$end" "$(date -u -d '2027-01-15 03:30' +%s)"
is 'the link is the same' "$(grep -a ^URL a.ics | head -1)" "$LINK"
is 'all is over: nothing is called' "$(calls)" ''

# Forgotten for too long: expired, so a new link.
now 2026-11-22T00:00:00Z
one b.ics b 20270115T020000Z
sync 'held again' 0 'created=1 files_written=1' 'apply=1 token=1' b.ics
old=$(grep -a ^URL b.ics)
now 2026-12-25T00:00:00Z
tool --json status b; is 'expired: status says so' "$(out 'bookings[0]["state"]')" expired
sync 'expired: made anew' 0 'created=1 files_written=1' 'apply=1 token=1' b.ics
[ "$(grep -a ^URL b.ics)" != "$old" ]; result $? 'expired: another link'
is 'expired: one link' "$(grep -ac ^URL b.ics)" 1
quiet expired b.ics

# An unreadable calendar is no reason to let a reservation expire.
now 2027-01-04T00:00:00Z
one u.ics u 20270301T020000Z
sync 'unreadable: held' 0 'created=1 files_written=1' 'apply=1 token=1' u.ics
echo broken > u.ics
now 2027-01-30T00:00:00Z
tool --json sync u.ics
is 'unreadable: renewed all the same' "$RC $(calls)" '3 token=1 update=1'

now 2026-11-22T00:00:00Z
config <<'END'
[sync]
far_events = wait
END
one w.ics w 20270115T020000Z
sync 'wait: deferred' 0 'deferred=1' '' w.ics
sync 'wait: deferred again' 0 'deferred=1' '' w.ics
now 2026-12-15T00:00:00Z
sync 'wait: the day before it is in reach' 0 'deferred=1' '' w.ics
now 2026-12-17T00:00:00Z
sync 'wait: booked when in reach' 0 'created=1 files_written=1' 'apply=1 token=1' w.ics
quiet wait w.ics

# An override without its series is a single event.
config < /dev/null
now 2026-11-22T00:00:00Z
vevent i 20270115T020000Z RECURRENCE-ID:20270115T010000Z | vcal > i.ics
{ vevent j 20270115T020000Z RECURRENCE-ID:20270115T010000Z
  vevent j 20270212T020000Z RECURRENCE-ID:20270212T010000Z; } | vcal > j.ics
sync 'invited to occurrences: held' 0 'created=3 files_written=2' 'apply=3 token=1' i.ics j.ics
quiet 'invited to occurrences' i.ics j.ics
tool --json sync -n i.ics j.ics
is 'invited to occurrences: nothing waits' "$(out 'totals["deferred"]')" 0
now 2026-12-16T00:00:00Z
sync 'invited to occurrences: renewed' 0 'renewed=3' 'token=1 update=3' i.ics j.ics
quiet 'invited to occurrences: later' i.ics j.ics
tool --json explain i "$PWD/i.ics"
has 'invited to occurrences: a decision of its own' "$(out 'explained[0]["decision"]')" 'to be booked'
tool --json cancel i j
is 'invited to occurrences: all lines go' "$RC $(grep -c ICSRESERVE i.ics j.ics)" '0 i.ics:0
j.ics:0'
