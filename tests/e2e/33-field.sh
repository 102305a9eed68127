#!/bin/bash
# SPDX-License-Identifier: MIT
# Tables as they came in: what each says must not depend on the machine.
. "$(dirname "$0")/../lib.sh"
start_box
printf '[sync]\ntimezone = Asia/Shanghai\n' | config
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

# --- what Excel and Outlook write in Prague, Warsaw, Moscow ----------------------------
iconv -t windows-1250 > cz.csv <<'EOF'
Předmět;summary;start;end
1;Schůzka týmu;2026-12-03 10:00;11:00
2;Příprava školení;2026-12-04 10:00;11:00
EOF
import 'windows-1250' 0 'created=2 files_written=1' 'apply=2 token=1' cz.csv
has 'is known by its words' "$(cat ../err)" 'cz.csv: it is not in UTF-8; read as windows-1250. --encoding'
is 'and read' "$(at 'Schůzka týmu')" '03 02:00'
printf 'summary,start,end\n%s,2026-12-05 10:00,11:00\n' 'Święto' | iconv -t windows-1250 > pl.csv
import 'what fits two' 0 'created=1 files_written=1' 'apply=1 token=1' pl.csv
has 'says so' "$(cat ../err)" 'read as windows-1252, but it may be in windows-1250: look at the titles. --encoding names another'
for e in windows-1250 windows-1251 koi8-r shift_jis big5 euc-kr gb18030; do
	printf 'summary,start,end,uid\nAbc,2026-12-06 10:00,11:00,%s\n' "$e" | iconv -t "$e" > "$e.csv"
	tool import "$e.csv" --encoding "$e"
	is "--encoding $e" "$RC" 0
done
vevent c 20261207T020000Z | sed 's/^SUMMARY.*/SUMMARY:Планёрка/' | vcal | iconv -t windows-1251 > c.ics
import 'a calendar in windows-1251' 0 'created=1 files_written=1' 'apply=1 token=1' c.ics
is 'is read' "$(at 'Планёрка')" '07 02:00'

# --- cells that look like something else --------------------------------------------------
table 'a span of time in one cell' <<'EOF'
summary,start,end,Zeitzone,会议状态
span,2026-12-03 10:00-11:00,12:00,,
offset,2026-12-03 10:00:00-05:00,2026-12-03 11:00:00-05:00,,
berlin,2026-12-03 10:00,11:00,Europe/Berlin,已确认
off,2026-12-03 10:00,11:00,,已取消
EOF
is 'is no offset' "$(at span)" ''
has 'and told' "$(said)" "t.csv:2: UID "
has 'with what to do' "$(said)" "'2026-12-03 10:00-11:00' has a start and an end, or an offset; write start and end in two columns"
is 'one with seconds is' "$(at offset)" '03 15:00'
is 'a zone by another name' "$(at berlin)" '03 09:00'
is 'what is cancelled is not booked' "$(at off)" ''
has 'and named' "$(said)" 'skipped: STATUS is CANCELLED'
table 'words of a status' <<'EOF'
summary,start,end,status
kept,2026-12-03 10:00,11:00,Confirmed
empty,2026-12-03 12:00,13:00,
declined,2026-12-03 14:00,15:00,Declined
later,2026-12-03 16:00,17:00,verschoben
EOF
is 'all are booked' "$(totals)" 'created=4 files_written=1'
is 'the first unknown one is told' "$(out '[[p["kind"], p["line"]] for p in problems]')" '[["odd-status", 4]]'
has 'with its word' "$(said)" "t.csv:4: the status 'Declined' says nothing here, and rows with such words are booked"

# --- an hour that can mean two -----------------------------------------------------------
table 'noon or midnight' <<'EOF2'
summary,start,end
twice,2026-12-03 上午12:00,13:00
no,2026-12-03 上午13:00,14:00
EOF2
has 'an hour that can mean two: told' "$(said)" "start: '2026-12-03 上午12:00' can mean two times of the day; write it with 24 hours"
has 'one that is none' "$(said)" "start: '2026-12-03 上午13:00' is no existing date and time"

# --- byte order marks ----------------------------------------------------------------------
BOM=$'\xef\xbb\xbf'
config < /dev/null
one m.ics m 20261203T020000Z
{ printf '%s%s' "$BOM" "$BOM"; cat m.ics; } > two.ics
sync 'two at the start' 0 'created=1 files_written=1' 'apply=1 token=1' two.ics
is 'they stay' "$(head -c 9 two.ics)" "${BOM}${BOM}BEG"
tool import - < two.ics > /dev/null; is 'from standard input' $RC 0
for at in BEGIN:VEVENT END:VEVENT END:VCALENDAR; do
	sed "s/^$at/$BOM&/" m.ics > bad.ics
	tool sync bad.ics
	is "before $at" $RC 3
	has "before $at: named" "$(cat ../err)" "bad.ics:$(grep -n "$at" m.ics | cut -d: -f1): this line has a character that can't be seen, such as U+FEFF (a byte order mark)"
done
{ printf '%s%s' "$BOM" "$BOM"; printf 'summary,start,end\nmarks,2026-12-03 09:00,10:00\n'; } > two.csv
import 'two before a table' 0 'created=1 files_written=1' 'apply=1 token=1' two.csv
