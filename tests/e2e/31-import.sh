#!/bin/bash
# SPDX-License-Identifier: MIT
# import: bulk bookings of .ics files, and what is left of them.
. "$(dirname "$0")/../lib.sh"
start_box

# --- the copy beside the input
{ vevent a 20261201T020000Z; vevent b 20261202T020000Z 'LOCATION:Room 1'
  vevent bad 20261399T020000Z; vevent far 20270301T020000Z; } | vcal > in.ics
cp in.ics was
tool --json import --dry-run in.ics
is 'dry run' "$RC $(totals) $(calls)" '1 created=3 failed=1 files_written=1 '
[ ! -e in-links.ics ] && [ ! -e "$DIR/state/state.db" ]; result $? 'dry run: nothing is written'
import 'a file' 1 'created=3 failed=1 files_written=1' 'apply=3 token=1' in.ics --rejects bad.ics --csv made.csv
same 'the file is left alone' in.ics was
is 'the copy has the links' "$(grep -c ^X-ICSRESERVE-ID in-links.ics)" 3
is 'beyond reach and rejected are counted' "$(out '[rejected, beyond_reach]')" '[1, 1]'
has 'beyond reach is said' "$(out '[p["message"] for p in problems if p["kind"] == "beyond-reach"]')" 'keep'
{ vevent bad 20261399T020000Z; } | vcal > want
same 'the rejects, byte for byte' bad.ics want
is 'csv: a row for each booking' "$("$PYTHON" -c 'import csv
for r in csv.DictReader(open("made.csv", encoding="utf-8-sig", newline="")):
    print(r["uid"], r["start"], r["state"], r["url"][:22], len(r["reserve_id"]))' | tr '\n' '|')" \
    'a 2026-12-01T02:00:00+00:00 live https://vc.feishu.cn/j 22|b 2026-12-02T02:00:00+00:00 live https://vc.feishu.cn/j 22|far 2027-03-01T02:00:00+00:00 live https://vc.feishu.cn/j 22|'
cp -p in-links.ics links
touch -r links stamp
import 'again: nothing' 1 'unchanged=3 failed=1' '' in.ics
same 'again: the copy is the same' in-links.ics links
# mended, and fed back
sed -i 's/20261399/20261203/' bad.ics
import 'the rejects, mended' 0 'created=1 files_written=1' 'apply=1 token=1' bad.ics --rejects none.ics
is 'no rejects: an empty file' "$(wc -c < none.ics)" 0
sed -i 's/20261399/20261203/' in.ics
import 'the input, mended as well: no second booking' 0 'unchanged=4 files_written=1' '' in.ics
is 'four are held' "$(held)" 4
edit in.ics 's/^DTSTART:20261201T02/DTSTART:20261201T05/'
import 'a change is an update' 0 'updated=1 unchanged=3 files_written=1' 'token=1 update=1' in.ics
# under another name
mv in.ics other.ics
import 'under another name: the same bookings' 0 'unchanged=4 files_written=1' '' other.ics
is 'still four' "$(held)" 4
cp other-links.ics keep-links
drop other.ics a
tool --json import other.ics
is 'what is absent is not deleted' "$RC $(calls) $(held)" '0  4'
has 'but told' "$(out '[p["kind"] for p in problems]')" no-longer-there
edit other.ics '/^UID:b\r/a STATUS:CANCELLED\r'
import 'cancelled is cancelled' 0 'deleted=1 unchanged=3 files_written=1' 'delete=1 token=1' other.ics
tool --json cancel --all
is 'cancel --all' "$RC $(held)" '0 0'

