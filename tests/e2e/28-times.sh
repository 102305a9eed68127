#!/bin/bash
# SPDX-License-Identifier: MIT
# What a time, a date and a series mean, and what is told of them.
. "$(dirname "$0")/../lib.sh"
start_box
# event FILE LINE...: a calendar of one event, x.ics has UID x
event() {
	{
		printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n'
		printf 'UID:%s\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:%s\r\n' "${1%.ics}" "${1%.ics}"
		printf '%s\r\n' "${@:2}"
		printf 'END:VEVENT\r\nEND:VCALENDAR\r\n'
	} > "$1"
}
held_at() { sql "SELECT group_concat(strftime('%d %H:%M', start, 'unixepoch'), ', ') FROM (SELECT start FROM bookings WHERE uid = '$1' ORDER BY start)"; }
fresh() { rm -f "$DIR/state/state.db"* ./*.ics; }
setup() {	# setup [KEY]...
	{
		printf '[sync]\n'
		printf '%s\n' "$@"
		printf '[calendar "w"]\npath = %s\n' "$DIR/w"
	} | config
}

# --- the machine's zone is never asked for what stands beside a DTSTART ------
setup 'recurrence = occurrences' 'timezone = Asia/Shanghai'
for tz in UTC Asia/Shanghai America/St_Johns; do
	fresh
	event floating.ics 'DTSTART;TZID=Asia/Shanghai:20261203T100000' \
	    'RRULE:FREQ=DAILY;COUNT=5' 'EXDATE:20261205T100000'
	event utc.ics 'DTSTART:20261203T100000Z' 'RRULE:FREQ=DAILY;COUNT=3' \
	    'EXDATE:20261204T100000' 'RDATE:20261207T100000'
	event outlook.ics 'DTSTART;TZID=Asia/Shanghai:20261205T100000' \
	    'RRULE:FREQ=DAILY;COUNT=3' 'EXDATE;TZID=Asia/Shanghai:20261206T000000'
	event local.ics 'DTSTART:20261203T100000'
	TZ=$tz tool sync
	is "TZ=$tz: done" "$RC" 0
	is "TZ=$tz: a floating EXDATE is DTSTART's wall clock" "$(held_at floating)" \
	    '03 02:00, 04 02:00, 06 02:00, 07 02:00'
	is "TZ=$tz: beside UTC it is UTC" "$(held_at utc)" '03 10:00, 05 10:00, 07 10:00'
	is "TZ=$tz: a midnight takes the day out" "$(held_at outlook)" '05 02:00, 07 02:00'
	is "TZ=$tz: a floating event is in the configured zone" "$(held_at local)" '03 02:00'
	is "TZ=$tz: nothing to tell" "$(grep -c warn ../err)" 0
done

# --- what is told --------------------------------------------------------------
fresh
setup
event missed.ics 'DTSTART;TZID=Asia/Shanghai:20261203T100000' \
    'RRULE:FREQ=DAILY;COUNT=5' 'EXDATE;TZID=Asia/Shanghai:20261205T093000'
event z.ics 'DTSTART;TZID=Asia/Shanghai:20261207T080000Z'
event twice.ics 'DTSTART:20261208T080000Z' 'DTSTART:20261209T080000Z' STATUS:CONFIRMED STATUS:CANCELLED
sync 'odd lines' 0 'created=3 files_written=3' 'apply=3 token=1'
has 'an EXDATE that hits nothing' "$(said)" 'missed.ics:10: '
has 'and the nearest' "$(said)" '2026-12-05T01:30:00Z is no occurrence of the series; the nearest is 2026-12-05T02:00:00Z'
has 'Z with TZID' "$(said)" "it ends with Z, so it is read as UTC and not as a time in 'Asia/Shanghai'"
is 'is UTC' "$(held_at z)" '07 08:00'
has 'a second DTSTART' "$(said)" 'twice.ics:9: '
is 'and STATUS, in JSON' "$(out '[p["line"] for p in problems if p["property"] == "STATUS"]')" '[11]'
is 'the first counts' "$(held_at twice)" '08 08:00'
quiet 'told once'

# --- how it may be written ------------------------------------------------------
fresh
event blanks.ics 'DTSTART; TZID = Asia/Shanghai:20261203T100000'
event colon.ics 'DTSTART;TZID=GMT+05:30:20261203T100000'
event iso.ics 'DTSTART;TZID="+08:00":20261203T100000'
sync 'blanks, colons' 0 'created=3 files_written=3' 'apply=3 token=1'
is 'blanks in parameters' "$(held_at blanks)" '03 02:00'
is 'a colon without quotes' "$(held_at colon)" '03 04:30'
is 'an offset as a name' "$(held_at iso)" '03 02:00'

# --- days -----------------------------------------------------------------------
fresh
event birthday.ics 'DTSTART;VALUE=DATE:19561210' 'RRULE:FREQ=YEARLY'
event 1604.ics 'DTSTART;VALUE=DATE:16041211' 'RRULE:FREQ=YEARLY'
event cdo.ics 'DTSTART;TZID=Asia/Shanghai:20261203T000000' \
    'DTEND;TZID=Asia/Shanghai:20261204T000000' 'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE'
sync 'all-day events are left out' 0 'skipped=3' ''
setup 'all_day = reserve' 'timezone = Asia/Shanghai'
sync 'or booked' 0 'created=3 files_written=3' 'apply=3 token=1'
is 'a birthday' "$(held_at birthday)" '09 16:00'
is 'one without a year' "$(held_at 1604)" '10 16:00'
is 'and by its days' "$(held_at cdo)" '02 16:00'

# --- what is past needs no perfect date --------------------------------------------
fresh
setup
event past.ics 'DTSTART;TZID=Foo:20251203T100000'
event until.ics 'DTSTART;TZID=Foo:20251203T100000' 'RRULE:FREQ=DAILY;UNTIL=20251210T000000Z'
event count.ics 'DTSTART;TZID=Foo:20251203T100000' 'RRULE:FREQ=WEEKLY;COUNT=3'
event exdate.ics 'DTSTART:20251203T100000Z' 'RRULE:FREQ=DAILY;COUNT=3' EXDATE:x
sync 'what ended is left out, whatever its zone is' 0 'skipped=4' ''
event endless.ics 'DTSTART;TZID=Foo:20251203T100000' 'RRULE:FREQ=DAILY'
sync 'not what may go on' 1 'skipped=4 failed=1' ''

# --- one warning a kind and file ---------------------------------------------------
fresh
for i in 1 2 3; do
	vevent "m$i" "20261203T02000${i}Z" STATUS:CONFIRMED STATUS:CONFIRMED
	vevent "z$i" "20261203T03000${i}Z" URL: URL: 'DTSTART:20261203T000000Z'
done | vcal > many.ics
vevent o 20261203T020000Z CLASS:PUBLIC CLASS:PUBLIC | vcal > other.ics
tool sync -n
is 'one line for each file' "$(grep -c 'a second time' ../err)" 2
has 'with the number of the others' "$(said)" 'many.ics:11: UID m1: STATUS: it is there a second time; the first counts (8 more of this kind in the file; -v names each)'
tool sync -n -v
is 'and each with -v' "$(grep -c 'a second time' ../err)" 10
tool --json sync -n
is 'and in JSON' "$(out 'len(problems)')" 10

# --- sets without occurrences ---------------------------------------------------
for mode in series occurrences; do
	fresh
	setup "recurrence = $mode"
	event none.ics 'DTSTART:20261203T020000Z' 'RRULE:FREQ=DAILY;COUNT=2' \
	    'EXDATE:20261203T020000Z,20261204T020000Z'
	event before.ics 'DTSTART:20261203T020000Z' 'RRULE:FREQ=DAILY;UNTIL=20261101T000000Z'
	event one.ics 'DTSTART:20261203T020000Z' 'EXDATE:20261203T020000Z'
	tool sync
	is "$mode: nothing is booked" "$RC $(sql 'SELECT count(*) FROM bookings')" '0 0'
	for uid in none before one; do
		tool explain $uid
		has "$mode: $uid: says so" "$(said)" 'no occurrence is left'
		is "$mode: $uid: no odd year" "$(said | grep -cE '[0-9]{5,}-[0-9]{2}-|^.* -[0-9]{4,}-')" 0
		tool --json explain $uid
		is "$mode: $uid: nor in JSON" "$(grep -cE '"[a-z_]*": *"-?[0-9]{5,}-' ../out)" 0
	done
done
finish
