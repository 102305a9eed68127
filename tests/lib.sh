# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# For the scripts of tests/e2e, tests/crash and tests/fault: source it, and
# the working folder is a fresh one with
#
#   w/           the calendars; the script stands in it
#   box/         the sandbox's log, state and output
#   state/       the tool's state.db
#   config.ini   written by `config`
#   out err      of the last `tool`; its exit status is $RC
#
# It is removed at the end, or kept and named when a check failed.
set -u
SQL=$(cd "$(dirname "${BASH_SOURCE[0]}")/../sql" && pwd)
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
TOOL=${TOOL:-$BUILD/icsreserve}
BOX=$BUILD/icsreserve-sandbox
VALGRIND=
if [ -n "${VG-}" ]; then
	VALGRIND="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite"
fi
export ICSRESERVE_NOW=${ICSRESERVE_NOW:-2026-11-22T00:00:00Z} LC_ALL=C.UTF-8
command -v python3 > /dev/null || { echo "skip - $0 no python3"; exit 0; }
command -v curl > /dev/null || { echo "skip - $0 no curl"; exit 0; }
# A pyenv shim takes longer than what we ask of it.
PYTHON=$(python3 -c 'import sys; print(sys.executable)')

# tests/crash gives the folder and keeps it.
DIR=${E2E_DIR:-$(mktemp -d "${TMPDIR:-/tmp}/icsr-e2e.XXXXXX")} || exit 1
mkdir "$DIR/w" "$DIR/box" "$DIR/state"
# ask WORD ARGUMENT...: asked.py has them.  Also from a subshell, which the
# descriptors of a coprocess don't reach: so they have others.
coproc ASKED {
	exec "$PYTHON" -IS "$(dirname "${BASH_SOURCE[0]}")/asked.py"
}
exec {ASK}>&"${ASKED[1]}" {ANSWER}<&"${ASKED[0]}"
ask() {
	local answer
	printf '%s\0' $(($# - 1)) "$PWD" "$@" >&"$ASK"
	IFS= read -r -d '' -u "$ANSWER" answer
	[ -z "$answer" ] || printf '%s\n' "$answer"
}
cd "$DIR/w" || exit 1
FAILED=0 RC=0 MARK=0 PID='' URL='' HOLDER=''
BOX_ARGS=() BOX_NOW=$ICSRESERVE_NOW

finish() {
	stop_box
	let_go_of_lock
	exec {ASK}>&- {ANSWER}<&-
	if [ -n "${E2E_DIR-}" ]; then
		exit $((FAILED > 0))
	elif [ "$FAILED" = 0 ]; then
		chmod -R u+rwX "$DIR"
		rm -rf "$DIR"
	else
		echo "# kept: $DIR"
		exit 1
	fi
}
trap finish EXIT
trap 'exit 143' INT TERM

# --- results -----------------------------------------------------------------
# result STATUS NAME [WHAT WAS SEEN]
result() {
	if [ "$1" = 0 ]; then
		echo "ok - $2"
		return 0
	fi
	echo "not ok - $2"
	FAILED=$((FAILED + 1))
	[ -z "${3-}" ] || printf '%s\n' "$3" | cut -c1-600 | sed 's/^/# /'
	return 1
}
# is NAME GOT WANT; has NAME GOT PART; hasnt NAME GOT PART
is() { [ "$2" = "$3" ]; result $? "$1" "got  '$2'"$'\n'"want '$3'"; }
has() { case $2 in *"$3"*) result 0 "$1" ;; *) result 1 "$1" "no '$3' in: $2" ;; esac; }
hasnt() { case $2 in *"$3"*) result 1 "$1" "'$3' in: $2" ;; *) result 0 "$1" ;; esac; }
# same NAME FILE FILE: byte for byte
same() { result "$(cmp -s "$2" "$3"; echo $?)" "$1" "$(diff "$2" "$3" 2>&1 | cat -A | head -40)"; }

