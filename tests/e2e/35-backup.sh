#!/bin/bash
# SPDX-License-Identifier: MIT
# backup and restore: a round trip, also under load, and what is refused.
. "$(dirname "$0")/../lib.sh"
# Long enough for several copies, however slow these are.
start_box --latency 60
sed -i 's/^owner/rate_per_second = 1000\nrate_per_minute = 60000\nowner/' ../config.ini
CHECK='import sqlite3,sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
live = db.execute("SELECT reserve_id FROM bookings WHERE state = \"live\"").fetchall()
made = db.execute("SELECT reserve_id FROM operations WHERE verb = \"apply\" AND outcome = \"ok\"").fetchall()
assert set(live) <= set(made), "a live one whose answer is not in the journal"
print(len(live))'
check() { "$PYTHON" -c "$CHECK" "$1"; }
# --- while a run goes on
for i in $(seq 400); do vevent "e$i" 20261201T020000Z; done | vcal > big.ics
tool --json sync big.ics > /dev/null &
RUN=$!
n=0 grew=0 last=0 bad=''
while kill -0 $RUN 2> /dev/null; do
	[ -e "$DIR/state/state.db" ] || continue
	"$TOOL" --state "$DIR/state/state.db" backup "$DIR/copy.$n" > /dev/null 2> "$DIR/berr" ||
		bad="$bad $(cat "$DIR/berr")"
	if [ -e "$DIR/copy.$n" ]; then
		live=$(check "$DIR/copy.$n" 2>&1) || bad="$bad copy $n: $live"
		[ "$live" = "$last" ] || grew=$((grew + 1))
		last=$live
	fi
	n=$((n + 1))
done
wait $RUN
[ $n -gt 2 ]; result $? "copies were made while the run went on" "$n"
[ $grew -gt 1 ]; result $? 'at different moments of it' "$grew"
is 'each of them is whole' "$bad" ''
is 'the run was not disturbed' "$(held) $(sql "SELECT count(*) FROM bookings WHERE state = 'live'")" '400 400'
# --- the round trip
tool backup ../full.db
is 'backup' "$RC $(stat -c %a ../full.db) $(check ../full.db)" '0 600 400'
is 'backup: what it did' "$(cat ../out)" 'backup: 400 bookings, 400 of them live, written to ../full.db'
cp big.ics linked
tool --json sync big.ics
edit big.ics 's/^SUMMARY:e7\r/SUMMARY:seven\r/'
tool --json sync big.ics
is 'a change after it' "$(totals)" 'updated=1 unchanged=399'
tool restore ../full.db
is 'restore' $RC 0
is 'restore: what it did' "$(cat ../out)" \
    "restore: 400 bookings, 400 of them live, put back from ../full.db; what was there is kept as $DIR/state/state.db.before-restore"
