#!/bin/bash
# SPDX-License-Identifier: MIT
# What keeps its link and what can't: new UIDs for the same events, another
# owner, a calendar that leaves the event out, runs that come late.
. "$(dirname "$0")/../lib.sh"
start_box
links() { grep -ah '^URL' "$@" | tr -d '\r' | sort; }
steps() { out '" ".join(a["action"] for a in actions)'; }
problems() { out '" ".join(sorted(p["kind"] for p in problems))'; }

# --- an exporter that makes new UIDs ----------------------------------------
for i in 1 2 3 4 5; do vevent "first-$i" "2026120${i}T020000Z" "SUMMARY:Event $i"; done | vcal > a.ics
vevent series-1 20261123T030000Z 'SUMMARY:Series' 'RRULE:FREQ=WEEKLY' | vcal > s.ics
sync 'booked' 0 'created=6 files_written=2' 'apply=6 token=1' .
before=$(links a.ics s.ics)
for i in 1 2 3 4 5; do vevent "second-$i" "2026120${i}T020000Z" "SUMMARY:Event $i"; done | vcal > a.ics
vevent series-2 20261123T030000Z 'SUMMARY:Series' 'RRULE:FREQ=WEEKLY' | vcal > s.ics
tool sync -n .
is 'new UIDs: the plan says so' "$(grep -c 'which is gone; this event takes over' ../out)" 6
sync 'new UIDs: no call' 0 'files_written=2' '' .
is 'new UIDs: the same links' "$(links a.ics s.ics)" "$before"
quiet 'new UIDs' .
is 'new UIDs: in the state' "$(sql 'SELECT count(*) FROM bookings WHERE uid LIKE "second%" OR uid = "series-2"')" 6
# One that is really new, one that is really gone.
{ for i in 1 2 3 4; do vevent "third-$i" "2026120${i}T020000Z" "SUMMARY:Event $i"; done
  vevent third-9 20261209T020000Z 'SUMMARY:Event 9'; } | vcal > a.ics
sync 'new UIDs, and changes' 0 'created=1 deleted=1 unchanged=1 files_written=1' 'apply=1 delete=1 token=1' .
tool cancel --all
is 'new UIDs: all lines go' "$(grep -c 'ICSRESERVE\|URL' a.ics s.ics)" 'a.ics:0
s.ics:0'
rm -f a.ics s.ics
# One that was moved beyond reach while it was booked.
config <<'END'
[sync]
far_events = wait
END
one a.ics far-1 20261201T020000Z SUMMARY:Far
tool --json sync .
edit a.ics 's/^DTSTART:20261201/DTSTART:20270201/'
tool --json sync .
link=$(links a.ics)
one a.ics far-2 20270201T020000Z SUMMARY:Far
sync 'new UID beyond reach: written at once' 0 'files_written=1' '' .
is 'new UID beyond reach: the same link' "$(links a.ics)" "$link"
quiet 'new UID beyond reach' .
tool cancel --all
rm -f a.ics
config < /dev/null

# --- another owner ------------------------------------------------------------
one o.ics o 20261201T020000Z
sync 'owner: booked' 0 'created=1 files_written=1' 'apply=1 token=1' o.ics
old=$(links o.ics)
edit o.ics 's/^SUMMARY:o/&\r\nX-ICSRESERVE-OWNER:ou_other/'
tool --json sync o.ics
is 'owner: kept' "$RC $(calls) $(links o.ics)" "0  $old"
has 'owner: told' "$(out '[a["note"] for a in actions]')" 'owner_change = keep'
edit o.ics 's/^SUMMARY:o/&x/'
tool sync o.ics
has 'owner: shown beside an update' "$(cat ../out)" 'owner_change = keep'
config <<'END'
[sync]
owner_change = recreate
END
tool sync -n o.ics
is 'owner: recreate is planned' "$(grep -c 'made again, the link changes' ../out)" 2
tool --json sync -n o.ics
plan="$(totals) $(steps)"
tool --json sync --max-deletes 0 -n o.ics
refused="$(totals) $(steps)"
tool --json sync --max-deletes 0 o.ics
is 'owner: a deletion, for the guard' "$RC $(calls) $(totals) $(steps)" "4  $refused"
is 'owner: refused as a whole' "$(totals) $(links o.ics)" "refused=1 $old"
tool --json sync o.ics
is 'owner: the plan is what is done' "$(totals) $(steps)" "$plan"
is 'owner: a delete and a create' "$(steps)" 'delete create'
is 'owner: made anew' "$RC $(totals) $(calls)" '0 created=1 deleted=1 files_written=1 apply=1 delete=1 token=1'
is 'owner: the link changed is said' "$(problems)" 'link-changed'
is 'owner: one reservation, of the other' "$(box '[r["owner_id"] for r in reserves]')" '["ou_other"]'
[ "$(links o.ics)" != "$old" ]; result $? 'owner: another link'
quiet 'owner' o.ics
config < /dev/null
tool cancel --all

