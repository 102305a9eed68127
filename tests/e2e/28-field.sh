#!/bin/bash
# SPDX-License-Identifier: MIT
# Calendars as they came in: what is odd in them is told, and what they mean
# does not depend on the machine.
. "$(dirname "$0")/../lib.sh"
start_box --rate-second 0 --rate-minute 0
printf '[calendar "w"]\npath = %s\n' "$DIR/w" | config
held_at() { sql "SELECT group_concat(strftime('%d %H:%M', start, 'unixepoch'), ', ') FROM (SELECT start FROM bookings WHERE uid = '$1' ORDER BY start)"; }
# calendar FILE LINE... -- LINE...: lines of the calendar, then of its event
calendar() {
	local name=$1
	shift
	{
		printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n'
		while [ "$1" != -- ]; do printf '%s\r\n' "$1"; shift; done
		shift
		printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260101T000000Z\r\n' "${name%.ics}"
		printf 'SUMMARY:%s\r\n' "${name%.ics}"
		printf '%s\r\n' "$@"
		printf 'END:VEVENT\r\nEND:VCALENDAR\r\n'
	} > "$name"
}
# everywhere NAME: the same under three zones of the machine, from nothing
everywhere() {
	local was=
	for TZ in UTC Asia/Shanghai America/St_Johns; do
		export TZ
		rm -f "$DIR/state/state.db"*
		tool --json sync --no-write-back
		seen=$(out '[[a["uid"], a["start"], a["end_time"]] for a in actions] + [[p["kind"], p["line"], p["message"]] for p in problems]')
		is "$1: $TZ" "$seen" "${was:-$seen}"
		was=$seen
	done
	unset TZ
}

# --- the zone of a calendar ---------------------------------------------------------
calendar wr.ics X-WR-TIMEZONE:Asia/Shanghai -- DTSTART:20261203T100000
calendar id.ics TIMEZONE-ID:Asia/Shanghai -- DTSTART:20261203T100000
calendar tzid.ics TZID:Asia/Shanghai -- DTSTART:20261203T100000
calendar both.ics TIMEZONE-ID:Asia/Tokyo X-WR-TIMEZONE:Asia/Shanghai -- DTSTART:20261203T100000
calendar same.ics TIMEZONE-ID:Asia/Shanghai X-WR-TIMEZONE:Asia/Shanghai -- DTSTART:20261203T100000
calendar utc.ics TIMEZONE-ID:Asia/Tokyo X-WR-TIMEZONE:Asia/Shanghai -- DTSTART:20261203T020000Z
everywhere "the zone of a calendar"
for uid in wr id tzid both same utc; do
	is "in it: $uid" "$(held_at $uid)" '03 02:00'
done
is 'two of them are told once' "$(out '[[p["kind"], p["uid"]] for p in problems]')" '[["two-timezones", "both"]]'
has 'with both' "$(said)" "X-WR-TIMEZONE 'Asia/Shanghai', which counts, and TIMEZONE-ID 'Asia/Tokyo'"
calendar no.ics TIMEZONE-ID:Nowhere -- DTSTART:20261203T100000
tool sync --no-write-back
has 'one that is none is named' "$RC $(said)" "no.ics:9: UID no: DTSTART: TIMEZONE-ID 'Nowhere' is not a known time zone"

# --- the dates of a calendar ---------------------------------------------------------
rm -f ./*.ics
calendar lunar.ics CALSCALE:CHINESE -- DTSTART:20261203T020000Z
calendar plain.ics CALSCALE:gregorian -- DTSTART:20261203T020000Z
everywhere 'CALSCALE'
is 'told of one' "$(out '[p["kind"] for p in problems]')" '["odd-calscale"]'
has 'with what is done' "$(said)" "the calendar's CALSCALE is 'CHINESE'; its dates are read as Gregorian ones all the same"
