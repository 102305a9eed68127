#!/bin/bash
# SPDX-License-Identifier: MIT
# The units as they are installed: sound, hardened, and their command runs.
. "$(dirname "$0")/../lib.sh"
start_box
ROOT=$SQL/..
(umask 077; make -s -C "$ROOT" BUILD="$BUILD" DESTDIR="$DIR/root" PREFIX=/opt/ics install > ../made 2>&1)
is 'make install' $? 0
is 'whatever the umask, all may read it' "$(find "$DIR/root" ! -perm -444 -o -type d ! -perm -111 | head)" ''
U=$DIR/root/opt/ics/lib/systemd
for f in bin/icsreserve bin/icsreserve-sandbox share/man/man1/icsreserve.1 \
    share/man/man5/icsreserve.conf.5 share/doc/icsreserve/GUIDE.md \
    share/doc/icsreserve/export.schema.json share/doc/icsreserve/icsreserve.cron \
    share/bash-completion/completions/icsreserve share/bash-completion/completions/icsreserve-sandbox \
    share/zsh/site-functions/_icsreserve share/fish/vendor_completions.d/icsreserve.fish \
    lib/systemd/system/icsreserve@.service lib/systemd/system/icsreserve@.timer \
    lib/systemd/user/icsreserve@.service lib/systemd/user/icsreserve@.timer; do
	[ -s "$DIR/root/opt/ics/$f" ]; result $? "installed: $f"
done
has 'the unit has the path of the program' "$(cat "$U/system/icsreserve@.service")" 'ExecStart=/opt/ics/bin/icsreserve '
# The command of the unit, as systemd would run it for the profile "team".
mkdir -p etc/icsreserve lib/icsreserve/team cred
vevent a 20261201T020000Z | vcal > a.ics
printf '%s\n' sandbox-secret > cred/app_secret; chmod 400 cred/app_secret
cat > etc/icsreserve/team.ini <<END
[feishu]
app_id = cli_sandbox
app_secret_command = cat "\$CREDENTIALS_DIRECTORY/app_secret"
owner = ou_me
[calendar "team"]
path = $DIR/w/a.ics
END
command=$(sed -n 's/^ExecStart=//p' "$U/system/icsreserve@.service" |
    sed "s|/opt/ics|$DIR/root/opt/ics|; s|%E|$DIR/w/etc|g; s|%i|team|g")
unset XDG_STATE_HOME
CREDENTIALS_DIRECTORY=$DIR/w/cred ICSRESERVE_STATE=$DIR/w/lib/icsreserve/team/state.db $command > ../out 2> ../err
is 'the command of the unit' "$? $(cat ../out ../err) $(held)" '0  1'
grep -q ^X-ICSRESERVE-ID a.ics; result $? 'wrote the link'
# --- cron's line is the program that was installed
has 'the line for cron' "$(cat "$DIR/root/opt/ics/share/doc/icsreserve/icsreserve.cron")" '* /opt/ics/bin/icsreserve --quiet --no-progress sync'
# --- where a sandbox forbids chown, what is right anyway stays
cat > nochown.c <<'END'
#include <errno.h>
#include <unistd.h>
int
fchown(int fd, uid_t uid, gid_t gid)
{
	(void)fd, (void)uid, (void)gid;
	errno = EPERM;
	return -1;
}
END
cc -shared -fPIC -o nochown.so nochown.c
one mode.ics m 20261202T020000Z; chmod 664 mode.ics
ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=$PWD/nochown.so tool sync mode.ics
is 'without chown: written, the mode stays' "$RC $(grep -c ^X-ICSRESERVE-ID mode.ics) $(stat -c %a mode.ics) $(grep -c belonged ../err)" '0 1 664 0'
if [ "$(id -u)" = 0 ]; then
	one other.ics o 20261202T030000Z; chmod 664 other.ics; chown 2001:5000 other.ics
	ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=$PWD/nochown.so tool sync other.ics
	is 'an owner that can not be kept: the file is not replaced' "$RC $(stat -c '%a %u:%g' other.ics) $(grep -c ^X-ICSRESERVE-ID other.ics)" "1 664 2001:5000 0"
	has 'and it is told' "$(cat ../err)" "belongs to user 2001 and group 5000, which can't be kept"
else
	echo "skip - a file of somebody else's: only root can make one"
fi
# --- systemd's own word
if ! command -v systemd-analyze > /dev/null; then
	echo 'skip - the units: there is no systemd-analyze'
else
	mkdir units
	for unit in system/icsreserve@.service system/icsreserve@.timer; do
		sed "s|/opt/ics/|$DIR/root/opt/ics/|" "$U/$unit" > "units/${unit#*/}"
	done
	for kind in service timer; do
		cp "units/icsreserve@.$kind" "units/icsreserve@team.$kind"
	done
	for kind in service timer; do
		seen=$(systemd-analyze verify --man=no "units/icsreserve@team.$kind" 2>&1)
		is "systemd-analyze verify, $kind" "$(printf '%s' "$seen" | grep -F icsreserve)" ''
	done
	cp units/icsreserve@.service units/icsreserve-team.service
	level=$(systemd-analyze security --offline=true --threshold=20 units/icsreserve-team.service 2>&1 | tail -1)
	has 'systemd-analyze security: below 2.0' "$level" 'OK'
	echo "# $level"
fi
make -s -C "$ROOT" BUILD="$BUILD" DESTDIR="$DIR/root" PREFIX=/opt/ics uninstall > ../made 2>&1
is 'make uninstall leaves nothing' "$(find "$DIR/root" -type f)" ''