# --- the sandbox -------------------------------------------------------------
# start_box [OPTION]...: without any, those of before.  It limits no rate unless
# a test asks for it: how many calls meet in a second is the machine's affair.
start_box() {
	: > "$DIR/box/out"	# or the URL of the one before would be read
	[ $# = 0 ] || BOX_ARGS=("$@")
	ICSRESERVE_NOW=$BOX_NOW $VALGRIND "$BOX" --state "$DIR/box/state" \
	    --log "$DIR/box/log" --rate-second 0 --rate-minute 0 "${BOX_ARGS[@]}" \
	    > "$DIR/box/out" 2>> "$DIR/box/err" &
	PID=$!
	for _ in $(seq 1 1000); do
		URL=$(sed -n 's/^icsreserve-sandbox: listening on //p' "$DIR/box/out")
		[ -n "$URL" ] && break
		kill -0 "$PID" 2> /dev/null || break
		sleep 0.02
	done
	[ -n "$URL" ] || { result 1 "the sandbox starts" "$(cat "$DIR/box/err")"; exit 1; }
	touch "$DIR/box/log"
	export ICSRESERVE_BASE_URL=$URL
}
stop_box() {
	[ -n "$PID" ] || return 0
	kill "$PID" 2> /dev/null
	wait "$PID" 2> /dev/null
	PID='' URL=''
}
post() { ask http POST "$URL/_sandbox/$1" "$2" > /dev/null; }
script() {
	case $(ask http POST "$URL/_sandbox/script" "$1") in
	*'"code":0'*) ;;
	*) result 1 "the sandbox takes the script: $1" ;;
	esac
}
unscript() { ask http DELETE "$URL/_sandbox/script" > /dev/null; }
# now TIME: the clock of both programs
now() {
	export ICSRESERVE_NOW=$1 BOX_NOW=$1
	[ -z "$URL" ] || post clock "{\"now\":\"$1\"}"
}

# uids: the last column of what `tool status` showed, "a b"
uids() { awk '/ https:| - / { printf "%s%s", n++ ? " " : "", $NF }' ../out; }

# json FILE EXPRESSION [WORD]...: Python, with the object's members as names,
# and the words as w
json() { ask json "$@"; }
# box EXPRESSION: over what the sandbox holds: "reserves", "counters", "now"
box() { ask box "$URL/_sandbox/state" "$1"; }
# held: how many reservations the sandbox has
held() { box 'len(reserves)'; }

# calls: what the sandbox was asked since the last `tool` began, "apply=2 ..."
calls() { ask calls "$DIR/box/log" "$MARK"; }
# bodies CALL: their bodies, a line each
bodies() { ask bodies "$DIR/box/log" "$MARK" "$1"; }

# --- the tool ----------------------------------------------------------------
# config < SECTIONS: the sandbox's credentials, then what is read
config() {
	{
		printf '[feishu]\napp_id = cli_sandbox\n'
		printf 'app_secret = sandbox-secret\nowner = ou_me\n'
		cat
	} > "$DIR/config.ini"
	chmod 600 "$DIR/config.ini"
}
config < /dev/null

