#!/bin/bash
# SPDX-License-Identifier: MIT
# Where files can't be written: that is seen before anything is booked.
. "$(dirname "$0")/../lib.sh"
start_box
printf '[sync]\ntimezone = Asia/Shanghai\n' | config
printf 'summary,start,end\na,2026-12-03 09:00,10:00\nb,2026-12-03 10:00,11:00\n' > t.csv
one one.ics one 20261203T020000Z
: > file

# refused NAME TARGET ARGUMENT...: before any call, by its own name
refused() {
	local name=$1 target=$2
	shift 2
	tool "$@"
	is "$name: refused" "$RC $(calls)" '1 '
	has "$name: names the target and what to do" "$(cat ../err)" "icsreserve: error: $target: it can't be written: "
	has "$name: and what to do" "$(cat ../err)" 'choose another place'
	hasnt "$name: no temporary file" "$(cat ../err)" .icsreserve-
}
for n in '' -n; do
	# shellcheck disable=SC2086
	{
	refused "-o $n" file/x.ics import $n t.csv -o file/x.ics
	refused "--csv $n" file/x.csv import $n t.csv --csv file/x.csv
	refused "--rejects $n" no/x.ics import $n one.ics --rejects no/x.ics
	}
done
refused 'export' file/x.html export -o file/x.html
has 'a folder that is missing' "$(tool export -o no/x.csv; cat ../err)" 'make its folder, or choose another place'
tool import one.ics -o new/folder/one.ics
is 'folders of a copy are made' "$RC $(ls new/folder)" '0 one.ics'
tool backup file/x.db
is 'a backup names its target' "$RC $(cat ../err)" "1 icsreserve: error: file/x.db: it can't be written: Not a directory; choose another place"

# --- beside the table, and by `output` ----------------------------------------------------
mkdir t-links.ics
cp t.csv good.csv
sed -i 's/a,/c,/; s/b,/d,/' good.csv
import 'one of two files, planned' 1 'created=2 failed=2 files_written=1' '' -n t.csv good.csv
import 'one of two files' 1 'created=2 failed=2 files_written=1' 'apply=2 token=1' t.csv good.csv --rejects bad.csv
same 'what is not booked is in the rejects' bad.csv t.csv
has 'each is named' "$(cat ../err)" "t.csv:3: UID "
has 'with the reason' "$(cat ../err)" "w/t-links.ics: it can't be written: Is a directory"
is 'three are held' "$(held)" 3
rmdir t-links.ics
import 'mended' 0 'created=2 unchanged=2 files_written=1' 'apply=2 token=1' t.csv good.csv
printf '[calendar "o"]\npath = %s/s.ics\noutput = %s/out\n' "$DIR/w" "$DIR/w" | config
one s.ics s 20261204T020000Z
: > out
for n in -n ''; do
	# shellcheck disable=SC2086
	sync "output $n" 1 'failed=1' '' $n
done
rm out
sync 'output, mended' 0 'created=1 files_written=1' 'apply=1 token=1'
rm -r out; : > out
for n in -n ''; do
	# shellcheck disable=SC2086
	sync "the copy of what is booked $n" 1 'unchanged=1 failed=1' '' $n
	touch s.ics
	has "the copy of what is booked $n: named" "$(cat ../err)" "s.ics: $DIR/w/out/s.ics: it can't be written: Not a directory"
done
