#!/bin/bash
# SPDX-License-Identifier: MIT
# Series with one link for all (recurrence = series).
. "$(dirname "$0")/../lib.sh"
start_box --rate-second 0 --rate-minute 0

# A weekly series from Monday, the day after the tests' now; LINE...
# shellcheck disable=SC2120
weekly() { vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY' "$@"; }
# over DAY TIME [LINE]...: an override of it
over() { local day=$1 at=$2; shift 2; vevent s "$at" "RECURRENCE-ID:202611${day}T020000Z" "$@"; }
# fresh NAME: a folder of its own, and its name for what follows
fresh() { mkdir "$1" && cd "$1" || exit 1; now 2026-11-22T00:00:00Z; config < /dev/null; }
done_with() {
	tool --json cancel --all
	is "$1: cancel succeeds" "$RC" 0
	is "$1: the server holds nothing" "$(box 'len([r for r in reserves if int(r["end_time"]) > now])')" 0
	cd "$DIR/w" || exit 1
}
# link FILE: of its first event
link() { linked "$1" | sed 's/[^=]*=//; s/ .*//'; }

fresh first
{ weekly; over 30 20261130T050000Z; over 23 20261123T020000Z STATUS:CANCELLED; } | vcal > a.ics
cp a.ics was
sync 'one reservation' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
L=$(link a.ics)
is 'link in the master and in the override that takes place' "$(linked a.ics)" \
    "master=$L 20261130T020000Z=$L 20261123T020000Z=-"
is 'the first occurrence is that which is next' "$(sql 'SELECT start FROM bookings')" "$(date -u -d '2026-11-30 05:00' +%s)"
quiet 'one reservation' a.ics
over 07 20261208T020000Z | sed 's/202611/202612/' | append a.ics
sync 'a new override: written' 0 'unchanged=1 files_written=1' '' a.ics
is 'a new override: has the link' "$(linked a.ics)" \
    "master=$L 20261130T020000Z=$L 20261123T020000Z=- 20261207T020000Z=$L"
quiet 'a new override' a.ics
# A calendar program that takes all lines of the master along.
{ sed '/^BEGIN:VEVENT/,/^END:VEVENT/!d' a.ics | tr -d '\r' | sed '/^END:VEVENT/q' |
  sed '/^RRULE/d; s/^DTSTART.*/DTSTART:20261214T070000Z\nRECURRENCE-ID:20261214T020000Z/'; } | append a.ics
sync 'a copied override: nothing to do' 0 'unchanged=1' '' a.ics
is 'a copied override: has the link once' "$(linked a.ics | grep -o '20261214.*')" "20261214T020000Z=$L"
quiet 'a copied override' a.ics
edit a.ics '/^RECURRENCE-ID:20261214/s/$/\nSTATUS:CANCELLED\r/'
sync 'an override is cancelled: its lines go' 0 'unchanged=1 files_written=1' '' a.ics
is 'an override is cancelled: only there' "$(linked a.ics)" \
    "master=$L 20261130T020000Z=$L 20261123T020000Z=- 20261207T020000Z=$L 20261214T020000Z=-"
quiet 'an override is cancelled' a.ics
edit a.ics '/^STATUS:CANCELLED/d'
sync 'overrides take place again' 0 'unchanged=1 files_written=1' '' a.ics
is 'overrides take place again: linked' "$(linked a.ics)" \
    "master=$L 20261130T020000Z=$L 20261123T020000Z=$L 20261207T020000Z=$L 20261214T020000Z=$L"
"$PYTHON" - <<'END'
import re
b = open('a.ics', newline='').read()
b = re.sub(r'BEGIN:VEVENT\r\n(?:(?!END:VEVENT)[\s\S])*RECURRENCE-ID:2026(1207|1123)[\s\S]*?END:VEVENT\r\n',
           lambda m: m.group() if m.group().count('BEGIN:VEVENT') > 1 else '', b)
open('a.ics', 'w', newline='').write(b)
END
tool --json sync a.ics
is 'overrides are removed: no deletion' "$RC $(totals)" '0 unchanged=1'
cd "$DIR/w" || exit 1
tool --json cancel --all
is 'x' "$RC" 0