# --- places
rm -f ./*; vevent a 20261201T020000Z | vcal > a.ics; vevent b 20261201T020000Z | vcal > b.ics
cp a.ics ../a.was
import '-o' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics -o here.ics
grep -q ^X-ICSRESERVE-ID here.ics; result $? '-o: the copy is there'
mkdir out
import '-o FOLDER' 0 'created=1 unchanged=1 files_written=2' 'apply=1 token=1' a.ics b.ics -o out
is '-o FOLDER: by their names' "$(ls out | tr '\n' ' ')" 'a.ics b.ics '
import '--in-place' 0 'files_written=1' '' --in-place a.ics
grep -q ^X-ICSRESERVE-ID a.ics; result $? '--in-place: the links are in the file'
quiet '--in-place, then sync of it' a.ics
tool --json cancel --all
same '--in-place: cancel gives the bytes back' a.ics ../a.was
rm -rf out here.ics
tool import - < a.ics
is 'standard input to standard output' "$RC $(grep -c ^X-ICSRESERVE-ID ../out) $(grep -c '^sync\|^import' ../out)" '0 1 0'
has 'the summary is on stderr' "$(cat ../err)" 'import: 1 created'
tool import - < a.ics
is 'standard input again' "$RC $(calls) $(held)" '0  1'
tool import a.ics --csv -
is '--csv -' "$RC $(head -1 ../out | cut -c4-15)" '0 calendar,uid'
import 'a.ics' 0 'unchanged=1' '' a.ics
import 'several, one written by the other' 0 'created=1 unchanged=1 files_written=1' 'apply=1 token=1' a.ics b.ics a-links.ics
has 'which is left out' "$(cat ../err)" 'a-links.ics: the import of another'

# --- what can't be
rm -f ./*.ics; vevent a 20261201T020000Z | vcal > a.ics; cp a.ics b.ics; printf 'summary,start,end\nx,y,z\n' > x.csv
usage() { tool import "$@"; is "usage: $*" $RC 2; }
usage; usage a.ics b.ics -o one.ics; usage a.ics --in-place -o b.ics; usage - --in-place
usage a.ics --keep /x; usage a.ics b.ics --keep x; usage a.ics -o text; usage a.ics -o - --csv -
usage a.ics --rejects a.ics; usage a.ics --csv a.ics; usage a.ics b.ics -o .; usage x.csv --in-place
same 'nothing was written over' a.ics b.ics
tool --json import -o - a.ics; is 'usage: --json -o -' $RC 2
tool import nowhere.ics; is 'a file that is not there' $RC 3
tool import .; is 'a folder' $RC 2
tool import <(cat team/t.ics); has 'a pipe' "$RC $(cat ../err)" 'feed it to `icsreserve import -`'; is 'its status' $RC 3
printf 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n' > cut.ics
tool import cut.ics; is 'a file cut off' $RC 3
[ ! -e cut-links.ics ]; result $? 'a file cut off: no copy'
config <<END
[calendar "team"]
path = $DIR/w/a.ics
END
tool import a.ics
has 'a configured calendar' "$RC $(cat ../err)" "it is the calendar 'team'"
config < /dev/null

# --- kept
rm -f ./*; { vevent k 20261201T020000Z; vevent kfar 20270301T020000Z; } | vcal > in.ics
import '--keep' 0 'created=2 files_written=1' 'apply=2 token=1' in.ics --keep bulk
tool --json sync
is 'sync takes care of it' "$RC $(calls) $(totals)" '0  unchanged=2'
edit in.ics 's/^DTSTART:20261201T02/DTSTART:20261201T05/'
sync 'a change' 0 'updated=1 unchanged=1 files_written=1' 'token=1 update=1'
now 2026-12-18T00:00:00Z
sync 'and renews' 0 'renewed=1 skipped=1 files_written=1' 'token=1 update=1'
tool --json import other.ics --keep bulk; is '--keep: a file that is not there' $RC 3
vevent z 20261220T020000Z | vcal > z.ics
tool import z.ics --keep bulk; is '--keep: the name is taken' $RC 2
tool --json cancel --calendar bulk
is 'cancel ends it' $RC 0
tool sync; is 'and it is forgotten' "$RC $(grep -c 'there is no calendar' ../err)" '2 1'

# --- what fails now and is booked keeps its link in the copy
rm -f ./*; { vevent g1 20270101T020000Z; vevent g2 20270102T020000Z; vevent g3 20270103T020000Z; } | vcal > in.ics
import 'three' 0 'created=3 files_written=1' 'apply=3 token=1' in.ics
cp in-links.ics before
sed -i 's/20270102T020000Z/20271399T020000Z/; s/^SUMMARY:g3/&\r\nX-ICSRESERVE-PASSWORD:12/' in.ics
import 'two fail now' 1 'unchanged=3 failed=2 files_written=1' '' in.ics
is 'the copy has their links' "$(grep -c ^X-ICSRESERVE-ID in-links.ics) $(grep ^URL in-links.ics | sort)" "3 $(grep ^URL before | sort)"
import 'again' 1 'unchanged=3 failed=2' '' in.ics
cp before mended; sed -i 's/20271399T020000Z/20270102T020000Z/; /^X-ICSRESERVE-PASSWORD/d' in.ics
import 'mended' 0 'unchanged=3 files_written=1' '' in.ics
same 'the copy is as it was' in-links.ics before

# --- many: not every line is printed, unless asked for
rm -f ./*; for i in $(seq 150); do vevent "m$i" 20261225T020000Z; done | vcal > many.ics
tool import --dry-run many.ics; is 'a dry run shows all' "$(grep -c '^+ create' ../out)" 150
tool import many.ics
is 'a run shows so many' "$(grep -c '^+ create' ../out) $(grep -c '^link:' ../out)" '100 100'
is 'and how many more' "$(grep -c 'and 50 more; -v shows them all' ../out)" 2

# --- rejects fed back, and then the original: each is booked once
mkdir ../r; cd ../r || exit 1
now 2026-11-22T00:00:00Z
{ vevent ra 20261205T020000Z; vevent rb 20261206T020000Z; } | vcal > in.ics
before=$(held)
script 'apply +2 status=500'
sed -i 's/owner = ou_me/&\nretries = 0/' ../config.ini
import 'the answer to one is lost' 1 'created=1 unknown=1 files_written=1' 'apply=2 token=1' in.ics --rejects bad.ics
unscript
import 'the rejects' 0 'created=1 files_written=1' 'apply=1 token=1' bad.ics
import 'and the original: nothing is made twice' 0 'unchanged=2 files_written=1' '' in.ics
is 'two are held' "$(($(held) - before))" 2
[ ! -s bad.ics ] || cp bad.ics bad2.ics; import 'the rejects under a third name' 0 'unchanged=1 files_written=1' '' bad2.ics
: > bad.ics; import 'no rejects' 0 '' '' bad.ics
is 'and live once' "$(sql "SELECT count(*) FROM bookings WHERE uid IN ('ra', 'rb')")" 2
# --- on_unknown = hold holds it by any name
printf '[sync]\non_unknown = hold\n' >> ../config.ini
vevent rc 20261207T020000Z | vcal > u.ics
script 'apply +1 cut-after'
tool --json import u.ics --rejects ubad.ics
is 'lost' "$RC $(totals)" '1 unknown=1 files_written=1'
unscript
tool --json import ubad.ics
is 'held back under another name' "$(out 'totals["created"]') $(calls)" '0 '
is 'one row knows of it' "$(sql "SELECT count(*) FROM bookings WHERE uid = 'rc'")" 1
sed -i '/on_unknown/d' ../config.ini
# --- names
one k.ics rk 20261208T020000Z
import 'kept' 0 'created=1 files_written=1' 'apply=1 token=1' k.ics --keep one
tool import k.ics --keep two; has 'kept under a second name' "$RC $(cat ../err)" "2 icsreserve: error: --keep: $DIR/r/k.ics is kept as 'one' already"
tool import k.ics --keep ''; is 'an empty name' $RC 2
cp k.ics k.was; tool import k.ics --in-place
is '--in-place is obeyed' "$RC $(grep -c ^X-ICSRESERVE-ID k.ics)" '0 1'
tool cancel --calendar one
# --- a file of a configured folder
mkdir team; one team/t.ics rt 20261209T020000Z
printf '[calendar "team"]\npath = %s/r/team\n' "$DIR" >> ../config.ini
tool --json sync team
tool import team/t.ics; has 'a file of a configured folder' "$RC $(cat ../err)" "it is the calendar 'team'; sync takes care of it"
is 'no copy joins it' "$(ls team)" t.ics
printf 'summary,start,end\nx,2026-12-09 9:00,10:00\n' > team/x.csv
tool import team/x.csv; has 'nor that of a table beside it' "$RC $(cat ../err)" "2 icsreserve: error: $DIR/r/team/x-links.ics: that is a file of the calendar 'team'"
# --- nothing is written over
for out in "--csv $DIR/state/state.db" "--rejects team/t.ics" '--csv y --rejects y' '--csv z-links.ics' \
    '-o o.ics --rejects o.ics' '-o team/t.ics' '--csv team' '--rejects team/new.ics'; do
	one z.ics rz 20261210T020000Z; before=$(snap; sql 'SELECT * FROM bookings')
	tool import z.ics $out
	is "refused: $out" "$RC $(calls)" '2 '
	is "nothing is touched: $out" "$(snap; sql 'SELECT * FROM bookings')" "$before"
done
tool export -o team/t.ics; is 'export: the same' $RC 2
tool export -o "$DIR/state/state.db"; is 'export: nor the state' $RC 2
tool export -o x.pdf; has 'export: no such ending' "$RC $(cat ../err)" '2 icsreserve: error: x.pdf: no format has this ending'
# --- standard output is for one thing
tool --json import - < z.ics; is '--json and a copy on stdout' "$RC $(out exit)" '2 2'
tool import - --dry-run < z.ics; has 'the plan of a dry run' "$(cat ../out)" '+ create'
# --- the guard can be told
for i in $(seq 10); do vevent "g$i" 20261211T020000Z; done | vcal > g.ics
tool import g.ics
for i in $(seq 10); do
	if [ "$i" -le 5 ]; then vevent "g$i" 20261211T020000Z STATUS:CANCELLED; else vevent "g$i" 20261211T020000Z; fi
done | vcal > g.ics
tool --json import g.ics; is 'the guard' "$RC" 4
tool --json import g.ics --force; is '--force' "$RC $(out 'totals["deleted"]')" '0 5'
if [ -e /dev/full ]; then
	{ vevent full1 20261212T020000Z; vevent full2 20261399T020000Z; } | vcal > full.ics
	"$TOOL" -c "$DIR/config.ini" --state "$DIR/state/state.db" import full.ics -o - --rejects full-bad.ics > /dev/full 2> ../err
	is 'a full standard output: the rejects are there' "$? $(grep -c ^UID full-bad.ics)" '1 1'
fi
# --- what is left out says why
vevent inv 20261213T020000Z | vcal | sed 's/^VERSION/METHOD:REQUEST\r\nVERSION/' > inv.ics
tool import inv.ics; has 'an invitation' "$RC $(said)" 'inv.ics:5: UID inv: skipped: METHOD makes this a scheduling message'
one gone.ics gone 'garbage' STATUS:CANCELLED
tool import gone.ics; has 'a bad date in an event that rules leave out' "$RC $(said)" 'UID gone: skipped: STATUS is CANCELLED'
one none.ics none 20261213T020000Z 'RRULE:FREQ=DAILY;COUNT=2' 'EXDATE:20261213T020000Z,20261214T020000Z'
printf '[sync]\nrecurrence = occurrences\n' | config
tool import none.ics; has 'a series without an occurrence' "$RC $(said)" 'UID none: skipped: no occurrence is left'
one us.ics us 20261213T020000Z STATUS:CANCELED
tool import us.ics; has 'American spelling' "$RC $(said)" 'UID us: skipped: STATUS is CANCELLED'
one us.ics us 20261213T020000Z
import 'booked' 0 'created=1 files_written=1' 'apply=1 token=1' us.ics
one us.ics us 20261213T020000Z STATUS:CANCELED
import 'and called off in America' 0 'deleted=1 files_written=1' 'delete=1 token=1' us.ics
has 'is told' "$(cat ../err)" "CANCELED is read as RFC 5545's CANCELLED"

# --- what came on standard input has no file: the input of later runs is theirs
tool cancel --all
config < /dev/null
one in.ics in 20261214T020000Z 'RRULE:FREQ=DAILY;COUNT=2'
tool import - < in.ics
cp ../out links.ics
one other.ics other 20261214T020000Z
cp links.ics was; cp other.ics was.other
held=$(held)
for in in /dev/null other.ics links.ics; do
	tool --json verify --repair < $in
	is "verify --repair < $in: all is well" "$RC $(calls) $(said | grep -c /dev/stdin)" '0 get=1 token=1 0'
	tool --json export --format json -o e.json < $in
	is "export < $in: what the state knows" "$RC $(json e.json '[m["calendar"] for m in o["meetings"]]')" '0 ["stdin"]'
	tool --json attendance --record < $in
	is "attendance < $in" "$RC $(said | grep -c 'not a regular')" '0 0'
done
update in '{"meeting_settings":{"topic":"other"}}'
tool --json verify --repair --dry-run < other.ics
is 'a difference: the dry run says it' "$RC $(totals) $(out '[p["kind"] for p in problems]')" '1  ["not-mended"]'
tool --json verify --repair < other.ics
is 'a difference: it is recorded alone' "$RC $(totals) $(held) $(out '[p["kind"] for p in problems]')" "1  $held [\"not-mended\"]"
has 'which is said' "$(cat ../err)" 'it came on standard input and has no file'
tool import - < in.ics
is 'imported again: it is mended' "$RC $(calls)" '0 token=1 update=1'
tool --json cancel in < links.ics
is 'cancel UID: no file' "$RC $(totals) $(calls)" '0 deleted=1 delete=1 token=1'
same 'cancel UID: nor is the input one' links.ics was
tool import - < in.ics
cp ../out links.ics; cp links.ics was
tool --json cancel --calendar /dev/stdin < links.ics
is 'cancel --calendar: no file' "$RC $(totals)" '0 deleted=1'
tool import - < in.ics
cp ../out links.ics; cp links.ics was
tool --json cancel --all < links.ics
is 'cancel --all: no file' "$RC $(totals)" '0 deleted=1'
same 'cancel --all: nor is the input one' links.ics was
same 'the other is as it was' other.ics was.other
