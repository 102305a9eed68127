#!/bin/bash
# SPDX-License-Identifier: MIT
# Calendars as they came in: what is odd in them is told, and what they mean
# does not depend on the machine.
. "$(dirname "$0")/../lib.sh"
start_box
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

# --- a zone that is defined and not named ----------------------------------------------
rm -f ./*.ics
zone=(BEGIN:VTIMEZONE TZID:Asia/Tokyo BEGIN:STANDARD DTSTART:19700101T000000
    TZOFFSETFROM:+0900 TZOFFSETTO:+0900 END:STANDARD END:VTIMEZONE)
calendar unnamed.ics "${zone[@]}" -- DTSTART:20261203T100000
TZ=Asia/Shanghai tool --json sync -n
is 'is told' "$(out '[[p["kind"], p["line"]] for p in problems]')" '[["unused-timezone", 16]]'
has 'with both' "$(said)" "though the calendar has a VTIMEZONE 'Asia/Tokyo'; it is read in the system's, Asia/Shanghai. Set timezone"
TZ=Asia/Tokyo tool --json sync -n
is 'not where it is the same' "$(out problems)" '[]'
printf '[sync]\ntimezone = Asia/Shanghai\n[calendar "w"]\npath = %s\n' "$DIR/w" | config
tool --json sync -n
is 'nor with a timezone' "$(out problems)" '[]'

# --- days with times ---------------------------------------------------------------------
rm -f ./*.ics
printf '[sync]\nall_day = reserve\ntimezone = Asia/Shanghai\nrecurrence = occurrences\n[calendar "w"]\npath = %s\n' "$DIR/w" | config
calendar day.ics -- 'DTSTART;VALUE=DATE:20261203T000000' 'DTEND;VALUE=DATE:20261204T000000'
calendar days.ics -- 'DTSTART;VALUE=DATE:20261203T000000Z' 'RRULE:FREQ=DAILY;COUNT=3' \
    'EXDATE;VALUE=DATE:20261204T000000Z'
everywhere 'VALUE=DATE with a midnight'
is 'a day' "$(held_at day)" '02 16:00'
is 'days' "$(held_at days)" '02 16:00, 04 16:00'
tool --json sync
is 'and written' "$RC $(grep -c '^X-ICSRESERVE-ID' day.ics days.ics | tr '\n' ' ')" '0 day.ics:1 days.ics:2 '
quiet 'once'
printf '[calendar "w"]\npath = %s\n' "$DIR/w" | config
rm -f "$DIR/state/state.db"*
tool --json sync -n
is 'left out as others are' "$(totals)" 'skipped=2'

# --- titles as telephones wrote them --------------------------------------------------------
rm -f ./*.ics "$DIR/state/state.db"*
title() { sed -i "s/^SUMMARY.*/$2/" "$1"; }
calendar qp.ics -- DTSTART:20261203T020000Z
title qp.ics 'SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=91=A8=E4=BC=9A A=3DB\r'
calendar gbk.ics -- DTSTART:20261203T020000Z
title gbk.ics 'SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=GBK:=D6=DC=BB=E1\r'
calendar b64.ics -- DTSTART:20261203T020000Z
title b64.ics 'SUMMARY;ENCODING=BASE64:5ZGo5LyaIEE9Qg==\r'
calendar eight.ics -- DTSTART:20261203T020000Z
title eight.ics 'SUMMARY;ENCODING=8BIT:a=E5\r'
calendar cut.ics -- DTSTART:20261203T020000Z
title cut.ics 'SUMMARY;ENCODING=QUOTED-PRINTABLE:=E5=91=A8=\r\n=E4=BC=9A\r'
tool --json sync
is 'are read' "$(for uid in qp gbk b64 eight; do sql "SELECT topic FROM bookings WHERE uid = '$uid'"; done | tr '\n' '|')" '周会 A=B|周会|周会 A=B|a=E5|'
is 'and told' "$(out '[p["uid"] for p in problems if p["kind"] == "odd-encoding"]')" '["b64", "gbk", "qp"]'
is 'one that is cut off fails' "$RC $(out '[[p["uid"], p["line"], p["property"]] for p in problems if p["kind"] == "bad-encoding"]')" '1 [["cut", 7, "SUMMARY"]]'
has 'by name' "$(said)" "its ENCODING of vCalendar 1.0 can't be undone"

