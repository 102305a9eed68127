#!/bin/bash
# SPDX-License-Identifier: MIT
# A signal stops what was not begun; answers under way are waited for.
. "$(dirname "$0")/../lib.sh"
start_box --latency 300
sed -i 's/^owner/connections = 2\nowner/' ../config.ini
N=24
stopped() {
	local n=0
	for i in $(seq $N); do vevent "$1$i" 20261202T020000Z; done | vcal > "$1.ics"
	# The shell makes what it runs behind its back deaf for INT.
	"$PYTHON" -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$TOOL" -c ../config.ini --state "$DIR/state/state.db" --json sync "$1.ics" > ../out 2> ../err & RUN=$!
	# When the first answers are there, others are under way.
	until [ "$(grep -c '"endpoint":"apply"\|reserves/apply' "$DIR/box/log")" -gt "$2" ]; do
		sleep 0.02; n=$((n + 1)); [ $n -lt 1000 ] || break
	done
	kill "-$1" $RUN
	RC=0; wait $RUN 2> /dev/null || RC=$?
}
for signal in TERM INT; do
	before=$(held)
	stopped $signal "$(grep -c reserves/apply "$DIR/box/log")"
	is "$signal: it says so" "$(out exit) $(out '[p["message"] for p in problems if p["kind"] == "stopped"]')" \
	    '1 ["stopped by a signal; the next run goes on from here"]'
	is "$signal: it ends by the signal" "$RC" $((128 + $(kill -l $signal)))
	live=$(sql "SELECT count(*) FROM bookings WHERE state = 'live' AND uid LIKE '$signal%'")
	is "$signal: the rest is not tried, and did not fail" \
	    "$(totals)" "created=$live not_tried=$((N - live)) files_written=1"
	is "$signal: it stays planned" "$(out '[a["result"] for a in actions].count("planned")')" $((N - live))
	tool status
	hasnt "$signal: and has no error" "$(said)" 'last error'
	[ "$live" -gt 0 ] && [ "$live" -lt $N ]; result $? "$signal: it stopped in the middle" "$live live"
	is "$signal: the state knows all that were made" "$(($(held) - before))" "$live"
	is "$signal: the links are written" "$(grep -c ^X-ICSRESERVE-ID $signal.ics)" "$live"
	tool --json sync $signal.ics
	is "$signal: the next run goes on" "$RC $(out 'totals["created"]') $(($(held) - before))" "0 $((N - live)) $N"
done
# a second one, of whatever kind, ends it at once
stop_box; start_box --latency 700
{ for i in $(seq 8); do vevent "t$i" 20261202T020000Z; done; } | vcal > t.ics
before=$(grep -c reserves/apply "$DIR/box/log")
"$TOOL" -c ../config.ini --state "$DIR/state/state.db" --json sync t.ics > ../run 2>&1 & RUN=$!
until [ "$(grep -c reserves/apply "$DIR/box/log")" -gt "$before" ]; do sleep 0.02; done
kill -TERM $RUN; kill -HUP $RUN; wait $RUN 2> /dev/null
is 'a second signal of another kind' "$(($? > 128))" 1
tool sync t.ics
# --- beside a run that is at work
{ for i in $(seq 8); do vevent "o$i" 20261202T020000Z; done; } | vcal > o.ics
before=$(grep -c reserves/apply "$DIR/box/log")
"$TOOL" -c ../config.ini --state "$DIR/state/state.db" --json sync o.ics > ../run & RUN=$!
until [ "$(grep -c reserves/apply "$DIR/box/log")" -gt "$before" ]; do sleep 0.02; done
"$TOOL" -c ../config.ini --state "$DIR/state/state.db" sync --dry-run o.ics > ../beside 2>&1
has 'a dry run beside it says so' "$(cat ../beside)" 'another run is at work'
hasnt 'and knows of no run that was stopped' "$(cat ../beside)" 'was stopped'
"$TOOL" -c ../config.ini --state "$DIR/state/state.db" status > ../beside 2>&1
has 'status: being made' "$(cat ../beside)" ' creating '
kill -KILL $RUN; wait $RUN 2> /dev/null
tool status
has 'killed: unknown' "$(cat ../out)" ' unknown '
hasnt 'killed: nobody is at work' "$(said)" 'at work'
tool sync o.ics
# --- no more are under way than an answer can be waited for
for i in $(seq 200); do vevent "w$i" 20261202T020000Z; done | vcal > w.ics
stop_box; start_box --latency 0
script 'apply * delay=100'
before=$(held)
"$TOOL" -c ../config.ini --state "$DIR/state/state.db" sync w.ics > ../run 2>&1 & RUN=$!
until [ "$(held)" -gt $((before + 20)) ]; do sleep 0.02; done
kill -KILL $RUN; wait $RUN 2> /dev/null
n=$(sql "SELECT count(*) FROM bookings WHERE state = 'creating'")
[ "$n" -gt 0 ] && [ "$n" -le 64 ]; result $? 'killed: 64 outcomes are unknown at most' "$n"
unscript
# --- an answer that can't be recorded is told, and so are those under way
one u.ics u 20261203T020000Z
stop_box; start_box --latency 0
steps() { ICSRESERVE_STEP=count tool sync u.ics; sed -n 's/^step \([0-9]*\) commit-answer$/\1/p' ../err; }
cp -r "$DIR/state" "$DIR/state.was"; cp u.ics u.was; n=$(steps)
rm -rf "$DIR/state"; mv "$DIR/state.was" "$DIR/state"; cp u.was u.ics
ICSRESERVE_STEP=fail:$n tool --json sync u.ics
is 'an answer that is not recorded' "$RC $(out 'totals["created"], totals["unknown"]')" '1 [0, 1]'
id=$(box 'sorted(r["id"] for r in reserves)[-1]')
has 'its id and link are told' "$(cat ../err)" "reservation $id with the link https://"
# --- before anything was sent: it says so all the same, in JSON too
# ended NAME PATTERN FILE: once the pattern is in the file, TERM ends the run $RUN
ended_by_term() {
	until grep -q "$2" "$3" 2> /dev/null; do sleep 0.02; done
	kill -TERM $RUN
	RC=0; wait $RUN 2> /dev/null || RC=$?
	has "$1: it says so, and ends by the signal" "$RC $(out '[p["message"] for p in problems]') $(cat ../err)" 'stopped by a signal'
	is "$1: it ends by the signal" "$RC $(totals)" "$((128 + 15)) ${4-}"
}
start_run() { "$TOOL" -c ../config.ini --state "$DIR/state/state.db" --json sync "$@" > ../out 2> ../err & RUN=$!; }
one p.ics p 20261203T020000Z ORGANIZER:mailto:somebody@example.com
sed -i "s|^app_secret.*|app_secret_command = echo here > $DIR/asked; sleep 60|" ../config.ini
start_run p.ics
ended_by_term 'while the secret is asked for' here ../asked
config < /dev/null
hold_lock
start_run --wait 600 p.ics
ended_by_term 'while another run is at work' 'waiting for another run' ../err
let_go_of_lock
stop_box; start_box --latency 700
: > ../box/log
start_run p.ics
ended_by_term 'while people are looked up' tenant_access_token ../box/log not_tried=1