# --- moved to where a filter leaves it out --------------------------------------
mkdir one two
config <<'END'
[calendar "one"]
path = w/one
[calendar "two"]
path = w/two
exclude = summary:*secret*
END
one one/m.ics m 20261201T020000Z 'SUMMARY:secret'
sync 'moved: booked' 0 'created=1 files_written=1' 'apply=1 token=1'
mv one/m.ics two/m.ics; vevent other 20260101T000000Z | vcal > one/other.ics
tool --json sync
is 'moved to a filter: kept' "$RC $(calls) $(held)" '0  1'
tool --json sync
is 'moved to a filter: still kept' "$RC $(calls) $(held)" '0  1'
edit two/m.ics 's/secret/open/'
old=$(links two/m.ics)
tool --json sync
is 'chosen again: the same link' "$RC $(links two/m.ics) $(held)" "0 $old 1"
tool cancel --all; rm -rf one two; config < /dev/null

# All-day for a while, which is left out, and exported anew: the same links.
for recurrence in series occurrences; do
	config <<< "[sync]
recurrence = $recurrence"
	vevent d 20261201T130000Z 'RRULE:FREQ=DAILY;COUNT=2' | vcal > d.ics
	cp d.ics new
	tool --json sync d.ics
	old=$(linked d.ics)
	edit d.ics 's/^\(DTSTART\|RECURRENCE-ID\):\(........\).*/\1;VALUE=DATE:\2\r/; /^DTEND/d'
	tool --json sync d.ics
	is "$recurrence, all-day: kept" "$RC $(calls)" '0 '
	cp new d.ics
	tool --json sync d.ics
	is "$recurrence, timed again: the same links" "$RC $(calls) $(linked d.ics)" "0  $old"
	tool cancel --all; rm d.ics
done
config < /dev/null

# --- an event that is called off, without lines, beside one that carries its id ------
mkdir w
printf '[calendar "w"]\npath = %s\n' "$PWD/w" | config
one w/a.ics off 20261204T020000Z
tool --json sync
old=$(linked w/a.ics)
edit w/a.ics 's/^UID:off/UID:on/'
one w/b.ics off 20261204T020000Z STATUS:CANCELLED
tool --json sync -n
would=$(totals)
tool --json sync
is 'called off under the old UID: the new one keeps the link' "$RC $(calls) $(linked w/a.ics)" "0  $old"
is 'called off under the old UID: as planned' "$(totals)" "$would"
quiet 'called off under the old UID'
tool cancel --all; rm -r w; config < /dev/null

# --- late runs ---------------------------------------------------------------------
one f.ics f 20270301T020000Z
sync 'far: held' 0 'created=1 files_written=1' 'apply=1 token=1' f.ics
tool --json status
is 'far: the next run must come by' "$(out next_run_before)" 2026-12-21T23:59:00Z
tool status
has 'far: what no sync of the configured calendars covers is told' \
	"$(cat ../out)" "$PWD/f.ics is not configured: sync or import it again before"
hasnt 'far: the next sync would not help' "$(cat ../out)" 'The next sync must'
now 2026-12-16T00:00:00Z
tool --json sync f.ics
is 'renewed in time: nothing is said' "$RC $(problems)" '0 '
now 2027-01-13T00:00:00Z
tool --json sync f.ics
is 'renewed late: a warning' "$RC $(problems)" '0 late-renewal'
now 2027-02-28T00:00:00Z
tool sync f.ics
has 'expired: the summary says it' "$(cat ../out)" ' files written, 1 links changed'
