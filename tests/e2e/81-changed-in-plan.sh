#!/bin/bash
# SPDX-License-Identifier: MIT
# A calendar file that another program replaces while the plan is made: what
# was planned from its first bytes is not done.
. "$(dirname "$0")/../lib.sh"
[ -z "$VALGRIND" ] || { echo 'skip - a file that changes: valgrind preloads of its own'; exit 0; }
cat > changes.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* From the AT-th time on that the calendar is opened, TIMES times, RUN is run before. */
static void before(const char *path)
{
	static int n;
	char command[4096];
	int at = atoi(getenv("AT"));
	if (!strstr(path, "/a0.ics") || strstr(path, "icsreserve")) return;
	n++;
	if (n < at || n >= at + atoi(getenv("TIMES"))) return;
	snprintf(command, sizeof(command), "%s", getenv("RUN"));
	unsetenv("LD_PRELOAD");
	if (system(command)) abort();
}
#define OPEN(name) int name(const char *path, int flags, ...) { \
	static int (*real)(const char *, int, ...); va_list a; int mode; \
	va_start(a, flags); mode = va_arg(a, int); va_end(a); \
	if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
	before(path); return real(path, flags, mode); }
OPEN(open)
OPEN(open64)
END
cc -shared -fPIC -w -o changes.so changes.c -ldl || { echo 'skip - a file that changes: no compiler'; exit 0; }
mv changes.so ..
start_box
config <<< "[calendar \"a\"]
path = $DIR/w/a"
# changing AT TIMES COMMAND ARGUMENT...
changing() {
	local at=$1 times=$2
	shift 2
	rm -rf a "$DIR/state"
	mkdir a
	mkdir -m 700 "$DIR/state"
	for i in $(seq 10 50); do vevent "u$i" 20261124T020000Z 'RRULE:FREQ=DAILY;COUNT=3'; done | vcal > a/a0.ics
	# More files than stay open, so that the first one is opened anew.
	for i in $(seq 10 50); do vevent "u$i" 20261125T050000Z RECURRENCE-ID:20261125T020000Z | vcal > "a/b$i.ics"; done
	AT=$at TIMES=$times RUN="sed -i s/SUMMARY:u/SUMMARY:v/ '$DIR/w/a/a0.ics'" \
	    ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0 LD_PRELOAD=$DIR/changes.so tool --json "$@"
}
for at in 2 3; do
	changing $at 1 sync -n
	is "replaced at opening $at, a dry run" "$RC $(totals)" '0 created=41 files_written=42'
	changing $at 1 sync
	is "replaced at opening $at" "$RC $(totals)" '0 created=41 files_written=42'
	is "replaced at opening $at: its new bytes are booked" \
	    "$(tail -n "+$((MARK + 1))" "$DIR/box/log" | grep -c '"topic":"v')" 41
	tool --json sync
	is "replaced at opening $at: the next run is quiet" "$RC $(totals)" '0 unchanged=41'
	tool cancel --all
done
changing 3 9 sync -n
would=$(totals)
changing 3 9 sync
is 'replaced time and again: the plan is what is done' "$(totals)" "$would"
is 'replaced time and again: in doubt' "$RC $(json "$DIR/out" '[p["kind"] for p in problems]')" '3 ["unreadable"]'
has 'it is named' "$(cat "$DIR/err")" '/a0.ics: it changed while it was being read'
is 'nothing is booked from it' "$(json "$DIR/out" 'sum("a0.ics" in a["file"] for a in actions)')" 0
is 'nothing is written into it' "$(grep -c X-ICSRESERVE a/a0.ics)" 0
# Removed while the plan is made: it may come back.
changing 99 0 sync
edit a/b10.ics 's/SUMMARY:u/SUMMARY:w/'
cp a/a0.ics ../kept
AT=2 TIMES=1 RUN="rm -f '$DIR/w/a/a0.ics'" ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0 \
    LD_PRELOAD=$DIR/changes.so tool --json sync --force
is 'removed: nothing is deleted' "$RC $(json "$DIR/out" 'totals["deleted"]')" '3 0'
cp ../kept a/a0.ics
tool --json sync
is 'it is back: nothing was lost' "$RC $(json "$DIR/out" 'totals["created"], totals["deleted"]')" '0 [0, 0]'
