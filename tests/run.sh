#!/bin/bash
# SPDX-License-Identifier: MIT
# Runs the kinds of tests that are named (tests/README.md has them), one more
# at a time than there are processors (JOBS), for most of them also wait; the
# longest come first.  Names every failure with what it said, goes on, and
# closes with "N passed, N failed" alone on the last line.  Exits non-zero when
# one failed.
#
#   BUILD=build tests/run.sh unit e2e     all of these kinds
#   tests/run.sh e2e/12-update crash/03   those whose name begins so
#
# VG=1 runs the programs under valgrind.  TIMES=FILE has a line for each of
# them there: seconds of processor, seconds that passed, its name.
set -u
cd "$(dirname "$0")/.." || exit 1
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
export BUILD CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8
export ASAN_OPTIONS=${ASAN_OPTIONS-detect_leaks=1:exitcode=99}
export LSAN_OPTIONS=${LSAN_OPTIONS-suppressions=$PWD/tests/lsan.txt:print_suppressions=0}
export UBSAN_OPTIONS=${UBSAN_OPTIONS-print_stacktrace=1:exitcode=99}
unset ICSRESERVE_STEP ICSRESERVE_NOW ICSRESERVE_STATE ICSRESERVE_BASE_URL \
    ICSRESERVE_APP_ID ICSRESERVE_APP_SECRET ICSRESERVE_OWNER NO_COLOR \
    MAKEFLAGS
JOBS=${JOBS:-$(($(nproc) + 1))}
LIMIT=${LIMIT:-3600}	# seconds for one of them: a hang is a failure
VALGRIND=
if [ -n "${VG-}" ]; then
	VALGRIND="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite"
fi
DIR=$(mktemp -d) || exit 1
trap 'rm -rf "$DIR"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
NAMES=() COMMANDS=()

# judge NAME STATUS LOG: what was said comes to; counts go into LOG.n.
judge() {
	awk -v name="$1" -v status="$2" '
	function fail(what) { failed++; print "FAIL " name ": " what; n = 0 }
	/^ok( [0-9]+)? .*# SKIP/ || /^skip - / {
		skipped++; print "skip " name ": " $0; open = 0; next }
	/^ok( [0-9]+)? - / { passed++; open = 0; next }
	/^not ok( [0-9]+)? - / {
		sub(/^not ok( [0-9]+)? - /, ""); fail($0); open = 1; next }
	open && n++ < 25 { print "    " substr($0, 1, 400) }
	{ last[++lines % 15] = $0 }
	END {
		# A test program counts its failures in its status; 99 is
		# valgrind, from 124 on it was stopped or killed.
		if (status >= 99 || (status && !failed))
			fail("ended with status " status)
		else if (!passed && !failed && !skipped)
			fail("not a single check")
		else
			lines = 0
		for (i = lines > 15 ? lines - 14 : 1; i <= lines; i++)
			print "    " substr(last[i % 15], 1, 400)
		print passed + 0, failed + 0, skipped + 0 > counts
	}' counts="$3.n" "$3" > "$3.said"
	cat "$3.said"
}

# left MARK: the processes that have it in their environment
left() { grep -lz "^ICSR_TEST=$1\$" /proc/[0-9]*/environ 2> /dev/null | cut -d/ -f3; }

# tell_left LOG: a test ends what it has started; what it has not ended yet a
# second later is a failure of it, and is ended here.
tell_left() {
	local pid
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ -n "$(left "$1")" ] || return 0
		sleep 0.1
	done
	for pid in $(left "$1"); do
		echo "not ok - process $pid is left running: $(tr '\0' ' ' 2> /dev/null < "/proc/$pid/cmdline")" >> "$1"
		kill "$pid" 2> /dev/null
	done
}

# took NAME BEGAN LOG: its line in TIMES.  A pipe would have a shell of its own.
took() {
	times > "$3.took"
	awk -v name="$1" -v began="$2" -v now="$EPOCHREALTIME" '
		function seconds(t,  part) {
			split(t, part, /[ms]/)
			return part[1] * 60 + part[2]
		}
		NR == 2 { printf "%7.2f %7.2f %s\n",
			seconds($1) + seconds($2), now - began, name }' "$3.took" >> "$TIMES"
}

# run NAME LOG COMMAND...
run() {
	local name=$1 log=$2 status began=$EPOCHREALTIME
	shift 2
	ICSR_TEST=$log JOBS=$EACH timeout -k 10 "$LIMIT" "$@" > "$log" 2>&1 < /dev/null
	status=$?
	[ -z "${TIMES-}" ] || took "$name" "$began" "$log"
	tell_left "$log"
	judge "$name" $status "$log"
}

