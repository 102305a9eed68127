#!/bin/bash
# SPDX-License-Identifier: MIT
# Commands that give a secret: what they start ends with them.
. "$(dirname "$0")/../lib.sh"
start_box
one a.ics a 20261201T020000Z
# with COMMAND: the secret comes from it
with() {
	config <<< "$EXTRA"
	printf '%s\n' "$1" > ../command.sh
	sed -i "s|^app_secret = .*|app_secret_command = sh $DIR/command.sh|" ../config.ini
}
EXTRA=''
# left: how many processes of the command are there
left() { pgrep -cf "sleep 98[0-9].*$MARKER" || true; }
MARKER=.$$
# --- what runs on in the background doesn't hold the run
with "sleep 981$MARKER & echo sandbox-secret"
SECONDS=0; timeout 60 "$TOOL" -c ../config.ini --state "$DIR/state/state.db" -q sync a.ics > ../out 2>&1
is 'a background process is not waited for' "$? $((SECONDS < 20))" '0 1'
is 'and is left alone' "$(left)" 1
pkill -f "sleep 981$MARKER"
edit a.ics 's/^SUMMARY:a/&b/'
with "echo sandbox-secret; (while :; do echo more; done) & sleep 0.2"
SECONDS=0; timeout 60 "$TOOL" -c ../config.ini --state "$DIR/state/state.db" -q sync a.ics > ../out 2>&1
is 'nor is one that goes on printing' "$? $((SECONDS < 20))" '0 1'
pkill -f "$DIR/command.sh"
# --- signals end all of it
for signal in TERM INT HUP QUIT ALRM USR1 USR2 XCPU; do
	edit a.ics 's/^SUMMARY:a/&b/'
	with "sleep 982$MARKER & trap '' INT HUP TERM; sh -c 'sleep 983$MARKER; true' ; echo sandbox-secret"
	"$PYTHON" -c 'import os,signal,sys
for s in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT): signal.signal(s, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$TOOL" -c ../config.ini --state "$DIR/state/state.db" sync a.ics > ../out 2> ../err & RUN=$!
	for _ in $(seq 500); do [ "$(left)" = 3 ] && break; sleep 0.02; done
	kill -$signal $RUN; wait $RUN 2> /dev/null
	is "$signal: the run ends by it" "$?" "$((128 + $(kill -l $signal)))"
	# They are killed, but may be there still while others have the processor.
	for _ in $(seq 500); do [ "$(left)" = 0 ] && break; sleep 0.02; done
	is "$signal: and all that the command has started" "$(left)" 0
done
# --- so does its time, which is cut short here
with "sleep 984$MARKER & sleep 985$MARKER; echo sandbox-secret"
cat > short.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
int
clock_gettime(clockid_t id, struct timespec *t)
{
	static int (*real)(clockid_t, struct timespec *);
	static time_t first;
	if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
	int rc = real(id, t);
	if (id == CLOCK_MONOTONIC) {
		if (!first) first = t->tv_sec;
		t->tv_sec = first + (t->tv_sec - first) * 60;
	}
	return rc;
}
END
if [ -z "$VALGRIND" ] && cc -shared -fPIC -w -o short.so short.c -ldl 2> /dev/null; then
	SECONDS=0; ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0 LD_PRELOAD=$PWD/short.so tool sync a.ics
	is 'a command that takes too long' "$RC $((SECONDS < 30)) $(left)" '5 1 0'
	has 'it is told' "$(cat ../err)" 'took longer than 60 seconds'
else
	echo 'skip - its time: no compiler, or valgrind'
fi