tool() {
	MARK=$(ask lines "$DIR/box/log")
	RC=0
	# shellcheck disable=SC2086
	$VALGRIND "$TOOL" -c "$DIR/config.ini" --state "$DIR/state/state.db" \
	    "$@" > "$DIR/out" 2> "$DIR/err" || RC=$?
	[ $RC -lt 99 ] || [ -n "${ICSRESERVE_STEP-}" ] ||
		result 1 "no crash: $*" "status $RC"$'\n'"$(tail -20 "$DIR/err")"
}
out() { json "$DIR/out" "$1"; }
# hold_lock [.attendance]: a process $HOLDER that holds the state's lock, as a
# run does, or that of attendance
hold_lock() {
	rm -f "$DIR/holding"
	mkfifo "$DIR/holding"
	"$PYTHON" -c 'import fcntl,os,signal,sys
f = open(sys.argv[1], "a+")
fcntl.lockf(f, fcntl.LOCK_EX)
f.truncate(0)
f.write("process %d since 2026-11-22T00:00:00Z\n" % os.getpid())
f.flush()
with open(sys.argv[2], "w") as ready:
    ready.write("x\n")
signal.pause()' "$DIR/state/state.db${1-}.lock" "$DIR/holding" & HOLDER=$!
	read -r _ < "$DIR/holding"
	rm "$DIR/holding"
}
let_go_of_lock() {
	[ -n "$HOLDER" ] || return 0
	kill "$HOLDER" 2> /dev/null
	wait "$HOLDER" 2> /dev/null
	HOLDER=''
}
# said: both outputs of the last `tool`
said() { cat "$DIR/out" "$DIR/err"; }
# totals: those of the last `tool --json` that are not 0
totals() { out '" ".join("%s=%s" % i for i in totals.items() if i[1])'; }
# sync, import NAME STATUS TOTALS CALLS [ARGUMENT]...: run the command and
# check these three
sync() { ran sync "$@"; }
import() { ran import "$@"; }
ran() {
	local command=$1 name=$2 status=$3 totals=$4 calls=$5 got
	shift 5
	tool --json "$command" "$@"
	got="exit=$RC totals=$(totals) calls=$(calls)"
	is "$name" "$got" "exit=$status totals=$totals calls=$calls" ||
		head -c 3000 "$DIR/err" "$DIR/out" | sed 's/^/# /'
}
# quiet NAME [ARGUMENT]...: a further run does and touches nothing
quiet() {
	local name=$1 before
	shift
	before=$(snap)
	tool --json sync "$@"
	is "$name: nothing is done" "exit=$RC calls=$(calls)" "exit=0 calls="
	is "$name: nothing is touched" "$(snap)" "$before"
}
# snap: everything in w/ that a run could touch
snap() { find . -type f -printf '%p %i %T@ %s %m ' -exec sha256sum {} + | sort; find . | sort; }
# sql QUERY: of the state
sql() { ask sql "$DIR/state/state.db" "$1"; }

