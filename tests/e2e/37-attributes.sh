#!/bin/bash
# SPDX-License-Identifier: MIT
# What a file has beside its bytes stays when the file is replaced: owner,
# group, mode, ACL and the extended attributes of users and the system.
. "$(dirname "$0")/../lib.sh"
start_box
# all FILE: what it has
all() {
	stat -c '%a %u:%g' "$1"
	if [ -n "$ACL" ]; then getfacl -cpn "$1"; fi
	if [ -n "$XATTR" ]; then getfattr -d -m '^(user|trusted|security)\.' -e hex --absolute-names "$1" | sed 1d | sort; fi
}
ACL='' XATTR='' U=12345
: > probe
if command -v setfacl > /dev/null && setfacl -m u:$U:rw probe 2> /dev/null; then ACL=1
else echo 'skip - ACLs: no setfacl, or a file system without them'; fi
if command -v setfattr > /dev/null && setfattr -n user.x -v y probe 2> /dev/null; then XATTR=1
else echo 'skip - extended attributes: no setfattr, or a file system without them'; fi
# kept NAME FILE COMMAND...: the command writes the file, which keeps all
kept() {
	local name=$1 file=$2 before bytes
	shift 2
	before=$(all "$file") bytes=$(sha256sum < "$file")
	tool "$@"
	is "$name: it is done" "$RC" 0
	[ "$(sha256sum < "$file")" != "$bytes" ]; result $? "$name: the file was written"
	is "$name: all is kept" "$(all "$file")" "$before"
}
# both NAME FILE: a sync writes it, and so does cancel
both() {
	kept "$1, sync" "$2" sync "$2"
	kept "$1, cancel" "$2" cancel "$3"
}
one mode.ics mode 20261201T020000Z; chmod 604 mode.ics
both 'a mode' mode.ics mode
if [ "$(id -u)" = 0 ]; then
	one owner.ics owner 20261201T020000Z; chown $U:54321 owner.ics; chmod 2664 owner.ics
	both 'an owner' owner.ics owner
	one cut.ics cut 20261201T020000Z; chown $U:54321 cut.ics; chmod 4755 cut.ics
	both 'set-id bits' cut.ics cut
fi
if [ -n "$ACL" ]; then
	one acl.ics acl 20261201T020000Z; chmod 660 acl.ics
	setfacl -m u:$U:rw,g::--- acl.ics
	both 'an ACL that gives a user what the group has not' acl.ics acl
	one deny.ics deny 20261201T020000Z; chmod 666 deny.ics
	setfacl -m u:$U:---,g:54321:r--,m::rw deny.ics
	both 'an ACL that takes' deny.ics deny
	# A folder that gives each new file an ACL.
	mkdir fold; one fold/plain.ics plain 20261201T020000Z; chmod 640 fold/plain.ics
	one fold/own.ics own 20261202T020000Z; chmod 640 fold/own.ics
	setfacl -m u:54321:r fold/own.ics
	setfacl -d -m u:$U:rw fold
	both "a folder's default is not given to a file without an ACL" fold/plain.ics plain
	both "nor to one with another" fold/own.ics own
	tool -q sync fold
	tool export --format ics -o fold/out.ics
	chmod 600 fold/out.ics; setfacl -m u:54321:r fold/out.ics
	one more.ics more 20261203T020000Z; tool sync more.ics
	kept 'export' fold/out.ics export --format ics -o fold/out.ics
	printf '[calendar "c"]\npath = w/src.ics\noutput = w/to.ics\n' | config
	one src.ics src 20261204T020000Z; cp src.ics to.ics
	chmod 620 to.ics; setfacl -m u:$U:r to.ics
	kept 'the output of a calendar' to.ics sync c
fi
if [ -n "$XATTR" ]; then
	one x.ics x 20261201T020000Z; chmod 600 x.ics
	setfattr -n user.mime_type -v text/calendar x.ics
	setfattr -n user.binary -v 0x000102ff x.ics
	setfattr -n user.empty x.ics
	both 'attributes of users' x.ics x
	chmod 440 x.ics
	both 'of a file that is read-only' x.ics x