is 'what was there is kept' "$(check "$DIR/state/state.db.before-restore")" 400
is 'the state is that of the copy' "$(sql "SELECT topic FROM bookings WHERE uid = 'e7'")" e7
is 'and 0600' "$(stat -c %a "$DIR/state/state.db")" 600
tool --json sync big.ics
is 'a sync asks first and goes on from there: nothing is to be done' "$RC $(calls) $(totals)" '0 get=400 token=1 unchanged=400'
is 'the server still has each of them' "$(held)" 400
# a copy from the middle: what was booked later is not in it
cp big.ics ../now.ics
early=$(find "$DIR" -name 'copy.*' ! -name '*-*' -printf '%s %p\n' | sort -n | head -1 | cut -d' ' -f2)
had=$(check "$early")
tool restore "$early"
tool --json sync --dry-run big.ics
is 'an early copy: what it lacks is planned anew, nothing is deleted' "$RC $(out totals.get\(\"deleted\"\))" '0 0'
[ "$had" -lt 400 ]; result $? 'an early copy lacks some' "$had"
tool restore ../full.db
# --- what is refused, and changes nothing
before=$(sha256sum < "$DIR/state/state.db")
echo nonsense > ../bad.db; tool restore ../bad.db; is 'no database' $RC 7
cp ../full.db ../bad.db; head -c 16384 /dev/urandom | dd of=../bad.db bs=4096 seek=3 conv=notrunc 2> /dev/null
tool restore ../bad.db; is 'a damaged one' $RC 7
"$PYTHON" -c 'import sqlite3; sqlite3.connect("../other.db").execute("CREATE TABLE t (a)")'
tool restore ../other.db; is 'a database of another program' $RC 7
cp ../full.db ../newer.db; "$PYTHON" -c 'import sqlite3; sqlite3.connect("../newer.db").execute("PRAGMA user_version = 99")'
tool restore ../newer.db; is 'one of a newer version' $RC 7
tool restore ../none.db; is 'a file that is not there' $RC 2
tool backup; is 'backup where?' $RC 2
tool backup -; is 'a backup goes into a file' "$RC $(ls -- - 2> /dev/null)" '2 '
tool backup ../no/such/folder; is 'a folder that is not there' $RC 1
# a good copy is not lost for nothing
cp ../full.db ../good.db
RC=0; "$TOOL" --state "$DIR/none.db" backup ../good.db 2> ../err || RC=$?
is 'backup without a state' "$RC $(cmp ../good.db ../full.db && echo same)" '2 same'
has 'it says so' "$(cat ../err)" 'there is no state'
cp ../config.ini ../kept.ini; tool backup ../config.ini
is 'onto a file that is no copy' "$RC $(cmp ../config.ini ../kept.ini && echo same)" '2 same'
tool backup "$DIR/state/state.db"; is 'onto the state itself' "$RC" 2
tool backup ../good.db; is 'onto a copy of before' "$RC" 0
tool backup --help
has 'which the help says' "$(said)" 'An earlier copy of that name is replaced'
is 'the state is as before' "$(sha256sum < "$DIR/state/state.db")" "$before"
for own in "" -wal -shm -journal .lock; do
	cp -r "$DIR/state" "$DIR/state.was"
	tool backup "$DIR/state/state.db$own"; is "onto a file of the state: $own" "$RC" 2
	rm -rf "$DIR/state.was"
done
mkfifo ../pipe; tool backup ../pipe; is 'onto what is no plain file' "$RC $([ -p ../pipe ] && echo pipe)" '2 pipe'
echo mine > ../good.db.new; tool backup ../good.db
is "a neighbour's name is not taken" "$RC $(cat ../good.db.new)" '0 mine'
mkdir ../far; ln -s far/link.db ../link.db; : > ../far/link.db; tool backup ../link.db
is 'a link stays one' "$RC $(readlink ../link.db) $(check ../far/link.db)" '0 far/link.db 400'
# a state that is damaged where a copy shows it: the good copy stays
cp -r "$DIR/state" "$DIR/state.was"; cp ../good.db ../kept.db
"$PYTHON" - "$DIR/state/state.db" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
size, = db.execute('PRAGMA page_size').fetchone()
root, = db.execute("SELECT rootpage FROM sqlite_schema WHERE type = 'index' "
    "AND tbl_name = 'bookings' LIMIT 1").fetchone()
db.close()
with open(sys.argv[1], 'r+b') as f:
    f.seek((root - 1) * size + size - 64)
    f.write(b'\x05' * 64)
