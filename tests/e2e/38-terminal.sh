#!/bin/bash
# SPDX-License-Identifier: MIT
# What people see: local times, lines that fit the terminal, waits that are
# said, and a pipe that has everything.
. "$(dirname "$0")/../lib.sh"
start_box
settings() {
	config <<-END
	[sync]
	${1-}
	all_day = reserve
	[calendar "team"]
	path = $DIR/w/team.ics
	END
}
settings 'timezone = Asia/Shanghai'
# term WIDTH ARGUMENT...: as on a terminal of that width; both outputs are in
# ../out, its status is $RC
term() {
	local width=$1
	shift
	RC=0
	"$PYTHON" - "$width" "$TOOL" -c ../config.ini --state "$DIR/state/state.db" "$@" > ../out <<'END' || RC=$?
import fcntl, os, pty, struct, sys, termios
width, argv = int(sys.argv[1]), sys.argv[2:]
os.environ.update(TERM='xterm', NO_COLOR='1')
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('4H', 50, width, 0, 0))
    os.execv(argv[0], argv)
data = b''
while True:
    try:
        got = os.read(fd, 65536)
    except OSError:
        break
    if not got:
        break
    data += got
sys.stdout.buffer.write(data.replace(b'\r\n', b'\n'))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
}
# wide WIDTH: lines with more cells that are not a link alone
wide() {
	"$PYTHON" - "$1" ../out <<'END'
import re, sys, unicodedata
def cells(s):
    return sum(0 if unicodedata.combining(c) or unicodedata.category(c) in ('Mn', 'Cf')
               else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in s)
for line in open(sys.argv[2], encoding='utf-8', newline='\n').read().split('\n'):
    for shown in line.split('\r'):
        shown = re.sub(r'\x1b\[[0-9;]*[A-Za-z]', '', shown)
        if cells(shown) > int(sys.argv[1]) and not re.fullmatch(r'\s*(\S+\s+)?https?://\S+', shown):
            print(cells(shown), shown)
END
}
{ vevent weekly-planning-20261201@example.com 20261201T020000Z 'SUMMARY:季度复盘：请各位提前准备材料并准时参加，会议室在三楼，线上同步进行'
  vevent 040000008200E00074C5B7101A82E00800000000B0C5A1D2E3F4D9010000000000000000100000008F3C 20261203T020000Z \
      'SUMMARY:Customer visit 🎉 with a very long title that goes on and on and does not end'
  vevent rtl 20261204T153000Z 'SUMMARY:פגישה שבועית של הצוות עם הלקוח בתל אביב ועוד'
  vevent comb 20261205T153000Z "SUMMARY:$(printf 'e\xcc\x81te\xcc\x81 re\xcc\x81union Zoe\xcc\x88')"
  printf 'BEGIN:VEVENT\nUID:days\nDTSTART;VALUE=DATE:20261206\nDTEND;VALUE=DATE:20261208\nSUMMARY:Retreat\nEND:VEVENT\n'
  vevent far 20270301T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3'; vevent bad nonsense; } | vcal > team.ics
cp team.ics ../team.ics

# --- times
tool sync -n
has 'plan: local time, day of the week, offset' "$(cat ../out)" '+ create Tue 2026-12-01 10:00 +08:00  季度复盘：请各位'
has 'plan: of whole days the day' "$(cat ../out)" '+ create Sun 2026-12-06               Retreat'
is 'plan: the zone once' "$(grep -c '^Times are in Asia/Shanghai\.$' ../out)" 1
is 'pipe: one line each, whole' "$(grep -c '^+ create' ../out) $(grep -c 'does not end$' ../out)" '6 1'
tool --json sync -n
is 'JSON: UTC' "$(out '[a["start"] for a in actions if a["topic"] == "Retreat"]')" '["2026-12-05T16:00:00Z"]'
(export TZ=America/New_York; settings 'max_occurrences = 9'; tool sync -n; cp ../out ../ny)
has "without [sync] timezone: the system's" "$(cat ../ny)" '+ create Mon 2026-11-30 21:00 -05:00  季度复盘'
hasnt 'whose name everybody knows' "$(cat ../ny)" 'Times are in'
(export TZ=Asia/Shanghai; settings 'timezone = Asia/Shanghai'; tool sync -n; cp ../out ../cn)
hasnt 'nor is it said when both are the same' "$(cat ../cn)" 'Times are in'
settings 'timezone = Asia/Shanghai'

# --- terminals
for w in 40 80 120 200; do
	for c in 'sync -n' 'sync -n -v' 'explain far' 'explain days' '--help' 'sync --help' 'sync nowhere' 'doctor --offline' 'doctor --nonsense'; do
		# shellcheck disable=SC2086
		term $w $c
		is "$w: $c" "$(wide $w)" ''
	done
done
term 80 sync
is '80: sync' "$RC $(wide 80)" '1 '
is '80: links are whole' "$(grep -oE 'https://vc.feishu.cn/j/[0-9]{9}$' ../out | sort -u | wc -l)" 6
update rtl '{"meeting_settings":{"topic":"other, of some length so that it does not fit"}}'
remove comb
post meetings/start "{\"reserve_id\":\"$(sql "SELECT reserve_id FROM bookings WHERE uid = 'rtl'")\",\"participants\":[\"ou_me\",\"ou_1234567890abcdef1234567890abcdef\"]}"
for w in 40 80 120 200; do
	for c in status 'show rtl' 'show days' verify 'active rtl' 'active --participants rtl days'; do
		# shellcheck disable=SC2086
		term $w $c
		is "$w: $c" "$(wide $w)" ''
	done
	term $w status
	is "$w: the heading is one line" "$(grep -c START ../out) $(sed -n 2p ../out | cut -c1-3)" '1 Tue'
	is "$w: links are whole" "$(grep -oE 'https://vc.feishu.cn/j/[0-9]{9}( |$)' ../out | wc -l)" 6
done
for c in status 'show days rtl' verify 'active rtl' 'explain days'; do
	# shellcheck disable=SC2086
	tool $c
	is "$c: the zone once" "$(grep -c '^Times are in Asia/Shanghai\.$' ../out)" 1
done
term 80 status
has '80: the title is cut by its cells' "$(cat ../out)" 'live   季度复盘：请各位提前准备材料并准时参加，会…'
has '80: the link and the UID stand below' "$(cat ../out)" \
    "  $(sql "SELECT url FROM bookings WHERE uid LIKE 'weekly%'")  weekly-planning-20261201@example.com"
hasnt '80: no expiry' "$(cat ../out)" 'expires'
term 80 status -v
has '80: -v has it' "$(cat ../out)" 'expires Tue 2026-12-01 11:30 +08:00'
tool status
is 'pipe: all columns' "$(head -1 ../out | tr -s ' ')" 'START STATE TOPIC LINK EXPIRES UID'
hasnt 'pipe: nothing is cut' "$(cat ../out)" '…'
tool show days
has 'a range of days' "$(head -1 ../out)" 'Retreat  Sun 2026-12-06 - Mon 2026-12-07  [days]'
tool show far
has 'a range on one day has the day once' "$(head -1 ../out)" 'far  Mon 2027-03-01 10:00-11:00 +08:00  [far]'
tool verify
has 'verify: local' "$(cat ../out)" 'topic  Fri 2026-12-04 23:30 +08:00  פגישה'
stop_box
tool --json verify
is 'verify without a server calls none live' "$(out 'verified["live"], verified["unanswered"]')" '[0, 6]'

# --- summary
start_box
cp ../team.ics team.ics; drop team.ics bad; rm -f "$DIR/state/"*
tool sync
is 'summary: what is not 0' "$(tail -1 ../out)" 'sync: 6 created, 1 files written'
tool sync
is 'summary: idle' "$(tail -1 ../out)" 'sync: 6 unchanged'
tool sync -v
is 'summary: -v' "$(tail -1 ../out)" 'sync: 0 created, 0 updated, 0 renewed, 0 deleted, 6 unchanged, 0 deferred, 0 skipped, 0 failed, 0 refused, 0 not tried, 0 unknown, 0 files written'
tool --json sync
is 'JSON: the id of the run' "$(out 'len(run), run.isalnum(), run')" "$(out '26, True, run')"
first=$(out run); tool --json status
[ "$first" != "$(out run)" ]; result $? 'JSON: each run has its own'

# --- messages
now 2027-01-14T08:00:00Z; tool sync; now 2026-11-22T00:00:00Z
tool sync -n
has 'a message has local time too' "$(cat ../err)" 'the clock was at Thu 2027-01-14 16:00 +08:00'
tool --json sync -n
has 'and UTC in JSON' "$(out '[p["message"] for p in problems]')" 'the clock was at 2027-01-14T08:00:00Z'
tool sync

# --- a reader that has enough
for c in 'status' 'sync -n -v' 'export'; do
	# shellcheck disable=SC2086
	{ "$TOOL" -c ../config.ini --state "$DIR/state/state.db" $c 2> ../err; echo $? > ../rc; } | true
	is "| head: $c" "$(cat ../rc) $(cat ../err)" '0 '
done

# --- waiting
script 'apply +1 ratelimit=8'
one w.ics w 20261201T020000Z
tool sync w.ics
has 'a long wait is said once' "$(cat ../err)" 'waiting for the rate limit, 0:0'
is 'once' "$(grep -c waiting ../err)" 1
script 'apply +1 ratelimit=2'
one v.ics v 20261201T020000Z
term 60 sync v.ics
has 'on a terminal in the progress line' "$(tr '\r' '\n' < ../out)" 'waiting for the rate limit, 0:0'
is 'and it fits' "$(wide 60)" ''
"$PYTHON" -c 'import fcntl,sys,time
f = open(sys.argv[1], "r+"); fcntl.lockf(f, fcntl.LOCK_EX); print("held", flush=True); time.sleep(30)' \
    "$DIR/state/state.db.lock" > ../held & HOLDER=$!
until grep -q held ../held; do sleep 0.02; done
tool sync --wait 1
hasnt 'a short wait for the lock is not said' "$RC $(cat ../err)" waiting
( sleep 1; kill $HOLDER ) &
tool sync --wait 20
has 'a long one is' "$RC $(cat ../err)" '0 waiting for another run, 0:20 at most'
wait $HOLDER 2> /dev/null
HOLDER=''
# A hook: told once it has lasted; a short one is not.
hook() {
	settings "max_occurrences = 9
[hooks]
on_success = sleep $1
[sync]"
}
hook 2
term 60 sync v.ics
has 'a hook: in the progress line' "$RC $(tr '\r' '\n' < ../out)" 'waiting for the hook, 0:'
tool sync v.ics
is 'without a terminal a short one is not said' "$RC $(cat ../err)" '0 '
hook 6
tool sync v.ics
is 'a long one is, once' "$RC $(grep -c 'waiting for the hook, 0:' ../err)" '0 1'
