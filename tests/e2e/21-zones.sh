#!/bin/bash
# SPDX-License-Identifier: MIT
# Time zones: the calendar's own, names of others, the user's word for them.
. "$(dirname "$0")/../lib.sh"
start_box
own() {	# own TZID OFFSET
	printf 'BEGIN:VTIMEZONE\r\nTZID:%s\r\nBEGIN:STANDARD\r\n' "$1"
	printf 'DTSTART:19700101T000000\r\nTZOFFSETFROM:%s\r\n' "$2"
	printf 'TZOFFSETTO:%s\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n' "$2"
}
event() {	# event FILE TZID: at ten o'clock there
	one "$1" "${1%.ics}" 20261201T100000
	edit "$1" "s|^DT\(START\)[^:]*:.*|DT\1;TZID=\"$2\":20261201T100000\r|
s|^DT\(END\)[^:]*:.*|DT\1;TZID=\"$2\":20261201T110000\r|"
}
starts() { sql "SELECT start - 1796083200 FROM bookings WHERE uid = '$1'"; }
config <<END
[calendar "w"]
path = $DIR/w
END
event iana.ics Asia/Shanghai
event windows.ics 'China Standard Time'
event shown.ics '(UTC-05:00) Eastern Time (US \& Canada)'
event offset.ics GMT+0330
event chinese.ics 中国标准时间
printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n' > own.ics
own 'Our Time, here' +0500 >> own.ics
vevent own 20261201T100000 | sed 's/^DTSTART[^:]*:.*/DTSTART;TZID="Our Time, here":20261201T100000\r/;/^DTEND/d' >> own.ics
printf 'END:VCALENDAR\r\n' >> own.ics
event odd.ics 'Moon, dark side = 1'
sync 'zones of many names' 1 'created=6 failed=1 files_written=6' 'apply=6 token=1'
has 'the unknown one fails by name' "$(said)" "'Moon, dark side = 1' is not a known time zone"
is 'Asia/Shanghai' "$(starts iana)" 7200
is 'a name of Windows' "$(starts windows)" 7200
is 'what Windows shows' "$(starts shown)" 54000
is 'an offset' "$(starts offset)" 23400
is 'a Chinese name' "$(starts chinese)" 7200
is 'a VTIMEZONE' "$(starts own)" 18000

config <<END
[sync]
tzalias = Moon, dark side = 1 = Asia/Tokyo
tzalias = Asia/Shanghai = Asia/Hovd
[calendar "w"]
path = $DIR/w
tzalias = "Our Time, here" = UTC+4
END
sync 'named by the user' 0 'created=1 updated=2 unchanged=4 files_written=1' 'apply=1 token=1 update=2'
is 'its zone' "$(starts odd)" 3600
is 'wins over IANA' "$(starts iana)" 10800
is 'wins over a VTIMEZONE' "$(starts own)" 21600
quiet aliases

config <<END
[sync]
tzalias = Moon = Asia/Nowhere
[calendar "w"]
path = $DIR/w
END
sync 'an alias for no zone' 2 '' ''
has 'says which' "$(said)" 'tzalias: Moon = Asia/Nowhere: the zone is not known'