END
tool backup ../good.db
is 'a damaged state is not copied' "$RC $(cmp ../good.db ../kept.db && echo same)" '7 same'
rm -rf "$DIR/state"; mv "$DIR/state.was" "$DIR/state"
# --- what goes wrong on the way loses nothing
few() { check "$DIR/state/state.db"; }
tool restore ../full.db
mkdir none; "$TOOL" -c ../config.ini --state ../empty.db -q sync none
tool restore ../empty.db; is 'a copy with nothing in it' "$RC $(cat ../err)" '0 '
good=$(sed 's/.*is kept as //' ../out)
is 'the wrong copy was put back' "$(few) $(check "$good")" '0 400'
n=$(ICSRESERVE_STEP=count "$TOOL" --state "$DIR/scratch.db" restore ../full.db 2>&1 | sed -n 's/^step \([0-9]*\) state-restore$/\1/p')
ICSRESERVE_STEP=fail:$n tool restore "$good"
is 'undoing it fails: what is to be undone to stays' "$RC $(few) $(check "$good")" '1 0 400'
ICSRESERVE_STEP=kill:$n tool restore "$good"
is 'it is killed: the same' "$(few) $(check "$good")" '0 400'
tool restore ../empty.db
is 'the wrong one again: the good one stays' "$(few) $(check "$good")" '0 400'
tool restore "$good"
is 'then it is undone' "$RC $(few) $(check "$good") $(check "$(sed 's/.*is kept as //' ../out)")" '0 400 400 0'
is 'each has a name of its own' "$(sed 's/.*is kept as //' ../out)" "$DIR/state/state.db.before-restore-7"
is 'nothing is left lying about' "$(find "$DIR/state" -name '*icsreserve-new*')" ''
# --- a state by two names is one, and one that is not mounted is not made anew
mkdir ../vol ../names
ln -s "$DIR/vol/s.db" ../names/s.db
one vol.ics vol 20261203T020000Z
"$TOOL" -c ../config.ini --state ../names/s.db -q sync vol.ics
is 'one behind a link that leads nowhere: refused' "$? $(find ../vol -type f)" '7 '
"$TOOL" -c ../config.ini --state ../names/s.db -q status 2> ../err; is 'status: refused too' $? 7
"$TOOL" -c ../config.ini --state ../names/s.db -q restore ../full.db 2> ../err
is 'restore: refused, and the link stays' "$? $(readlink ../names/s.db)" "7 $DIR/vol/s.db"
"$TOOL" -c ../config.ini --state ../vol/s.db -q sync vol.ics; is 'by its own name' $? 0
for i in $(seq 60); do vevent "v$i" 20261203T020000Z; done | vcal > vol.ics
"$TOOL" -c ../config.ini --state ../vol/s.db -q sync vol.ics & RUN=$!
until ls ../vol/s.db-wal > /dev/null 2>&1; do sleep 0.01; done
"$TOOL" -c ../config.ini --state ../names/s.db -q sync vol.ics 2> ../err
is 'by the other name: the same lock' $? 8
wait $RUN
# --- of an older version: a copy is kept before it is migrated
first_state
cp "$DIR/state/state.db" ../old.db
tool status; is 'status migrates nothing' "$(sql 'PRAGMA user_version')" 1
tool --json sync big.ics
is 'sync migrates' "$RC $(sql 'PRAGMA user_version')" "0 $(ls "$SQL"/0*.sql | wc -l)"
is 'a copy is kept before each migration' "$(find "$DIR/state" -name 'state.db.before-v*' | wc -l)" "$(($(ls "$SQL"/0*.sql | wc -l) - 1))"
is 'the copy before the first' "$("$PYTHON" -c 'import sqlite3,sys
print(sqlite3.connect(sys.argv[1]).execute("PRAGMA user_version").fetchone()[0])' "$DIR/state/state.db.before-v2")" 1
tool restore ../old.db; is 'an old copy is migrated when it is restored' "$RC" 0
tool --json sync big.ics; is 'and goes on' "$RC $(out totals.get\(\"created\"\))" '0 0'
# --- in place of a damaged one with a -wal and a journal: all are kept, whatever happens
stop_box; start_box --latency 100
S=$DIR/state/state.db
for i in $(seq 60); do vevent "d$i" 20261204T020000Z; done | vcal > d.ics
"$TOOL" -c ../config.ini --state "$S" -q sync d.ics & RUN=$!
until [ -s "$S-wal" ]; do kill -0 $RUN || break; sleep 0.005; done
kill -9 $RUN; wait $RUN 2> /dev/null
[ -s "$S-wal" ]; result $? 'a killed run leaves a -wal'
printf garbage | dd of="$S" bs=1 conv=notrunc 2> /dev/null
echo played back by SQLite > "$S-journal"
damaged() { cat "$S$1" "$S$1-wal" "$S$1-journal" | sha256sum; }
before=$(damaged '')
ICSRESERVE_STEP=fail:$n tool restore ../full.db
is 'a restore that fails leaves all' "$RC $(damaged '')" "1 $before"
ICSRESERVE_STEP=kill:$n tool restore ../full.db
tool restore ../full.db
last=$(sed 's/.*is kept as //' ../out)
is 'one after a killed one has kept all' "$RC $(few) $(damaged "${last#"$S"}")" "0 400 $before"
is 'and nothing else' "$(find "$DIR/state" -name '*icsreserve-new*')" ''
is 'and nothing of it beside the new one' "$(ls "$S-wal" "$S-journal" 2> /dev/null)" ''
# --- what stands beside a copy
# planted FILE TO: beside TO the -wal of a change of FILE
planted() {
	"$PYTHON" - "$1" "$2" <<'END'
import os, shutil, sqlite3, sys
shutil.copy(sys.argv[1], "../changed.db")
c = sqlite3.connect("../changed.db")
c.execute("PRAGMA journal_mode = wal")
shutil.copy("../changed.db", "../before.db")
c.execute("PRAGMA wal_autocheckpoint = 0")
c.execute("UPDATE bookings SET topic = 'planted'")
c.commit()
shutil.copy("../changed.db-wal", sys.argv[2] + "-wal")
END
}
topics() { sql "SELECT count(*) FROM bookings WHERE topic = 'planted'"; }
rm -f ../full.db*; tool backup ../full.db; planted ../full.db ../full.db
tool restore ../full.db; is "a copy of backup has no -wal: what stands there is not read" "$RC $(topics)" '0 0'
mkdir ../cp; cp ../before.db ../cp/s.db; mv ../full.db-wal ../cp/s.db-wal
tool restore ../cp/s.db; is 'a state that was copied with its -wal' "$RC $(topics)" '0 400'
tool restore ../full.db
rm ../cp/s.db-wal; mkfifo ../cp/s.db-wal
timeout 20 "$TOOL" --state "$S" restore ../cp/s.db 2> ../err; is 'a named pipe beside a copy: refused' "$? $(grep -c 's.db-wal: it is no plain file' ../err)" '2 1'
rm ../cp/s.db-wal; touch ../full.db-wal ../full.db-shm ../full.db-journal; tool backup ../full.db
is 'backup: what stands beside an earlier copy goes with it' "$RC $(cd ..; ls full.db*)" '0 full.db'
chmod 666 ../full.db; tool restore ../full.db; is 'a copy that everybody may write' "$RC $(grep -c 'chmod go-w ../full.db' ../err)" '2 1'
chmod 600 ../full.db; tool restore ../full.db; is 'the remedy' "$RC" 0
if [ "$(id -u)" = 0 ]; then
	chown 12345 ../full.db; tool restore ../full.db; is "another user's copy" "$RC $(grep -c 'belongs to user 12345' ../err)" '2 1'
	chown 0 ../full.db; mkdir ../sticky; chmod 1777 ../sticky
	for end in -wal -journal; do
		tool backup ../sticky/copy.db; before=$(sha256sum < ../sticky/copy.db)
		touch ../sticky/copy.db$end; chown 12345 ../sticky/copy.db$end
		tool backup ../sticky/copy.db
		is "another user's copy.db$end: backup" "$RC $(grep -c 'user 12345 has put this file' ../err) $(sha256sum < ../sticky/copy.db)" "2 1 $before"
		[ $end = -journal ] || { tool restore ../sticky/copy.db; is "another user's copy.db$end: restore" "$RC $(topics)" '2 0'; }
		rm ../sticky/*
	done
else
	echo "skip - copies of others: only root can make them"
fi
