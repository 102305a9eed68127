#!/bin/bash
# SPDX-License-Identifier: MIT
# Clocks that jump, events that move in time, and what lasts longer than the
# API allows.
. "$(dirname "$0")/../lib.sh"
start_box
links() { grep -ah '^URL' "$@" | tr -d '\r' | sort; }
ends() { box 'sorted(int(r["end_time"]) for r in reserves)'; }
at() { date -u -d "$1" +%s; }

# A clock that was ten years ahead for one run.
{ vevent near 20261130T020000Z; vevent far 20270115T020000Z
  vevent series 20261123T030000Z 'RRULE:FREQ=WEEKLY;COUNT=10'; } | vcal > a.ics
sync 'booked' 0 'created=3 files_written=1' 'apply=3 token=1' .
before=$(links a.ics)
one b.ics new 20261202T020000Z
now 2036-11-22T00:00:00Z
sync 'ahead: nothing is booked, nothing deleted' 0 'skipped=4' '' .
now 2026-11-22T01:00:00Z
sync 'back: what looked over is booked' 0 'created=1 unchanged=3 files_written=1' 'apply=1 token=1' .
is 'back: it is said' "$(out '[p["kind"] for p in problems]')" '["clock-set-back"]'
is 'back: the same links' "$(links a.ics)" "$before"
quiet 'back' .
now 2026-11-22T00:30:00Z
quiet 'a small correction' .
tool cancel --all; rm ./*.ics

# Near to far and back, and into the past.
now 2026-11-23T00:00:00Z
one m.ics m 20261201T020000Z
sync 'near: booked' 0 'created=1 files_written=1' 'apply=1 token=1' m.ics
link=$(links m.ics)
is 'near: until its end and grace' "$(ends)" "[$(at '2026-12-01 03:30')]"
edit m.ics 's/20261201T/20270301T/'
sync 'far: held as long as can be' 0 'updated=1' 'token=1 update=1' m.ics
is 'far: 30 days less a minute' "$(ends)" "[$(at '2026-12-22 23:59')]"
quiet 'far' m.ics
now 2026-11-25T00:00:00Z
edit m.ics 's/20270301T/20270308T/'
sync 'farther: nothing is sent before it is due' 0 'unchanged=1' '' m.ics
edit m.ics 's/20270308T/20261205T/'
sync 'near again: shortened' 0 'updated=1' 'token=1 update=1' m.ics
is 'near again: its end' "$(ends)" "[$(at '2026-12-05 03:30')]"
edit m.ics 's/20261205T/20261101T/'
sync 'into the past: left to expire' 0 'unchanged=1' '' m.ics
has 'into the past: said' "$(out '[a["note"] for a in actions]')" 'kept until it expires'
edit m.ics 's/20261101T/20261208T/'
sync 'out of the past: the same reservation' 0 'updated=1' 'token=1 update=1' m.ics
is 'all the way: one link' "$(links m.ics)" "$link"
config <<'END'
[sync]
far_events = wait
END
edit m.ics 's/20261208T/20270301T/'
tool --json sync m.ics
is 'near to far with wait: what is booked stays' "$RC $(links m.ics) $(held)" "0 $link 1"
tool cancel --all; rm ./*.ics; config < /dev/null

# Longer than 30 days.
printf 'BEGIN:VEVENT\nUID:long\nDTSTAMP:20260101T000000Z\nDTSTART:20261101T000000Z\nDTEND:20270301T000000Z\nSUMMARY:long\nEND:VEVENT\n' | vcal > l.ics
sync 'long: held while it runs' 0 'created=1 files_written=1' 'apply=1 token=1' l.ics
link=$(links l.ics)
for day in 2026-12-18 2027-01-11 2027-02-04; do
	now "${day}T00:00:00Z"
	tool --json sync l.ics
	is "long: $day" "$RC $(totals) $(links l.ics)" "0 renewed=1 $link"
done
is 'long: until its end at last' "$(ends)" "[$(at '2027-03-01 00:30')]"
now 2027-03-02T00:00:00Z
sync 'long: over' 0 'skipped=1' '' l.ics
rm l.ics

# Grace: how long after the end.
now 2027-03-02T00:00:00Z
config <<'END'
[sync]
grace = 2h
END
one g.ics g 20270303T020000Z
tool sync g.ics
has 'grace: added to the end' "$(ends)" "$(at '2027-03-03 05:00')"
now 2027-03-03T04:00:00Z
edit g.ics 's/^SUMMARY:g/&!/'
sync 'grace: still a change' 0 'updated=1' 'token=1 update=1' g.ics
now 2027-03-03T05:30:00Z
edit g.ics 's/^SUMMARY:g/&!/'
sync 'grace: over' 0 'skipped=1' '' g.ics

# An event that can't be understood any more is kept alive.
one broken.ics broken 20270501T020000Z
tool sync broken.ics
cp broken.ics good
edit broken.ics 's/^DTSTART.*/DTSTART:20271399T000000Z\r/'
now 2027-03-29T00:00:00Z
tool --json sync broken.ics
is 'a broken event: named, and renewed all the same' "$RC $(calls)" '1 token=1 update=1'
mv good broken.ics
tool --json sync broken.ics
is 'a broken event, mended: nothing to do' "$RC $(calls)" '0 '

# A series that has ended is left, and its file is not read for ever.
{ vevent ended 20270330T020000Z 'RRULE:FREQ=DAILY;COUNT=3'; } | vcal > e.ics
tool sync e.ics
now 2027-04-20T00:00:00Z
tool --json sync e.ics
is 'a series that ended: nothing is called' "$RC $(calls)" '0 '
is 'a series that ended: nothing is due' "$(sql "SELECT count(*) FROM bookings WHERE uid = 'ended' AND until > end_time AND released = 0")" 0
quiet 'a series that ended' e.ics

# Runs that are far apart, up to 30 days less renew_before.
rm -f ./*.ics
for period in 9 10 15 22; do
	now 2028-01-01T00:00:00Z
	one "p$period.ics" "p$period" 20280701T020000Z
	tool sync "p$period.ics"
	link=$(links "p$period.ics")
	for day in $(seq "$period" "$period" 150); do
		now "$(date -u -d "2028-01-01 +$day days" +%Y-%m-%dT00:00:00Z)"
		tool sync "p$period.ics"
	done
	is "a run every $period days: the link lasts" "$(links "p$period.ics")" "$link"
done

# From near to far: the link stays although the next sync is 23 days later.
now 2026-11-25T00:00:00Z
one f.ics f 20261202T020000Z
tool --json sync f.ics
link=$(links f.ics)
edit f.ics 's/20261202T/20270301T/'
tool --json sync f.ics
now 2026-12-18T00:00:00Z
sync 'far: renewed, 23 days later' 0 'renewed=1' 'token=1 update=1' f.ics
is 'far: the same link' "$(links f.ics)" "$link"

# The answer to an update was lost, and the event is over by now.
one g.ics g 20261219T020000Z
tool --json sync g.ics
edit g.ics 's/^DTSTART:20261219T02/DTSTART:20261219T01/'
script 'update * cut-after'
tool --json sync g.ics
is 'lost: the update fails' "$RC" 1
unscript
now 2026-12-21T00:00:00Z
tool --json sync g.ics
is 'lost: nothing is asked of what is over' "$RC $(calls)" '0 '
quiet 'lost' g.ics
