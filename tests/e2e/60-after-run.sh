#!/bin/bash
# SPDX-License-Identifier: MIT
# What a run leaves for operators: its id everywhere, lines for a journal,
# metrics, and what its hooks are given and may not do.
. "$(dirname "$0")/../lib.sh"
start_box
M=$DIR/w/metrics/team.prom H=$DIR/w/hooks
mkdir metrics hooks cal
# with SECTIONS: the configuration team.ini
with() {
	{ printf '[feishu]\napp_id = cli_sandbox\napp_secret = sandbox-secret\nowner = ou_me\n'
	printf '[calendar "team"]\npath = %s\n' "$DIR/w/cal"
	printf '%s\n' "$@"; } > "$DIR/team.ini"
	chmod 600 "$DIR/team.ini"
}
team() { RC=0; MARK=$(wc -l < "$DIR/box/log"); $VALGRIND "$TOOL" -c "$DIR/team.ini" --state "$DIR/state/state.db" "$@" > ../out 2> ../err || RC=$?; }
# metric SERIES: its value; LABELS are those after profile
metric() { sed -n "s/^icsreserve_$1{profile=\"team\"${2-}} //p" "$M"; }
METRICS="[run]"$'\n'"metrics = $M"

# --- ids: of the run and of the API's log
with "$METRICS" '[hooks]' "on_success = env > $H/env; cat > $H/json"
one cal/a.ics a 20261201T020000Z
team --json sync
id=$(out run)
is 'a run id is a ULID, and begins with the time' "$(printf %s "$id" | grep -cE '^01[0-9A-HJKMNP-TV-Z]{24}$')" 1
is 'in the journal, with the log id' "$(sql "SELECT verb, run = '$id', log_id <> '' FROM operations")" 'apply|1|1'
is 'in the metrics' "$(sed -n 's/^# run //p' "$M")" "$id"
is 'in the environment of a hook' "$(grep ^ICSRESERVE_RUN= "$H/env")" "ICSRESERVE_RUN=$id"
is 'and in its JSON' "$(json "$H/json" run)" "$id"
now 2026-11-22T00:00:05Z
team --json sync
[ "$(out run)" \> "$id" ]; result $? 'a later run sorts behind it' "$(out run)"
sql "UPDATE operations SET run = NULL" > /dev/null 2>&1
is 'the journal keeps it' "$(sql "SELECT run FROM operations")" "$id"

# --- -vv: answers beside requests
one cal/b.ics b 20261202T020000Z; one cal/c.ics c 20261203T020000Z
team -vv sync
is 'each answer has the number of its request' "$(sed -n 's/^#\([0-9]*\) [PG][A-Z]* http.*/\1/p' ../err | sort | tr '\n' ' ')" "$(sed -n 's/^#\([0-9]*\) HTTP 200.*/\1/p' ../err | sort | tr '\n' ' ')"
is 'and its log id' "$(grep -c '^#[0-9]* HTTP 200, code 0, [0-9]* ms, log id [0-9A-Za-z]' ../err)" "$(grep -c '^#[0-9]* HTTP' ../err)"

# --- metrics
is 'a run that did well' "$(metric last_run_exit_status) $(metric last_run_timestamp_seconds) $(metric last_success_timestamp_seconds)" '0 1795305605 1795305605'
is 'what it did' "$(metric last_run_actions ',action="create",result="ok"') $(metric last_run_files ',op="written"') $(metric reservations ',state="live"')" '2 2 3'
is 'calls go on from run to run' "$(metric api_calls_total ',endpoint="apply"') $(metric api_calls_total ',endpoint="token"')" '3 2'
is 'mode' "$(stat -c %a "$M")" 644
rm "$M"; (umask 077; team sync); is 'whatever the umask' "$(stat -c %a "$M")" 644
one cal/far.ics far 20270301T020000Z
# Until the stamps are old enough for the cache to vouch for the files.
until [ "$(sql 'SELECT min(trusted) FROM files')" = 1 ]; do sleep 0.2; team sync; done
is 'when the first link ends, and when it is renewed' "$(metric renewal_end_timestamp_seconds) $(metric next_run_timestamp_seconds)" '1797897545 1797292745'
script 'apply * ratelimit=1'
one cal/d.ics d 20261204T020000Z
with "$METRICS" '[feishu]' 'retries = 1'
team sync
is 'a run that failed writes too' "$RC $(metric last_run_exit_status) $(metric api_retries_total ',endpoint="apply"')" '6 6 1'
is 'its last success is the earlier one' "$(metric last_success_timestamp_seconds)" 1795305605
[ "$(metric api_wait_seconds_total ',endpoint="apply"' | tr -d .)" -ge 1000 ]; result $? 'the wait is counted' "$(cat "$M")"
unscript
inode=$(stat -c %i "$M")
team sync; [ "$(stat -c %i "$M")" != "$inode" ]; result $? 'replaced as a whole'
is 'and nothing lies beside it' "$(ls -A metrics)" team.prom
cp "$M" m; team status; team sync -n; team --help; same 'what changes nothing writes none' m "$M"
mv ../state/state.db ../state/s; echo nonsense > ../state/state.db
team sync; is 'a damaged state: told without its numbers' "$RC $(metric last_run_exit_status) $(metric reservations ',state="live"')" '7 7 '
mv ../state/s ../state/state.db
cp "$M" m; hold_lock; team sync; let_go_of_lock
is 'another run at work' $RC 8; same 'has the file for itself' m "$M"
with '[run]' 'metrics = /proc/none/x.prom'; team sync; is 'a file that can not be written changes no status' "$RC $(grep -c 'metrics: /proc/none' ../err)" '0 1'
mkfifo pipe.prom
for file in "$PWD/pipe.prom" /dev/full; do
	with '[run]' "metrics = $file" '[hooks]' "on_success = touch $DIR/followed"; rm -f ../followed
	timeout 20 "$TOOL" -c ../team.ini --state ../state/state.db sync > ../out 2> ../err
	is "$file is not waited for, nor written to" "$? $(grep -c "metrics: $file: it is no plain file" ../err) $(ls ../followed)" '0 1 ../followed'
