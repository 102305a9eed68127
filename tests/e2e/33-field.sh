#!/bin/bash
# SPDX-License-Identifier: MIT
# Tables as they came in: what each says must not depend on the machine.
. "$(dirname "$0")/../lib.sh"
start_box --rate-second 0 --rate-minute 0
config < /dev/null
# at TITLE: when that is booked
at() { sql "SELECT strftime('%d %H:%M', start, 'unixepoch') FROM bookings WHERE topic = '$1'"; }
# table NAME < TEXT: imported under three zones of the machine, from nothing
table() {
	cat > t.csv
	for TZ in UTC Asia/Shanghai America/St_Johns; do
		export TZ
		rm -f "$DIR/state/state.db"* t-links.ics
		tool --json import t.csv
		seen=$(out '[[a["uid"], a["start"], a["topic"], a["result"]] for a in actions] + [[p["kind"], p["line"], p["message"]] for p in problems]')
		[ "$TZ" != UTC ] || was=$seen
		is "$1: $TZ" "$seen" "$was"
	done
	unset TZ
}

# --- offsets without a sign -----------------------------------------------------
table 'GMT8' <<'END'
summary,start,end,timezone
a,2026-12-03 10:00,11:00,GMT8
b,2026-12-03 10:00,11:00,GMT+8
c,2026-12-03 10:00,11:00,UTC+15
END
is 'GMT8 is GMT+8' "$(at a)|$(at b)" '03 02:00|03 02:00'
has 'and told' "$(said)" "t.csv:2: an offset of the time zone 'GMT8' has no sign; it is read as east of Greenwich"
has 'UTC+15 is no zone' "$(said)" "TZID 'UTC+15' is not a known time zone"
