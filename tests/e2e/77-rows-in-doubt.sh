#!/bin/bash
# SPDX-License-Identifier: MIT
# A row or VEVENT that names no event any more, and what then is absent.
. "$(dirname "$0")/../lib.sh"
start_box
printf '[sync]\ntimezone = Asia/Shanghai\n' | config

CUT='the table seems to be cut off within its last row, which has no line end'

# kept NAME FILE HEADER ROW...: a table of a calendar, imported and kept
kept() {
	local name=$1 file=$2
	shift 2
	printf '%s\n' "$@" > "$file"
	tool --json import "$file" --keep "$name"
	is "$name: booked" "$RC $(totals)" "0 created=$(($# - 1)) files_written=1"
	cp "$file" was
}
# spoiled NAME STATUS TOTALS FILE [REASON]: sync deletes nothing, and goes on as before
# when the table has its bytes back
spoiled() {
	local links
	links=$(sql 'SELECT url FROM bookings ORDER BY id')
	sync "$1" "$2" "$3" ''
	has "$1: told" "$(cat ../err)" "${5-a row of the table failed and may be any of these events; correct the row}"
	cp was "$4"
	tool --json sync
	is "$1: mended" "$RC $(calls)" '0 '
	is "$1: the same links" "$(sql 'SELECT url FROM bookings ORDER BY id')" "$links"
}
ended() { tool --json cancel --all; rm -f ./*.csv ./*.ics; }

# --- without a uid ------------------------------------------------------------------
rows=()
for i in 1 2 3 4; do rows+=("row$i,2026-12-03 09:0$i,10:00"); done
kept rooms t.csv summary,start,end "${rows[@]}"
sed -i '3s/2026-12-03/2026-12-33/' t.csv
spoiled 'a date' 3 'unchanged=4 failed=1 files_written=1' t.csv
sed -i '3s/row2//' t.csv
spoiled 'no title' 3 'unchanged=4 failed=1 files_written=1' t.csv
sed -i '3s/^row2,/row2,,/' t.csv
spoiled 'a comma too many' 3 'unchanged=4 failed=1 files_written=1' t.csv
sed -i '3s/^row2/ro"w2/' t.csv
spoiled 'a quotation mark' 3 'unchanged=4 failed=1 files_written=1' t.csv
"$PYTHON" - <<'END'
rows = open('t.csv').read()
open('t.csv', 'w').write(rows.replace('row2,2026-12-03', 'row2,2026-\n12-03'))
END
spoiled 'a row in two' 3 'unchanged=4 failed=2 files_written=1' t.csv
head -c 86 was > t.csv
spoiled 'cut off in a date' 3 'unchanged=4 failed=1 files_written=1' t.csv "$CUT"
sed -i '3s/2026-12-03/2026-12-33/; 4s/row3/new/' t.csv
sync 'good rows go on' 3 'created=1 unchanged=4 failed=1 files_written=1' 'apply=1 token=1'
is 'both that are absent are held' "$(held)" 5
printf 'PK\3\4 xl/workbook.xml' > t.csv
tool --json sync
is 'a workbook' "$RC $(calls)" '3 '
cp was t.csv
sed -i 4d t.csv
sync 'what is gone goes' 0 'deleted=2 unchanged=3 files_written=1' 'delete=2 token=1'
ended

# --- what the zone is belongs to the event too ------------------------------------------
kept zones z.csv summary,start,end,timezone 'a,2026-12-03 09:00,10:00,Europe/Berlin' \
    'b,2026-12-03 09:00,10:00,Asia/Tokyo'
sed -i '2s/Berlin/Berlim/' z.csv
spoiled 'a zone' 3 'unchanged=2 failed=1 files_written=1' z.csv
ended

# --- with a uid -----------------------------------------------------------------------
kept u u.csv summary,start,end,uid 'a,2026-12-03 09:00,10:00,A' \
    'b,2026-12-03 09:00,10:00,B' 'c,2026-12-03 09:00,10:00,C'
sed -i '3s/^b,/b,,/' u.csv
spoiled 'with a uid, a comma' 3 'unchanged=3 failed=1 files_written=1' u.csv
sed -i '3s/^b,/b",/' u.csv
spoiled 'with a uid, a quotation mark' 3 'unchanged=3 failed=1 files_written=1' u.csv
sed -i '3s/,B$/,A/' u.csv
spoiled 'the uid of another' 3 'unchanged=3 failed=2 files_written=1' u.csv
head -c 60 was > u.csv
spoiled 'with a uid, cut off' 3 'unchanged=3 failed=1 files_written=1' u.csv "$CUT"
sed -i '3s/2026-12-03/x/; 4d' u.csv
sync 'a uid that is known says which it is' 1 'deleted=1 unchanged=2 failed=1 files_written=1' 'delete=1 token=1'
ended
kept first f.csv uid,summary,start,end,location 'A,a,2026-12-03 09:00,10:00,here' \
    'B,b,2026-12-03 09:00,10:00,there' 'C,c,2026-12-03 09:00,10:00,here'
head -c 82 was > f.csv
spoiled 'cut off behind a uid that is known' 3 'unchanged=3 failed=1 files_written=1' f.csv "$CUT"
head -c 89 was > f.csv
is 'it ends in a row that can be read' "$(tail -1 f.csv)" 'B,b,2026-12-03 09:00,10:00'
spoiled 'cut off in a row that can be read' 3 'unchanged=3 files_written=1' f.csv "$CUT"
printf '%s' "$(sed 2d was)" > f.csv
sync 'a whole last row needs no line end' 0 'deleted=1 unchanged=2 files_written=1' 'delete=1 token=1'
ended

# --- what falls due meanwhile is renewed --------------------------------------------------
kept far far.csv summary,start,end 'near,2026-12-03 09:00,10:00' 'far,2027-01-28 09:00,10:00'
now 2026-12-20T00:00:00Z
sed -i 's/2027-01-28/2027-01-32/' far.csv
sync 'one in doubt is kept alive' 3 'renewed=1 skipped=1 failed=1 files_written=1' 'token=1 update=1'
ended
now 2026-11-22T00:00:00Z

# --- a VEVENT without its UID ---------------------------------------------------------------
mkdir v
printf '[calendar "v"]\npath = %s/v\n' "$PWD" | config
for i in 1 2 3; do one v/$i.ics "a$i" 20261203T020000Z; done
sync 'three events' 0 'created=3 files_written=3' 'apply=3 token=1'
cp v/1.ics was.ics
edit v/1.ics /^UID/d
sync 'its id is there' 1 'unchanged=3 failed=1' ''
sync 'and still' 1 'unchanged=3 failed=1' ''
edit v/1.ics '/^X-ICSRESERVE-ID/d'
sync 'its links are' 1 'unchanged=3 failed=1' ''
cp was.ics v/1.ics
quiet 'its UID is back'
edit v/1.ics '/^UID/d; /^X-ICSRESERVE-ID/d; /^CONFERENCE/,/^LOCATION/d'
sync 'nothing of it is' 1 'deleted=1 unchanged=2 failed=1' 'delete=1 token=1'
