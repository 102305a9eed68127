#!/bin/bash
# SPDX-License-Identifier: MIT
# What stands in the way of the state is told as what it is: no permission is
# wrong usage (2), a failing disk or no locks is a failure (1), and only a
# damaged state is damaged (7).
. "$(dirname "$0")/../lib.sh"
start_box
one a.ics a 20261201T020000Z
tool -q sync a.ics; is 'a state' $RC 0
S=$DIR/state/state.db
# --- no permission
as_user() { setpriv --reuid 12345 --regid 12345 --clear-groups "$@"; }
[ "$(id -u)" = 0 ] || as_user() { "$@"; }
# denied NAME: sync and a look, with what has been set up
denied() {
	local c
	for c in "sync a.ics" status "sync -n a.ics" "cancel --all"; do
		# shellcheck disable=SC2086
		as_user "$TOOL" -c "$DIR/config.ini" --state "$S" $c > ../out 2> ../err
		is "$1: $c" "$? $(grep -c damaged ../err)" "2 0"
		has "$1: $c: the remedy" "$(cat ../err)" '--state'
	done
}
if [ "$(id -u)" != 0 ] || command -v setpriv > /dev/null; then
	chmod 755 "$DIR" "$DIR/w"
	[ "$(id -u)" != 0 ] || chown -R 12345:12345 "$DIR/state" "$DIR/config.ini" .
	chmod 500 "$DIR/state"; chmod 400 "$DIR/state/"*
	as_user "$TOOL" -c "$DIR/config.ini" --state "$S" sync a.ics > ../out 2> ../err
	is 'a state that may only be read: sync' "$? $(grep -c damaged ../err)" '2 0'
	as_user "$TOOL" -c "$DIR/config.ini" --state "$S" status > ../out 2> ../err
	is 'a state that may only be read: status' "$?" 0
	chmod 000 "$DIR/state/"*; denied 'files that may not be read'
	chmod 600 "$DIR/state/"*; chmod 000 "$DIR/state"; denied 'a folder that may not be entered'
	chmod 500 "$DIR/state"; rm -rf ../none; mkdir ../none; chmod 500 ../none
	[ "$(id -u)" != 0 ] || chown 12345 ../none
	for s in ../none/s.db ../none/deep/s.db; do
		as_user "$TOOL" -c "$DIR/config.ini" --state $s sync a.ics > ../out 2> ../err
		is "no state can be made: $s" "$? $(grep -c -e '--state' ../err)" '2 1'
	done
	chmod 700 "$DIR/state"
	[ "$(id -u)" != 0 ] || chown -R 0:0 "$DIR/state" "$DIR/config.ini" .
else
	echo 'skip - no permission: there is no setpriv'
fi
for s in a.ics/s.db "$DIR/w"; do
	tool sync a.ics --state $s; is "a place that is none: $s" "$RC $(grep -c damaged ../err)" '2 0'
done
mkfifo ../pipe
for c in 'sync a.ics' status 'restore ../copy.db'; do
	# shellcheck disable=SC2086
	tool $c --state ../pipe
	is "a pipe as the state: $c" "$RC $(find .. -name pipe.lock | wc -l)" '2 0'
	has "a pipe as the state: $c: told" "$(said)" 'no plain file'
done
tool doctor --state ../pipe
has 'doctor tells, too' "$(cat ../out)" 'choose another place by --state'
cp "$S" ../copy.db
tool restore ../pipe; is 'nor is a copy read from one' "$RC $(grep -c 'no plain file' ../err)" '2 1'
# --- a version of before kept words that held the proxy's password
cp -r "$DIR/state" "$DIR/state.was"
first_state
"$PYTHON" -c 'import sqlite3,sys
c = sqlite3.connect(sys.argv[1])
for table in "bookings", "operations":
    c.execute("UPDATE %s SET error_message = ?" % table, ("x: Unsupported proxy syntax in \x27me:pa ss55@proxy:99999\x27",))
c.commit()' "$S"
tool status; hasnt 'status does not show it' "$(said)" ss55
tool sync a.ics
is 'the state is cleaned of it, and so are copies' "$RC $(grep -lac ss55 "$DIR/state/"* | wc -l)" '0 0'
hasnt 'nor is it told' "$(said)" ss55
rm -rf "$DIR/state"; mv "$DIR/state.was" "$DIR/state"
# --- failures of the system
cat > fail.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
static int
state(int fd)
{
	char link[64], to[4096];
	ssize_t n;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, to, sizeof(to) - 1);
	to[n > 0 ? n : 0] = 0;
	return strstr(to, "state.db") != NULL;
}
static int
fails(const char *what, int fd)
{
	const char *want = getenv("FAIL");
	return want && !strcmp(want, what) && state(fd);
}
int
fcntl(int fd, int cmd, ...)
{
	static int (*real)(int, int, void *);
	va_list ap; void *arg;
	va_start(ap, cmd); arg = va_arg(ap, void *); va_end(ap);
	if (!real) real = (int (*)(int, int, void *))dlsym(RTLD_NEXT, "fcntl");
	if ((cmd == F_SETLK || cmd == F_OFD_SETLK) && fails("lock", fd)) { errno = ENOLCK; return -1; }
	return real(fd, cmd, arg);
}
int fcntl64(int fd, int cmd, ...) { va_list ap; void *arg; va_start(ap, cmd); arg = va_arg(ap, void *); va_end(ap); return fcntl(fd, cmd, arg); }
#define EIO_ON(type, name, what, args, call) type name args { static type (*real) args; \
	if (!real) real = (type (*) args)dlsym(RTLD_NEXT, #name); \
	if (fails(what, fd)) { errno = EIO; return -1; } return real call; }