done
if command -v promtool > /dev/null; then
	with "$METRICS"; team sync
	is 'promtool check metrics' "$(promtool check metrics < "$M" 2>&1; echo $?)" 0
else
	echo 'skip - promtool check metrics: no promtool'
fi

# --- lines
with '[run]' 'log_format = json'
one cal/e.ics e 20261205T020000Z 'RRULE:FREQ=NONSENSE'
team sync
is 'JSON, a line each' "$("$PYTHON" -c 'import json,sys
for l in open("../err"):
    o = json.loads(l); print(sorted(o), o["level"], o["time"], len(o["run"]))' | sort -u)" "['level', 'message', 'run', 'time'] error 2026-11-22T00:00:05Z 26"
with
journal() { JOURNAL_STREAM=$(stat -L -c %d:%i ../err) team "$@"; }
: > ../err; journal sync
is 'the journal: priority and run' "$(grep -vcE '^<3>\[01[0-9A-Z]{24}\] error: ' ../err) $(grep -c '^<3>' ../err)" '0 1'
JOURNAL_STREAM=1:2 team sync; is 'another one is not stderr' "$(grep -c '^<' ../err)" 0
rm cal/e.ics

# --- hooks
export ICSRESERVE_APP_SECRET=not-this-one MY_COPY=xx-sandbox-secret-xx HARMLESS=yes
with '[hooks]' "on_change = echo change >> $H/order" "on_success = env > $H/env; echo success >> $H/order" "on_failure = echo failure \$ICSRESERVE_EXIT \$ICSRESERVE_COMMAND >> $H/order"
: > "$H/order"; team sync
is 'nothing changed' "$(cat "$H/order")" success
is 'no secret in the environment' "$(grep -c secret "$H/env") $(grep -c HARMLESS=yes "$H/env")" '0 1'
unset ICSRESERVE_APP_SECRET MY_COPY HARMLESS
: > "$H/order"; one cal/f.ics f 20261206T020000Z; team sync
is 'something changed' "$(tr '\n' ' ' < "$H/order")" 'change success '
: > "$H/order"; hold_lock; team sync; let_go_of_lock
is 'a failure' "$RC $(cat "$H/order")" '8 failure 8 sync'
: > "$H/order"; team sync -n; team status; team nonsense; is 'none behind what changes nothing' "$(cat "$H/order")" ''
with '[hooks]' "on_success = \"$TOOL\" -c $DIR/team.ini --state $DIR/state/state.db sync --no-write-back -n && echo free > $H/free" 
team sync; is 'the lock is given back before' "$(cat "$H/free")" free
with '[hooks]' 'on_success = echo one; echo two >&2; exit 3'
team -q sync
is 'one that fails: told, and no status' "$RC $(tr '\n' '|' < ../err)" '0 icsreserve: error: on_success: one|icsreserve: error: on_success: two|icsreserve: error: [hooks] on_success: the command failed with status 3|'
with '[hooks]' "on_success = sleep 1000 & echo \$! > $H/pid; sleep 1001" 'hook_timeout = 1'
team -q sync
is 'one that hangs is ended' "$RC $(grep -c 'on_success: the command took longer than 1 second' ../err)" '0 1'
is 'with all that it started' "$(awk '$1 == "State:" && $2 != "Z"' "/proc/$(cat "$H/pid")/status" 2> /dev/null)" ''
with '[hooks]' 'on_success = yes flood' 'hook_timeout = 1'
team -q sync
[ "$(wc -c < ../err)" -lt 200000 ]; result $? 'one that floods' "$(wc -c < ../err)"
has 'is cut' "$(cat ../err)" 'it said more than 16384 bytes'
with '[hooks]' 'on_success = head -c 200000000 /dev/zero; exit 3' 'hook_timeout = 60'
team -q sync
has 'one that floods and ends: its status' "$(wc -c < ../err | awk '{ print $1 < 1000 }') $(cat ../err)" '1 icsreserve: error: on_success: '
has 'is told' "$(cat ../err)" 'on_success: the command failed with status 3'
with '[hooks]' "on_success = sleep 1000 & echo \$! > $H/pid" 'hook_timeout = 500'
team -q sync
is 'one that leaves a child behind: nobody waits for that' "$RC $(cat ../err) $(kill "$(cat "$H/pid")" && echo there)" '0  there'
with '[hooks]' 'on_success = exec >&- 2>&-; trap "" TERM; sleep 1002' 'hook_timeout = 1'
team -q sync
is 'one that says nothing and does not end' "$RC $(grep -c 'on_success: the command took longer than 1 second' ../err)" '0 1'
with '[hooks]' 'on_success = exec <&-; printf "\033[31mred\n"'
team sync; is 'one that does not read' "$RC $(cat ../err)" '0 on_success: \x1B[31mred'