# --- lines broken without the blank of a fold --------------------------------------------------
rm -f ./*.ics "$DIR/state/state.db"*
calendar rule.ics -- DTSTART:20261203T020000Z 'RRULE:FREQ=WEEKLY;BYDAY=TH,' 'MO;COUNT=3'
calendar exdate.ics -- DTSTART:20261203T020000Z 'RRULE:FREQ=DAILY;COUNT=4' \
    EXDATE:20261204T020000Z, 20261205T020000Z
calendar text.ics -- DTSTART:20261203T020000Z 'DESCRIPTION:Agenda' '1. this: and that'
calendar off.ics -- DTSTART:20261203T020000Z STATUS:CANCELLED 'RRULE:FREQ=WEEKLY;' COUNT=3
cp -r . ../before
tool --json sync
is 'times and rules fail' "$RC $(out '[[p["uid"], p["line"], p["property"]] for p in problems if p["kind"] == "bad-fold"]')" \
    '1 [["exdate", 10, "EXDATE"], ["rule", 9, "RRULE"]]'
has 'by name' "$(said)" 'it is cut off: the next line is no property; put a blank in front of that one'
is 'texts are told' "$(out '[[p["uid"], p["line"], p["property"]] for p in problems if p["kind"] == "stray-line"]')" \
    '[["text", 10, "DESCRIPTION"]]'
is 'one is booked, one is left out' "$(totals)" 'created=1 skipped=1 failed=2 files_written=1'
tool --json cancel --all
is 'and the bytes stay' "$(diff -r . ../before && echo same)" same

# --- DTSTART in UTC, BYDAY by local days ----------------------------------------------------------
rm -f ./*.ics "$DIR/state/state.db"*
printf '[sync]\nrecurrence = occurrences\n[calendar "w"]\npath = %s\n' "$DIR/w" | config
calendar monday.ics X-WR-TIMEZONE:Asia/Shanghai -- DTSTART:20261129T230000Z \
    'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3'
calendar sunday.ics X-WR-TIMEZONE:Asia/Shanghai -- DTSTART:20261129T230000Z \
    'RRULE:FREQ=WEEKLY;BYDAY=SU;COUNT=3'
calendar friday.ics X-WR-TIMEZONE:Asia/Shanghai -- DTSTART:20261129T230000Z \
    'RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=3'
everywhere 'days in UTC'
is 'are days of UTC' "$(held_at monday)" '29 23:00, 30 23:00, 07 23:00'
is 'and told, where those of the calendar fit' "$(out '[[p["kind"], p["uid"], p["line"]] for p in problems]')" '[["days-in-utc", "monday", 9]]'
has 'with its zone' "$(said)" 'BYDAY counts days in UTC, and it is on none of them; in Asia/Shanghai it would be'

# --- meetings that Exchange keeps after they were called off -----------------------------------------
rm -f ./*.ics "$DIR/state/state.db"*
free=X-MICROSOFT-CDO-BUSYSTATUS:FREE
for i in off busy status; do calendar $i.ics -- DTSTART:20261203T020000Z $free; done
title off.ics 'SUMMARY:Canceled: Weekly\r'
title busy.ics 'SUMMARY:Canceled: Weekly\r'
sed -i 's/:FREE/:BUSY/' busy.ics
title status.ics 'SUMMARY:已取消: 周会\r\nSTATUS:CANCELLED\r'
tool --json sync -n
is 'one is told' "$(totals) $(out '[[p["kind"], p["uid"], p["line"]] for p in problems]')" 'created=2 skipped=1 files_written=2 [["called-off", "off", 7]]'
printf '[calendar "w"]\npath = %s\nexclude = summary:Canceled:*\n' "$DIR/w" | config
tool sync -n
is 'and left out as it says' "$(said | tail -n 1 | grep -o '3 skipped')" '3 skipped' 