fi
if [ -n "$XATTR" ] && [ "$(id -u)" = 0 ]; then
	one s.ics s 20261201T020000Z; chmod 604 s.ics
	setfattr -n trusted.note -v x s.ics && setfattr -n security.note -v y s.ics
	both 'attributes of the system' s.ics s
fi
# A file, or its folder, that can't be replaced: nothing is booked, nothing
# stays behind, and the way out is named.
: > flag
if command -v chattr > /dev/null && chattr +a flag 2> /dev/null; then
	chattr -a flag
	for f in i a; do
		mkdir d$f; one d$f/x.ics "flag$f" 20261201T020000Z; one f$f.ics "own$f" 20261202T020000Z; ln -s f$f.ics l$f.ics
		for where in f$f.ics d$f; do
			for named in $where $([ $where = d$f ] || echo l$f.ics); do
				chattr +$f $where; n=$(held) before=$(snap)
				tool sync $named
				is "chattr +$f $where: $named is not booked" "$RC $(($(held) - n))" '1 0'
				is "chattr +$f $where: $named is as it was" "$(snap)" "$before"
				has "chattr +$f $where: the way out of $named" "$(cat ../err)" "chattr -$f takes that away), so the link could not be written"
				chattr -$f $where
			done
			tool sync $where
			is "chattr -$f $where: booked" "$RC $(($(held) - n))" '0 1'
			chattr +$f $where; before=$(snap)
			tool cancel "$([ $where = d$f ] && echo "flag$f" || echo "own$f")"
			is "chattr +$f $where, cancel: as it was" "$RC $(snap)" "1 $before"
			has "chattr +$f $where, cancel: the way out" "$(cat ../err)" "chattr -$f takes that away"
			chattr -$f $where
		done
		chattr +$f d$f; before=$(snap)
		tool export --format csv -o d$f/out.csv
		is "chattr +$f d$f: export leaves nothing there" "$(($RC > 0)) $(snap)" "1 $before"
		chattr -$f d$f
		tool -q cancel --all
	done
	rm -r da di fa.ics fi.ics la.ics li.ics
else
	echo 'skip - flags of files: no chattr, or a file system without them'
fi
# What can't be kept: the file is left as it is, and named.
cat > refuse.c <<'END'
#include <errno.h>
#include <sys/types.h>
int fchown(int fd, uid_t u, gid_t g) { (void)fd, (void)u, (void)g; errno = EPERM; return -1; }
int
fsetxattr(int fd, const char *name, const void *v, size_t n, int flags)
{
	(void)fd, (void)name, (void)v, (void)n, (void)flags;
	errno = ENOSPC;
	return -1;
}
END
cc -shared -fPIC -o refuse.so refuse.c || { echo 'skip - no compiler for what refuses'; exit 0; }
# left NAME FILE WHAT
left() {
	local before
	before=$(all "$2"; cat "$2"; ls -A)
	ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0 LD_PRELOAD=$PWD/refuse.so tool sync "$2"
	is "$1: the event failed, the file is as it was" "$RC $(all "$2"; cat "$2"; ls -A)" "1 $before"
	has "$1: it is named" "$(cat ../err)" "$2: it is left as it is"
	has "$1: what can not be kept" "$(cat ../err)" "$3"
	kept "$1: where it can be, it is" "$2" sync "$2"
}
if [ -n "$ACL" ]; then
	one la.ics la 20261201T020000Z; setfacl -m u:$U:r la.ics
	left 'no ACL' la.ics "its ACL can't be kept"
fi
if [ -n "$XATTR" ]; then
	one lx.ics lx 20261201T020000Z; setfattr -n user.note -v x lx.ics
	left 'no attributes' lx.ics "attribute user.note can't be kept"
	if [ "$(id -u)" = 0 ]; then
		one ls.ics ls 20261201T020000Z; setfattr -n trusted.note -v x ls.ics
		left 'no attributes of the system' ls.ics "attribute trusted.note can't be kept"
	fi