# --- nothing that a command leaves holds who waits for the run, as cron does
cat > cron.py <<'PY'
# cron.py FILE ARGUMENT...: as cron, with one pipe for both outputs; SIGTERM
# once FILE is there, "": none.  Prints the status, and when the pipe did not
# end with the run.
import os, select, signal, subprocess, sys, time
p = subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
if sys.argv[1]:
    while p.poll() is None and not os.path.exists(sys.argv[1]):
        time.sleep(0.02)
    p.send_signal(signal.SIGTERM)
status, text, end = p.wait(), b"", time.time() + 3
while True:
    if not select.select([p.stdout], [], [], max(0, end - time.time()))[0]:
        print("held")
        break
    some = p.stdout.read1(65536)
    text += some
    if not some:
        break
print(status)
open("../out", "wb").write(text)
PY
alive() { [ "$(awk '$1 == "State:" && $2 != "Z" { print $2 }' "/proc/$(cat "$H/pid")/status" 2> /dev/null)" ] && echo alive; }
# by_cron FILE: the run's status, "held", "alive"
by_cron() {
	# shellcheck disable=SC2086
	{ "$PYTHON" cron.py "$1" $VALGRIND "$TOOL" -c "$DIR/team.ini" --state "$DIR/state/state.db" -q sync; alive; } | xargs
}
# leaves NAME FILE WANT COMMAND: of a run whose command leaves $H/pid
leaves() {
	with
	printf '%s\n' "$4" > "$H/command"
	sed -i "s|^app_secret = .*|app_secret_command = sh $H/command|" "$DIR/team.ini"
	rm -f "$H/pid"; n=$((n + 1)); one cal/left.ics left 20261207T020000Z "SUMMARY:left $n"
	is "$1" "$(by_cron "$2")" "$3"
	[ -z "$(alive)" ] || kill "$(cat "$H/pid")"
}
n=0
# One in a session of its own, once it is there.
JOB="setsid sh -c 'echo \$\$ > $H/pid; exec sleep 1003' & until [ -s $H/pid ]; do sleep 0.01; done"
leaves 'a secret, and a job of its own that goes on' '' '0 alive' "$JOB; echo sandbox-secret"
leaves 'one in the group' '' '0 alive' "sleep 1004 & echo \$! > $H/pid; echo sandbox-secret"
leaves 'a command that fails: its job ends with it' '' '5' "sleep 1005 & echo \$! > $H/pid; echo sorry >&2; exit 1"
has 'what it said is passed on' "$(cat ../out)" 'sorry'
leaves 'a job that has left the group of one that fails' '' '5 alive' "$JOB; exit 1"
leaves 'a signal' "$H/ready" '-15 alive' "$JOB; trap 'echo last words >&2; exit' TERM; : > $H/ready; sleep 1008 & wait"
has 'its last words, too' "$(cat ../out)" 'last words'
with '[hooks]' "on_success = sleep 1009 & echo \$! > $H/pid; exit 1"
is 'a hook that fails' "$(by_cron '')" 0
[ -z "$(alive)" ] || kill "$(cat "$H/pid")"