# queue NAME COMMAND...: it is run when all are known.
queue() {
	NAMES+=("$1")
	shift
	COMMANDS+=("$(printf '%q ' "$@")")
}

# in_order: the numbers of what is queued, by tests/longest.txt
in_order() {
	printf '%s\n' "${NAMES[@]}" | awk '
		NR == FNR { if (!/^#/) place[$1] = FNR; next }
		{ print ($1 in place ? place[$1] : 9999), FNR }
	' tests/longest.txt - | sort -n | cut -d' ' -f2
}

# run_all: one that could do several things at once does so when it is alone.
run_all() {
	local n EACH=1
	[ ${#NAMES[@]} -gt 0 ] ||
		{ echo 'tests/run.sh: nothing of that name' >&2; exit 2; }
	[ ${#NAMES[@]} -gt 1 ] || EACH=$JOBS
	for n in $(in_order); do
		while [ "$(jobs -rp | wc -l)" -ge "$JOBS" ]; do
			wait -n
		done
		eval "run ${NAMES[n - 1]} $DIR/$n ${COMMANDS[n - 1]}" &
	done
	wait
}

missing() { queue "$1" sh -c "echo '$2 is not there: run make tests'; exit 1"; }

# binaries KIND SOURCES...: each source has its program in $BUILD/unit.
binaries() {
	local kind=$1 source name
	shift
	for source; do
		[ -e "$source" ] || continue
		name=$(basename "$source" .c)
		case $kind/$name in "$ONLY"*) ;; *) continue ;; esac
		if [ -x "$BUILD/unit/$name" ]; then
			# shellcheck disable=SC2086
			queue "$kind/$name" $VALGRIND "$BUILD/unit/$name"
		else
			missing "$kind/$name" "$BUILD/unit/$name"
		fi
	done
}

# scripts KIND [ARGUMENT]...: each of them, with the arguments.
scripts() {
	local kind=$1 script name
	shift
	for script in tests/"$kind"/*.sh; do
		[ -e "$script" ] || continue
		name=$(basename "$script" .sh)
		case $kind/$name in "$ONLY"*) ;; *) continue ;; esac
		queue "$kind/$name" bash "$script" "$@"
	done
}

# Each saved input is a test of its own, and of what reads calendars each of ours.
fuzz() {
	local program=$1 name input inputs rc=0
	name=${program##*/fuzz_}
	inputs=(tests/fuzz/corpus/"$name"/*)
	case $name in cut | parse | readback | recur | splice | zone)
		inputs+=(tests/data/synthetic/*) ;;
	esac
	for input in "${inputs[@]}"; do
		[ -f "$input" ] || continue
		# shellcheck disable=SC2086
		$VALGRIND "$program" "$input"
		case $? in
		0) echo "ok - ${input##*/}" ;;
		*) echo "not ok - ${input##*/}"; rc=1 ;;
		esac
	done
	return $rc
}

fuzzers() {
	local source name
	export -f fuzz
	export VALGRIND
	for source in tests/fuzz/fuzz_*.c; do
		[ -e "$source" ] || continue
		name=$(basename "$source" .c)
		if [ -x "$BUILD/fuzz/$name" ]; then
			queue "fuzz/$name" bash -c 'fuzz "$1"' - "$BUILD/fuzz/$name"
		else
			missing "fuzz/$name" "$BUILD/fuzz/$name"
		fi
	done
}

for arg; do
	kind=${arg%%/*}
	ONLY=$kind/
	[ "$kind" = "$arg" ] || ONLY=$arg
	case $kind in
	unit) binaries unit tests/unit/test_*.c ;;
	golden) binaries golden tests/unit/golden_*.c ;;
	fuzz) fuzzers ;;
	e2e | corpora | promises | pairs | recur | zones | year | walk | chain | \
	    dav | deb)
		scripts "$kind" ;;
	recur-sample | corpora-sample | promises-sample | year-sample | \
	    chain-sample | dav-sample | walk-sample)
		kind=${kind%-sample} ONLY=${kind%-sample}/
		scripts "$kind" --sample ;;
	crash | fault)
		queue "$kind" bash "tests/$kind/$kind.sh" "${ONLY#"$kind/"}" ;;
	crash-sample | fault-sample)
		queue "$kind" bash "tests/${kind%-sample}/${kind%-sample}.sh" --sample ;;
	*)
		echo "tests/run.sh: there is no kind '$kind'" >&2
		exit 2 ;;
	esac
done
run_all
cat "$DIR"/*.n | awk '
	{ passed += $1; failed += $2; skipped += $3 }
	END {
		printf "%d passed, %d failed", passed, failed
		if (skipped) printf ", %d skipped", skipped
		print ""
		exit failed > 0
	}'