# ended NAME [FILE WAS]...: cancel ends all, and each file has its bytes back
ended() {
	local name=$1
	shift
	tool --json cancel --all
	is "$name: cancel ends all" "$RC $(box '[r["id"] for r in reserves if int(r["end_time"]) > now]')" '0 []'
	while [ $# -gt 0 ]; do
		same "$name: $1 has the user's bytes" "$1" "$2"
		shift 2
	done
}

# first_state: the state as version 1 had it, with what it could hold
first_state() {
	"$PYTHON" "$SQL/../tests/first_state.py" "$DIR/state/state.db" \
	    "$SQL/0001_initial.sql"
}

# reserve METHOD UID [BODY]: its reservation, behind the tool's back
reserve() {
	local id token
	id=$(sql "SELECT reserve_id FROM bookings WHERE uid = '$2'")
	token=$(curl -sS -d '{"app_id":"cli_sandbox","app_secret":"sandbox-secret"}' \
	    "$URL/open-apis/auth/v3/tenant_access_token/internal" |
	    sed -n 's/.*"tenant_access_token":"\([^"]*\)".*/\1/p')
	curl -sS -X "$1" -H "Authorization: Bearer $token" \
	    -H 'Content-Type: application/json' ${3:+-d "$3"} \
	    "$URL/open-apis/vc/v1/reserves/$id" > "$DIR/box/answer"
}
remove() { reserve DELETE "$1"; }
update() { reserve PUT "$1" "$2"; }

# --- calendars ---------------------------------------------------------------
# vevent UID START [LINE]...: one hour, SUMMARY is the UID unless a line says it
vevent() {
	local uid=$1 start=$2 line summary="SUMMARY:$1"$'\n'
	shift 2
	for line; do
		case $line in SUMMARY*) summary='' ;; esac
	done
	printf 'BEGIN:VEVENT\nUID:%s\nDTSTAMP:20260101T000000Z\n' "$uid"
	printf 'DTSTART:%s\nDURATION:PT1H\n%s' "$start" "$summary"
	[ $# = 0 ] || printf '%s\n' "$@"
	printf 'END:VEVENT\n'
}
# vcal < EVENTS: around them; CRLF unless EOL=lf
vcal() {
	{
		printf 'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n'
		cat
		printf 'END:VCALENDAR\n'
	} | if [ "${EOL-}" = lf ]; then cat; else sed 's/$/\r/'; fi
}
# one FILE UID START [LINE]...: a file with one event
one() { local file=$1; shift; vevent "$@" | vcal > "$file"; }
# edit FILE SED-EXPRESSION: by a new inode, as editors do
edit() { sed "$2" "$1" > "$1.new~" && mv "$1.new~" "$1"; }
# drop FILE UID...: take these events out of it
drop() {
	local file=$1
	shift
	awk -v uids=" $* " '
		/^BEGIN:VEVENT/ { text = ""; keep = 1; inside = 1 }
		inside && /^UID:/ {
			uid = substr($0, 5); sub(/\r$/, "", uid)
			keep = !index(uids, " " uid " ")
		}
		!inside { print; next }
		{ text = text $0 "\n" }
		/^END:VEVENT/ { inside = 0; if (keep) printf "%s", text }
	' "$file" > "$file.new~" && mv "$file.new~" "$file"
}
# append FILE < EVENTS: at the end of its last VCALENDAR, in its style
append() {
	local file=$1 cr=''
	head -1 "$file" | grep -q $'\r' && cr=$'\r'
	{ sed '$d' "$file"; sed "s/\$/$cr/"; printf 'END:VCALENDAR%s\n' "$cr"; } \
	    > "$file.new~" && mv "$file.new~" "$file"
}
# ours: lines of FILE that are the tool's
ours() { grep -aE '^(CONFERENCE|URL:https|LOCATION:https|X-ICSRESERVE-ID|LAST-MODIFIED)' "$1" | tr -d '\r'; }
# linked FILE: of each VEVENT its RECURRENCE-ID, or "master", and the number in
# our link; "-": no line of ours; "?": they don't agree
linked() {
	tr -d '\r' < "$1" | sed ':a; N; $!ba; s/\n[ \t]//g' | awk '
		/^BEGIN:VEVENT/ { at = "master"; link = "-"; n = 0 }
		/^RECURRENCE-ID/ { at = $0; sub(/.*:/, "", at) }
		/^X-ICSRESERVE-ID:/ { n += 10 }
		/^CONFERENCE.*vc\.feishu\.cn/ { n += 100 }
		/^(CONFERENCE|URL).*vc\.feishu\.cn/ {
			sub(/.*\//, "")
			if (link != "-" && link != $0) n++
			link = $0
		}
		/^END:VEVENT/ {
			if (n && n != 110) link = link "?"
			printf "%s%s=%s", (m++ ? " " : ""), at, link
		}
		END { print "" }'
}
# play UID STEP...: a script for the meeting of an event; a step is "TIME WORD
# [WHO [MORE]]", with MORE a further part of the JSON object, as ,"external":true
play() {
	local uid=$1 steps='' at word who more
	shift
	for step; do
		read -r at word who more <<< "$step"
		steps+="${steps:+,}{\"at\":\"$at\",\"do\":\"$word\""
		[ -z "$who" ] || steps+=",\"who\":\"$who\""
		steps+="$more}"
	done
	post meetings/play "{\"reserve_id\":\"$(sql "SELECT reserve_id FROM bookings
	    WHERE uid = '$uid' ORDER BY start LIMIT 1")\",\"steps\":[$steps]}"
}
