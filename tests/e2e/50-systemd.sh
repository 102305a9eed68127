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
    lib/systemd/system/icsreserve-backup@.service lib/systemd/system/icsreserve-backup@.timer \
    lib/systemd/system/icsreserve-failed@.service lib/sysusers.d/icsreserve.conf lib/tmpfiles.d/icsreserve.conf \
    share/icsreserve/backup.sh share/icsreserve/hooks/feishu-bot.py \
    lib/systemd/user/icsreserve@.service lib/systemd/user/icsreserve@.timer \
    lib/systemd/system/icsreserve-attendance@.service lib/systemd/system/icsreserve-attendance@.timer \
    lib/systemd/user/icsreserve-attendance@.service lib/systemd/user/icsreserve-attendance@.timer; do
	[ -s "$DIR/root/opt/ics/$f" ]; result $? "installed: $f"
done
# Where the rules of the packages put a file elsewhere, by its name there.
not_packed=$(cd "$DIR/root/opt/ics" && find . -type f -printf '%P\n' | sed '
	s|^lib/systemd|\x2flib/systemd|; t
	/^lib\/\(sysusers\|tmpfiles\)\.d\//d
	/^share\/doc\/icsreserve\/LICENSE$/d
	s|zsh/site-functions|zsh/vendor-completions|
	s|^|/usr/|' | while read -r f; do
	packed=
	while read -r path; do
		case $f in "/$path" | "/$path"/*) packed=1 ;; esac
	done < <(cat "$ROOT"/contrib/debian/*.install)
	[ "$packed" ] || echo "$f"
done)
is 'what is installed is in a package' "$not_packed" ''
has 'the unit has the path of the program' "$(cat "$U/system/icsreserve@.service")" 'ExecStart=/opt/ics/bin/icsreserve '
# The command of the unit, as systemd would run it for the profile "team".
mkdir -p etc/icsreserve lib/icsreserve/team cred
vevent a 20261201T020000Z | vcal > a.ics
printf '%s\n' sandbox-secret > cred/app_secret; chmod 400 cred/app_secret
cat > etc/icsreserve/team.ini <<END
[feishu]
app_id = cli_sandbox
app_secret_file = \${CREDENTIALS_DIRECTORY}/app_secret
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
# --- the unit that records who is in the meetings, beside it
look=$(sed -n 's/^ExecStart=//p' "$U/system/icsreserve-attendance@.service" |
    sed "s|/opt/ics|$DIR/root/opt/ics|; s|%E|$DIR/w/etc|g; s|%i|team|g")
now 2026-12-01T02:00:00Z
MARK=$(wc -l < ../box/log)
CREDENTIALS_DIRECTORY=$DIR/w/cred ICSRESERVE_STATE=$DIR/w/lib/icsreserve/team/state.db $look > ../out 2> ../err
is 'the command of the unit for attendance' "$? $(cat ../out ../err) $(calls)" '0  active=1 token=1'
now 2026-11-22T00:00:00Z
# --- a credential that is root's, and readable by an ACL, as on a tmpfs
if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null; then
	chmod 440 cred/app_secret; chmod 755 .. . cred
	sed "s|^app_secret_file.*|app_secret_file = $DIR/w/cred/app_secret|" etc/icsreserve/team.ini > plain.ini; chmod 600 plain.ini
	edit a.ics 's/^SUMMARY.*/SUMMARY:x/'
	"$TOOL" -c plain.ini --state lib/icsreserve/team/state.db sync > /dev/null 2>&1; is 'elsewhere such a file is refused' $? 2
	CREDENTIALS_DIRECTORY=$DIR/w/cred ICSRESERVE_STATE=$DIR/w/lib/icsreserve/team/state.db $command > ../out 2>&1
	is "as systemd's it is taken" "$? $(cat ../out)" '0 '
else
	echo 'skip - a credential of root: only root can make one'
fi
# --- without it, by hand
(unset CREDENTIALS_DIRECTORY; $TOOL -c etc/icsreserve/team.ini --state lib/icsreserve/team/state.db status) > ../out 2>&1
is 'what needs no secret runs without' $? 0
edit a.ics 's/^SUMMARY.*/SUMMARY:y/'
(unset CREDENTIALS_DIRECTORY; $TOOL -c etc/icsreserve/team.ini --state lib/icsreserve/team/state.db sync) > ../out 2>&1
is 'what needs it says what is missing' "$? $(grep -c '{CREDENTIALS_DIRECTORY}/app_secret' ../out)" '2 1'

# --- copies of the state, and the way back
keep() { KEEP=3 ICSRESERVE=$TOOL ICSRESERVE_STATE=$DIR/w/lib/icsreserve/team/state.db ICSRESERVE_NOW='' PATH=$DIR/w/clock:$PATH \
    "$DIR/root/opt/ics/share/icsreserve/backup.sh" "$DIR/w/copies" --config "$DIR/w/etc/icsreserve/team.ini" > ../out 2>&1; }
mkdir clock
for day in 1 2 3 4 5; do
	printf '#!/bin/sh\necho 2026110%sT000000Z\n' $day > clock/date; chmod +x clock/date
	keep; is "copy $day" "$? $(cat ../out)" '0 '
done
is 'the newest three are kept' "$(ls copies | tr '\n' ' ')" 'state-20261103T000000Z.db state-20261104T000000Z.db state-20261105T000000Z.db '
mv lib/icsreserve/team/state.db lost; printf '#!/bin/sh\necho 20261106T000000Z\n' > clock/date
keep; is 'without a state: no copy, and no older one goes' "$? $(ls copies | wc -l)" '2 3'
rm -f lib/icsreserve/team/state.db*
team() { CREDENTIALS_DIRECTORY=$DIR/w/cred "$TOOL" -c etc/icsreserve/team.ini --state lib/icsreserve/team/state.db "$@" > ../out 2> ../err; }
team restore copies/state-20261105T000000Z.db; is 'restored' $? 0
n=$(held); team sync; is 'after it nothing is made twice' "$? $(held)" "0 $n"
team verify; is 'and the server agrees' "$? $(grep -c '0 gone, 0 expired, 0 drifted' ../out)" '0 1'
# A lost state is not adopted from the calendars: they stay as they are.
mv lib/icsreserve/team lib/icsreserve/gone; mkdir -m 700 lib/icsreserve/team; cp a.ics as_it_was
team sync; same 'with no copy nothing is taken over, and nothing is written' a.ics as_it_was
is 'and nothing is booked twice' "$(held)" "$n"
team cancel --strays team; team sync; is 'until somebody says so' "$? $(held)" "0 $((n + 1))"

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
	for unit in "$U"/system/*; do
		sed "s|/opt/ics/|$DIR/root/opt/ics/|" "$unit" > "units/${unit##*/}"
		cp "units/${unit##*/}" "units/$(basename "$unit" | sed 's/@/@team/')"
	done
	for unit in units/*@team.*; do
		seen=$(systemd-analyze verify --man=no "$unit" 2>&1)
		is "systemd-analyze verify ${unit#units/}" "$(printf '%s' "$seen" | grep -F icsreserve)" ''
	done
	for unit in icsreserve@ icsreserve-backup@; do
		cp "units/$unit.service" "units/${unit%@}-team.service"
		level=$(systemd-analyze security --offline=true --threshold=16 "units/${unit%@}-team.service" 2>&1 | tail -1)
		case $level in
		*OK* | *SAFE*) result 0 "systemd-analyze security $unit: below 1.6" ;;
		*) result 1 "systemd-analyze security $unit: below 1.6" "$level" ;;
		esac
	done
fi
make -s -C "$ROOT" BUILD="$BUILD" DESTDIR="$DIR/root" PREFIX=/opt/ics uninstall > ../made 2>&1
is 'make uninstall leaves nothing' "$(find "$DIR/root" -type f)" ''