fi
if [ "$(id -u)" = 0 ]; then
	one lo.ics lo 20261201T020000Z; chown $U:54321 lo.ics
	left 'no owner' lo.ics "belongs to user $U and group 54321, which can't be kept"
fi
# A system that drops set-id bits without an error.
cat > drop.c <<'END'
#define _GNU_SOURCE
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
int fchmod(int fd, mode_t m) { return (int)syscall(SYS_fchmod, fd, m & 0777); }
END
cc -shared -fPIC -o drop.so drop.c
one ld.ics ld 20261201T020000Z; chmod 6755 ld.ics; cp ld.ics ../was
ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0 LD_PRELOAD=$PWD/drop.so tool sync ld.ics
is 'set-id bits are dropped: the file is as it was' "$RC $(stat -c %a ld.ics) $(cmp ld.ics ../was)" '1 6755 '
has 'it is named' "$(cat ../err)" "ld.ics: it is left as it is, since its set-id bits can't be kept"
kept 'where they can be, they are' ld.ics sync ld.ics
# As another user nothing is booked for a file that could not be replaced.
if [ "$(id -u)" = 0 ] && [ -z "$VALGRIND" ] && command -v setpriv > /dev/null; then
	chmod 755 "$DIR" "$DIR/w"
	mkdir g; chown $U:$U g; mkdir -m 700 ../theirs; cp ../config.ini ../theirs.ini; chown $U:$U ../theirs ../theirs.ini
	# theirs NAME STATUS-AND-HELD: a run as user $U
	theirs() {
		setpriv --reuid $U --regid $U --clear-groups "$TOOL" -c "$DIR/theirs.ini" --state "$DIR/theirs/s.db" sync g/x.ics > ../out 2> ../err
		is "$1" "$? $(held)" "$2"
		rm -f g/x.ics
	}
	n=$(held)
	one g/x.ics x1 20261201T020000Z; chmod 664 g/x.ics; chgrp $U g/x.ics
	theirs "another owner: nothing is booked" "1 $n"
	has 'another owner: it is named' "$(cat ../err)" 'its owner or group could not be kept'
	one g/x.ics x2 20261201T020000Z; chown $U:54321 g/x.ics
	theirs "another group: nothing is booked" "1 $n"
	one g/x.ics x3 20261201T020000Z; chown $U:$U g/x.ics
	theirs "their own: booked" "0 $((n + 1))"
	chgrp 54321 g; chmod 2755 g
	one g/x.ics x4 20261201T020000Z; chown $U:54321 g/x.ics
	theirs "the group of a set-gid folder: booked, in place of the one before" "0 $((n + 1))"
	# A write takes set-id bits away.
	chgrp $U g; chmod 755 g
	for m in 4755 2755 2775 6755 2664 1644; do
		rm -rf ../theirs/s.db*
		one g/x.ics "x$m" 20261201T020000Z; chown $U:$U g/x.ics; chmod $m g/x.ics
		n=$(held)
		setpriv --reuid $U --regid $U --clear-groups "$TOOL" -c "$DIR/theirs.ini" --state "$DIR/theirs/s.db" sync g/x.ics > ../out 2> ../err
		is "mode $m: booked, and kept" "$? $(($(held) - n)) $(stat -c %a g/x.ics) $(grep -c ^X-ICSRESERVE-ID g/x.ics)" "0 1 $m 1"
	done
	chgrp 54321 g; chmod 2755 g
	for m in 2664 2755; do
		rm -rf ../theirs/s.db*
		one g/x.ics "y$m" 20261201T020000Z; chown $U:54321 g/x.ics; chmod $m g/x.ics
		cp g/x.ics ../was; n=$(held)
		setpriv --reuid $U --regid $U --clear-groups "$TOOL" -c "$DIR/theirs.ini" --state "$DIR/theirs/s.db" sync g/x.ics > ../out 2> ../err
		is "set-gid for another group, mode $m: nothing is booked" "$? $(held) $(stat -c %a g/x.ics) $(cmp g/x.ics ../was)" "1 $n $m "
		has "it, mode $m: named" "$(cat ../err)" 'g/x.ics'
	done
fi
