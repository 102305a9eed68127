#!/bin/bash
# SPDX-License-Identifier: MIT
# All nine, each with exactly one JSON object on stdout.
. "$(dirname "$0")/../lib.sh"
start_box
# ends NAME STATUS [ARGUMENT]...
ends() {
	local name=$1 status=$2
	shift 2
	tool "$@" --json
	is "$status: $name" "$RC" "$status"
	is "$status: $name: one object, and it says so" "$(json ../out exit)" "$status"
	is "$status: $name: one line" "$(wc -l < ../out)" 1
}
one a.ics a 20261201T020000Z
ends 'done' 0 sync a.ics
ends 'status' 0 status
ends 'cancel a calendar that is not there' 2 cancel --calendar x
{ vevent b 20261201T020000Z; vevent c nonsense; } | vcal > b.ics
ends 'an event that can not be read' 1 sync b.ics
is 'the other went through' "$(json ../out 'totals["created"]')" 1
script 'apply +1 status=400 code=121003'
one bad.ics bad 20261202T020000Z
ends 'the server refuses one' 1 sync bad.ics
is 'with what it said' "$(json ../out 'actions[0]["error"]["http"], actions[0]["error"]["code"]')" '[400, 121003]'
has 'and its log id' "$(json ../out 'actions[0]["error"]["log_id"]')" ''
script 'apply +1 cut-after'
ends 'an outcome that is not known' 1 sync bad.ics
is 'it is told as that' "$(json ../out 'totals["unknown"]')" 1
ends 'no command' 2
ends 'no such command' 2 nonsense
ends 'no such option' 2 sync --nonsense
ends 'no calendar' 2 sync
ends 'cancel what is not there' 2 cancel nobody
ends 'cancel without a word' 2 cancel
printf '[nonsense]\nx = y\n' > bad.ini
ends 'a configuration that is wrong' 2 -c bad.ini sync a.ics
has 'names file and line' "$(cat ../err)" 'bad.ini:1'
ends 'a configuration that is missing' 2 -c none.ini sync a.ics
ends 'a path that is missing' 3 sync none.ics
printf 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n' > torn.ics
ends 'a file cut off' 3 sync torn.ics
for i in 1 2 3 4 5 6 7 8; do vevent "e$i" "2026120${i}T020000Z"; done | vcal > g.ics
ends 'many' 0 sync g.ics
drop g.ics e1 e2 e3
ends 'the guard' 4 sync g.ics
# The highest holds.
ends 'the guard and an event' 4 sync g.ics b.ics
cp g.ics ../keep; echo > g.ics
ends 'a file in doubt and an event' 3 sync g.ics b.ics
cp ../keep g.ics
one five.ics five 20261202T020000Z
sed -i 's/sandbox-secret/wrong-secret/' "$DIR/config.ini"
ends 'credentials' 5 sync five.ics
sed -i 's/wrong-secret/sandbox-secret/' "$DIR/config.ini"
script 'apply +1 status=400 code=99991672'
ends 'permission' 5 sync five.ics
script 'apply +1 quota'
ends 'quota' 6 sync five.ics
ICSRESERVE_BASE_URL=http://127.0.0.1:1 ends 'nobody there' 6 sync five.ics
sed -i 's/owner = ou_me/&\nretries = 1/' "$DIR/config.ini"
ends 'then it goes on' 0 sync five.ics
# The lock.
hold_lock
ends 'the lock is held' 8 sync a.ics
ends 'cancel waits for nobody' 8 cancel --all
ends 'status needs none' 0 status
has 'and says that it is held' "$(cat ../err)" "another run is at work (process $HOLDER since"
has 'says who and since when' "$(tool sync a.ics; cat ../err)" 'since Sun 2026-11-22 '
( "$TOOL" -c "$DIR/config.ini" --state "$DIR/state/state.db" \
    sync --wait 30 a.ics > ../waited 2>&1; echo $? > ../waited.rc ) &
waiter=$!
kill -0 $waiter; is '--wait waits' $? 0
let_go_of_lock
wait $waiter
is '--wait goes on then' "$(cat ../waited.rc)" 0
# The state.
cp "$DIR/state/state.db" ../db
python3 -c 'import sqlite3,sys
d = sqlite3.connect(sys.argv[1]); d.execute("PRAGMA user_version = 99"); d.commit()' "$DIR/state/state.db"
ends 'a newer state' 7 sync a.ics
ends 'a newer state: status' 7 status
rm -f "$DIR/state/state.db"-*
echo 'this is no database at all, but it is a file of some length' > "$DIR/state/state.db"
ends 'a damaged state' 7 sync a.ics
ends 'a damaged state: status' 7 status
is 'it is left as it is' "$(head -c 10 "$DIR/state/state.db")" 'this is no'
rm -f "$DIR/state/state.db"*
# No room for the answer.
if [ -e /dev/full ]; then
	"$TOOL" -c "$DIR/config.ini" --state "$DIR/state/s2" --json status > /dev/full 2> ../err
	is '1: stdout can not be written' $? 1
	one full.ics full 20261203T020000Z; tool sync full.ics
	for c in status 'status --json' 'show full' 'active full' 'active full --csv' 'explain full full.ics' \
	    verify doctor 'sync --dry-run full.ics' --help --version 'sync --help'; do
		"$TOOL" -c "$DIR/config.ini" --state "$DIR/state/state.db" $c > /dev/full 2> ../err
		is "1: $c: stdout can not be written" "$? $(grep -c "standard output can't be written" ../err)" '1 1'
	done
fi
# Descriptors that are closed: nothing that is printed goes into a file.
one closed.ics closed 20261204T020000Z
for closed in '>&-' '2>&-' '<&-' '<&- >&- 2>&-'; do
	sh -c "\"\$@\" $closed" - "$TOOL" -c "$DIR/config.ini" --state "$DIR/state/state.db" --json -v sync closed.ics > ../out 2> ../err
	is "$closed: the run is done" $? 0
	is "$closed: the lock names its holder and no more" "$(grep -c . "$DIR/state/state.db.lock") $(grep -c '^process' "$DIR/state/state.db.lock")" '1 1'
	is "$closed: the state is sound" "$(sql 'PRAGMA integrity_check')" ok
	edit closed.ics 's/^SUMMARY:closed/&d/'
done