EIO_ON(ssize_t, pread, "read", (int fd, void *p, size_t n, off_t o), (fd, p, n, o))
EIO_ON(ssize_t, pread64, "read", (int fd, void *p, size_t n, off64_t o), (fd, p, n, o))
EIO_ON(ssize_t, pwrite, "write", (int fd, const void *p, size_t n, off_t o), (fd, p, n, o))
EIO_ON(ssize_t, pwrite64, "write", (int fd, const void *p, size_t n, off64_t o), (fd, p, n, o))
EIO_ON(int, fsync, "sync", (int fd), (fd))
EIO_ON(int, fdatasync, "sync", (int fd), (fd))
END
cc -shared -fPIC -w -o fail.so fail.c -ldl || { echo 'skip - failures: no compiler'; exit 0; }
edit a.ics 's/^SUMMARY:a/&b/'
# told WHAT COMMAND SAYS: it fails with 1 and says so
told() {
	FAIL=$1 ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0 LD_PRELOAD=$PWD/fail.so tool $2
	is "$1 fails: $2" "$RC $(grep -c 'damaged' ../err)" '1 0'
	has "$1 fails: $2: why" "$(cat ../err)" "$3"
}
told lock 'sync a.ics' 'No locks available'
told read 'sync a.ics' 'Input/output error'
told read status 'Input/output error'
told write 'sync a.ics' 'Input/output error'
told sync 'sync a.ics' 'Input/output error'
tool --json sync a.ics
is 'then it goes on' "$RC $(totals)" '0 updated=1'
is 'the state is sound' "$(sql 'PRAGMA integrity_check')" ok
# --- files that may not grow
for i in $(seq 400); do vevent "e$i-$(printf 'x%.0s' {1..100})" 20261201T020000Z; done | vcal > many.ics
tool -q import many.ics -o copies.ics
for limit in 50 33 20 4; do
	for c in 'import many.ics -o copies.ics --csv x.csv' 'sync a.ics' 'verify'; do
		edit a.ics 's/^SUMMARY:a/&b/'
		# shellcheck disable=SC2086
		(ulimit -f $limit; exec timeout 60 "$TOOL" -c ../config.ini --state "$S" $c) > ../out 2> ../err
		rc=$?
		is "ulimit -f $limit: $c: no disk is blamed" "$(grep -c 'disk fails\|make room' ../err)" 0
		[ $rc = 0 ] || has "ulimit -f $limit: $c: the remedy" "$(cat ../err)" 'ulimit -f'
	done
done
tool -q cancel --all
is 'without a limit it goes on' "$RC $(sql 'PRAGMA integrity_check')" '0 ok'
one big.ics big 20261202T020000Z
head -c 800000 /dev/zero | tr '\0' x | fold -w 70 | sed 's/^/ /; s/$/\r/' > ../lines
{ sed '/^END:VEVENT/,$d' big.ics; printf 'X-LONG:\r\n'; cat ../lines; printf '\r\n'; printf 'END:VEVENT\r\nEND:VCALENDAR\r\n'; } > big.new && mv big.new big.ics
one small.ics small 20261202T020000Z
before=$(sha256sum < big.ics)
ulimit -f 700 2> /dev/null && {
	tool sync big.ics small.ics
	is 'SIGXFSZ: the file that is too large fails, the other is written' "$RC $(grep -c ^X-ICSRESERVE-ID small.ics) $(sha256sum < big.ics)" "1 1 $before"
	has 'it is named' "$(cat ../err)" 'File too large'
}
# --- a state that is gone, and what it left: SQLite would play it back into the new one
for end in -wal -journal; do
	: > "$DIR/lost.db$end"
	"$TOOL" -c "$DIR/config.ini" --state "$DIR/lost.db" sync a.ics > ../out 2> ../err
	is "a state is missing, its $end is there" "$? $(grep -c "lost.db$end is there" ../err) $(ls "$DIR/lost.db" 2> /dev/null)" '7 1 '
	rm -f "$DIR/lost.db"*
done
