#!/bin/bash
# SPDX-License-Identifier: MIT
# Tables that the program writes are read by it again, also when a spreadsheet
# had them in between.
. "$(dirname "$0")/../lib.sh"
start_box
config <<END
[sync]
timezone = Asia/Shanghai
all_day = reserve
END
# spreadsheet FILE: open and save it, as Excel and LibreOffice do: what looks
# like a number or a truth value becomes one, all is quoted anew
spreadsheet() {
	"$PYTHON" - "$1" <<-'END'
	import csv, re, sys
	def cell(c):
	    if re.fullmatch(r'[-+]?[0-9]+([.,][0-9]+)?([eE][-+]?[0-9]+)?', c):
	        n = float(c.replace(',', ''))
	        return '%d' % n if abs(n) < 1e11 else '%.2E' % n
	    if c.lower() in ('true', 'false'):
	        return c.upper()
	    if re.fullmatch(r'="[^"]*"', c):
	        return c[2:-1]
	    if re.fullmatch(r'20[0-9]{2}-[0-9]{2}-[0-9]{2}', c):
	        return '%d/%d/%s' % (int(c[5:7]), int(c[8:]), c[:4])
	    return c
	rows = list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')))
	with open(sys.argv[1], 'w', encoding='utf-8-sig', newline='') as f:
	    csv.writer(f, delimiter=';').writerows([map(cell, r) for r in rows])
	END
}
cat > in.csv <<'END'
uid,summary,start,end,timezone
7490000000000000123,长编号,2026-12-10 09:00,10:00,
1e5,Exponent,2026-12-10 11:00,12:00,Europe/Berlin
TRUE,Truth,2026-12-11 9:00,10:00,
007,Zeros,2026-12-12 9:00,10:00,+05:30
plain,'=1+1,2026-12-13 9:00,10:00,
long-enough-to-be-no-number-at-all,"a, ""b""; c",2026-12-14 9:00,10:00,
day,Whole day,2026-12-24,2026-12-25,
,No uid,2026-12-15 9:00,10:00,
END
import 'a table' 0 'created=8 files_written=1' 'apply=8 token=1' in.csv --csv made.csv
is 'its bookings: the zone, and local times' "$(sed -n 's/.*,\(2026-12-[0-9T:+-]*,2026-12-[0-9T:+-]*,[A-Za-z/]*\),https.*/\1/p' made.csv | sort | tr '\n' '|')" \
    '2026-12-10T09:00:00+08:00,2026-12-10T10:00:00+08:00,Asia/Shanghai|2026-12-10T11:00:00+01:00,2026-12-10T12:00:00+01:00,Europe/Berlin|2026-12-11T09:00:00+08:00,2026-12-11T10:00:00+08:00,Asia/Shanghai|2026-12-12T03:30:00+00:00,2026-12-12T04:30:00+00:00,UTC|2026-12-13T09:00:00+08:00,2026-12-13T10:00:00+08:00,Asia/Shanghai|2026-12-14T09:00:00+08:00,2026-12-14T10:00:00+08:00,Asia/Shanghai|2026-12-15T09:00:00+08:00,2026-12-15T10:00:00+08:00,Asia/Shanghai|2026-12-24,2026-12-25,Asia/Shanghai|'
is 'the copy: a VTIMEZONE for each TZID, in front of the events' "$(grep -n 'BEGIN:VEVENT\|^TZID:' in-links.ics | cut -d: -f2- | tr -d '\r' | uniq -c | tr -s ' \n' ' ')" \
    ' 1 TZID:Asia/Shanghai 1 TZID:Europe/Berlin 8 BEGIN:VEVENT '
is 'ids are no numbers' "$(grep -c ',id:7490000000000000[0-9]*,' made.csv)" 8
hasnt 'and no formulas' "$(cat made.csv)" ',='
tool export --format csv -o held.csv
is 'export has the same columns' "$RC $(head -1 held.csv)" "0 $(head -1 made.csv)"
is 'and rows' "$(sort held.csv | cut -d, -f2-)" "$(sort made.csv | cut -d, -f2-)"
for f in made held; do
	cp $f.csv $f-back.csv
	import "$f.csv, imported again: nothing" 0 'unchanged=8 files_written=1' '' $f.csv
	hasnt "$f.csv: all its columns are known" "$(cat ../err)" 'mean nothing here'
	spreadsheet $f-back.csv
	import "$f.csv, back from a spreadsheet: nothing" 0 'unchanged=8 files_written=1' '' $f-back.csv
done
# The real one: into a workbook and out of it again.
if command -v soffice > /dev/null; then
	office() { soffice "-env:UserInstallation=file://$DIR/office" --headless --convert-to "$@" > "$DIR/office.out" 2>&1; }
	for kind in ods xlsx; do
		rm -rf office && mkdir office && cp made.csv "office/$kind.csv" && cd office || exit 1
		office "$kind" --infilter='CSV:44,34,76' "$kind.csv" && rm "$kind.csv"
		tool import "$kind.$kind"
		is "$kind: the workbook itself is named" "$RC $(grep -c 'save it as CSV' ../../err)" '3 1'
		office 'csv:Text - txt - csv (StarCalc):59,34,76' "$kind.$kind" && mv "$kind.csv" ..
		cd ..
		import "$kind and back by LibreOffice: nothing" 0 'unchanged=8 files_written=1' '' $kind.csv
	done
else
	echo 'skip - LibreOffice: not installed'
fi
sed -i 's/Truth/Truth, edited/; s/T11:00:00+01:00;/T10:30:00+01:00;/' made-back.csv
sed -i 's/;Truth, edited;/;"Truth, edited";/' made-back.csv
import 'what was edited there' 0 'updated=1 unchanged=7 files_written=1' 'token=1 update=1' made-back.csv
is 'eight are held' "$(held)" 8
# a series: its rows are for people
vevent weekly 20261208T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > s.ics
import 'a series' 0 'created=1 files_written=1' 'apply=1 token=1' s.ics --csv s.csv
is 'its next occurrence' "$(sed 1d s.csv | cut -d, -f2,3)" 'weekly,20261208T020000Z'
import 'its table is not booked again' 0 'files_written=1' '' s.csv
has 'and that is told' "$(cat ../err)" 's.csv:2: 1 row is left out: it is an occurrence of a series'
is 'nine are held' "$(held)" 9
# of a calendar that is synced
mkdir cal; vevent e 20261209T020000Z | vcal > cal/e.ics
printf '[calendar "team"]\npath = %s/cal\n' "$DIR/w" | config
sync 'a calendar' 0 'created=1 files_written=1' 'apply=1 token=1'
tool export --format csv -o team.csv team
tool --json import team.csv
is 'a table of it books nothing twice' "$RC $(calls) $(held)" "0  10"