# --- a VTIMEZONE that says something else than its name -----------------------
rm -f ./*.ics
config <<END
[calendar "w"]
path = $DIR/w
tzalias = Asia/Tokyo = UTC+7
END
with() {	# with FILE TZID OFFSET: an event there, and that VTIMEZONE
	event "$1" "$2"
	own "$2" "$3" | sed -i '/^PRODID/r /dev/stdin' "$1"
}
with berlin.ics Europe/Berlin +0800
with paris.ics Europe/Paris +0100
with tokyo.ics Asia/Tokyo +0800
with prefix.ics /example.com/Asia/Shanghai -0800
with undated.ics Asia/Shanghai -0800
sed -i '/^DTSTART:1970/s/0\r/0Z\r/' undated.ics
with later.ics America/New_York -0800
sed -i '/^DTSTART:1970/s/1970/2027/' later.ics
tool --json sync -n
is "IANA's zone counts" "$(out "[a['start'][11:16] for a in actions if a['uid'] in ('berlin', 'prefix', 'undated')]")" \
    '["09:00", "02:00", "02:00"]'
is 'and the difference is told' "$(out '[[p["kind"], p["uid"]] for p in problems]')" \
    '[["other-offset", "berlin"], ["other-offset", "prefix"], ["other-offset", "undated"]]'
has 'with both' "$(said)" "the calendar's VTIMEZONE 'Europe/Berlin' has the offset +08:00 at this time, but IANA's zone of that name has +01:00, which counts; correct the VTIMEZONE, or set tzalias"

# However many are compared, a zone that counts is read.
rm -f ./*.ics
{ own Asia/Shanghai +0800; vevent u@ 20261201T020000; } |
	sed '2s/^/COMMENT:@\r\n/;s/^\(DT[SE][^:]*\)/\1;TZID=Asia\/Shanghai/' > ../one
one=$(cat ../one)
for i in $(seq 1 1100); do
	printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n%s\nEND:VCALENDAR\r\n' "${one//@/$i}"
done > a.ics
event last.ics 'Our Time, here'
own 'Our Time, here' +0500 | sed -i '/^PRODID/r /dev/stdin' last.ics
tool --json sync -n
is 'after many others' "$RC $(out "[a['start'][11:16] for a in actions if a['uid'] == 'last']")" '0 ["05:00"]'

# What Windows shows in other languages: an hour off in summer, were it read as
# an offset alone.
now 2027-06-20T00:00:00Z
rm -f ./*.ics
config <<END
[calendar "w"]
path = $DIR/w
END
shown() {
	event "$1" "$2"
	sed -i 's/:20261201T/:20270701T/' "$1"
}
shown rom.ics '(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien'
shown slashes.ics '(GMT+01.00) Sarajevo/Warsaw/Zagreb'
shown google.ics '(GMT+01:00) Central European Time - Berlin'
shown athen.ics '(UTC+02:00) Athen, Bukarest'
shown west.ics '(UTC+08:00) 北京、重慶'
tool --json sync -n
starts_at() { out "[a['start'][11:16] for a in actions if a['uid'] == '$1']"; }
is 'a city that IANA knows' "$(starts_at rom)" '["08:00"]'
is 'lists with slashes' "$(starts_at slashes)" '["08:00"]'
is "Google's label" "$(starts_at google)" '["08:00"]'
is 'else the offset' "$(starts_at athen) $(starts_at west)" '["08:00"] ["02:00"]'
is 'is told, where summers differ' "$(out '[[p["kind"], p["uid"], p["line"]] for p in problems]')" '[["offset-only", "athen", 7]]'
has 'with what to do' "$(said)" "only the offset of the time zone '(UTC+02:00) Athen, Bukarest' is known, so it is read without summer time; use an IANA name"
printf 'summary,start,end,timezone\na,2027-07-01 10:00,11:00,"(UTC+02:00) Athen, Bukarest"\n' > t.csv
tool import -n t.csv -o ../t.ics
has 'in a table, too' "$(said)" "t.csv:2: only the offset of the time zone '(UTC+02:00) Athen, Bukarest' is known"

now 2026-11-22T00:00:00Z
# An override of an all-day series, at a time in another zone than its days are
# in: it takes the place of that day, however its RECURRENCE-ID is written.
for id in ';VALUE=DATE:20261203' ':20261203' ':20261203T000000Z'; do
	mkdir -p "$DIR/w/days" && cd "$DIR/w/days" || exit 1
	printf '[sync]\nrecurrence = occurrences\nall_day = reserve\n[calendar "d"]\npath = %s\n' "$PWD" | config
	{ vevent trip x 'RRULE:FREQ=DAILY;COUNT=5' | sed '/DURATION/d; s/DTSTART.*/DTSTART;VALUE=DATE:20261201\r/'
	  vevent trip x "RECURRENCE-ID$id" | sed 's/DTSTART.*/DTSTART;TZID=Asia\/Shanghai:20261203T150000\r/'; } | vcal > trip.ics
	one good.ics good 20261203T020000Z
	cp trip.ics trip.was
	TZ=UTC tool --json sync
	is "$id: each day once" "$RC $(totals)" '0 created=6 files_written=2'
	TZ=UTC tool --json sync --force
	is "$id: and only once" "$RC $(totals)" '0 unchanged=6'
	TZ=UTC tool --json cancel --all
	same "$id: cancelled" trip.ics trip.was
	rm trip.was
done
finish
