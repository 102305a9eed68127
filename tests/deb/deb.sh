#!/bin/bash
# SPDX-License-Identifier: MIT
# The packages in a bare Debian: lintian, installed by apt, used by the manual
# alone, upgraded, run by a real systemd where one can be started, removed and
# purged.  Needs root, debhelper, lintian, debootstrap and a mirror (MIRROR);
# ROOT names a folder with a debootstrapped Debian to copy instead.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
MIRROR=${MIRROR:-http://deb.debian.org/debian}
for tool in dpkg-buildpackage dh lintian debootstrap unshare; do
	command -v $tool > /dev/null || { echo "skip - the packages: no $tool"; exit 0; }
done
[ "$(id -u)" = 0 ] || { echo 'skip - the packages: only root can make a clean root'; exit 0; }
FAILED=0
result() { if [ "$1" = 0 ]; then echo "ok - $2"; else echo "not ok - $2"; FAILED=1; [ -z "${3-}" ] || printf '%s\n' "$3" | tail -30 | sed 's/^/# /'; fi; }
is() { [ "$2" = "$3" ]; result $? "$1" "got  '$2'"$'\n'"want '$3'"; }

# --- the sources, reproducible
work=$(mktemp -d /tmp/icsr-deb.XXXXXX) || exit 1
box='' init=''
finish() {
	[ -z "$init" ] || { kill "$init" 2> /dev/null; wait "$init" 2> /dev/null; }
	[ -z "$box" ] || { kill "$box" 2> /dev/null; wait "$box" 2> /dev/null; }
	rm -rf --one-file-system "$work"
}
trap finish EXIT
version=$(sed -n 's/^VERSION = //p' Makefile)
contrib/dist.sh "$version" "$work/a" > /dev/null
tar -C "$work" -xzf "$work/a/icsreserve-$version.tar.gz"
(cd "$work/icsreserve-$version" && contrib/dist.sh "$version" "$work/b" > /dev/null)
cmp "$work/a/icsreserve-$version.tar.gz" "$work/b/icsreserve-$version.tar.gz"
result $? 'make dist: the same bytes with git and without'

# --- the packages
seen=$(make deb 2>&1); result $? 'make deb' "$seen"
deb=$BUILD/deb
seen=$(lintian --allow-root --fail-on error,warning "$deb"/icsreserve_*.changes 2>&1)
result $? 'lintian' "$seen"

# --- a bare root
root=$work/root
if [ -n "${ROOT-}" ]; then
	cp -a "$ROOT" "$root"
else
	seen=$(debootstrap --variant=minbase bookworm "$root" "$MIRROR" 2>&1)
	result $? 'debootstrap' "$seen" || exit 1
fi
cp "$deb"/icsreserve_*_*.deb "$deb"/icsreserve-sandbox_*_*.deb "$root/tmp"
cp /etc/resolv.conf "$root/etc/resolv.conf"
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"; chmod +x "$root/usr/sbin/policy-rc.d"
# in_root COMMAND: with its own /proc, and nothing of it left behind
in_root() { unshare --mount --pid --fork sh -c 'mount -t proc proc "$0/proc"; exec chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh -c "$1"' "$root" "$1"; }
is 'no compiler' "$(in_root 'command -v cc gcc make')" ''
# The version before: the same with a lower number, as an upgrade sees it.
dpkg-deb -R "$deb"/icsreserve_*_*.deb "$work/old"
sed -i 's/^Version: .*/Version: 0.0.9/' "$work/old/DEBIAN/control"
dpkg-deb -b "$work/old" "$root/tmp/old.deb" > /dev/null
seen=$(in_root 'apt-get update -q && apt-get install -y -q --no-install-recommends systemd systemd-sysv python3-minimal man-db /tmp/old.deb /tmp/icsreserve-sandbox_*.deb' 2>&1)
result $? 'installed by apt' "$seen"
is 'the user is there' "$(in_root 'id -un icsreserve; stat -c "%U %a" /etc/icsreserve')" "icsreserve
root 755"

# --- used: from nothing to the first link
cat > "$root/tmp/use" <<'END'
set -eu
install -d -o icsreserve /srv/calendars/team
now=$(date -u -d '+7 days' +%Y%m%d)
printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:a@example.com\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:%sT020000Z\r\nDURATION:PT1H\r\nSUMMARY:Review\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' "$now" > /srv/calendars/team/a.ics
chown icsreserve: /srv/calendars/team/a.ics
cat > /etc/icsreserve/team.ini <<'INI'
[feishu]
base_url = http://127.0.0.1:8099
app_id = cli_sandbox
app_secret_file = ${CREDENTIALS_DIRECTORY}/app_secret
owner = ou_me
[calendar "team"]
path = /srv/calendars/team
[hooks]
on_success = echo "hook $ICSRESERVE_EXIT"
INI
(umask 077; echo sandbox-secret > /etc/icsreserve/team.secret)
END
in_root 'sh /tmp/use'; result $? 'a profile is made'
cat > "$root/tmp/run" <<'END'
set -eu
icsreserve-sandbox --port 8099 > /tmp/box 2>&1 & box=$!
while ! grep -q listening /tmp/box; do kill -0 $box; done
mkdir -p /run/cred; cp /etc/icsreserve/team.secret /run/cred/app_secret; chown icsreserve /run/cred /run/cred/app_secret
install -d -o icsreserve -m 700 /var/lib/icsreserve/team
command=$(sed -n 's/^ExecStart=//p' /lib/systemd/system/icsreserve@.service | sed 's|%E|/etc|g; s|%i|team|g')
setpriv --reuid icsreserve --regid icsreserve --clear-groups env CREDENTIALS_DIRECTORY=/run/cred ICSRESERVE_STATE=/var/lib/icsreserve/team/state.db $command
kill $box
END
seen=$(in_root 'sh /tmp/run' 2>&1); result $? 'the command of the unit runs' "$seen"
grep -q '^CONFERENCE' "$root/srv/calendars/team/a.ics"; result $? 'the first link'
is 'the manual is there' "$(in_root 'man -w icsreserve icsreserve.conf icsreserve-sandbox | wc -l')" 3
[ -s "$root/usr/share/locale/zh_CN/LC_MESSAGES/icsreserve.mo" ]; result $? 'messages in Chinese'

# --- upgraded
before=$(sha256sum < "$root/var/lib/icsreserve/team/state.db")
seen=$(in_root 'apt-get install -y -q /tmp/icsreserve_*.deb' 2>&1); result $? 'an upgrade' "$seen"
is 'keeps the state' "$(sha256sum < "$root/var/lib/icsreserve/team/state.db")" "$before"
is 'is the new version' "$(in_root 'dpkg-query -f "\${Version}" -W icsreserve')" "$version"

# --- systemd's word on what is installed
for unit in icsreserve@team.service icsreserve@team.timer icsreserve-backup@team.service icsreserve-backup@team.timer; do
	is "systemd-analyze verify $unit" "$(in_root "systemd-analyze verify --man=no $unit 2>&1 | grep icsreserve")" ''
done
level=$(in_root 'systemd-analyze security --offline=true --threshold=16 icsreserve@team.service' 2>&1 | tail -1)
case $level in *OK* | *SAFE*) result 0 'systemd-analyze security: below 1.6' ;; *) result 1 'systemd-analyze security: below 1.6' "$level" ;; esac

# --- a real manager: PID 1 of namespaces of its own
cat > "$root/etc/systemd/system/box.service" <<'END'
[Service]
ExecStart=/usr/bin/icsreserve-sandbox --port 8099 --state /run/box.state
END
mkdir -p "$root/etc/systemd/system/icsreserve@team.service.d"
printf '[Unit]\nAfter=box.service\nRequires=box.service\n[Service]\nReadWritePaths=/srv/calendars/team\n' > "$root/etc/systemd/system/icsreserve@team.service.d/x.conf"
cat > "$root/etc/systemd/system/proof.service" <<'END'
[Unit]
After=basic.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'cp -a /var/lib/icsreserve/team /tmp/state.was; rm -rf /var/lib/icsreserve/team; systemctl start icsreserve@team; echo "sync $?" > /proof; systemctl start icsreserve-backup@team; echo "backup $?" >> /proof; ls /var/lib/icsreserve-backup/team | wc -l >> /proof; journalctl -o cat -u icsreserve@team >> /proof.log; systemctl is-active box >> /proof; echo done >> /proof; systemctl poweroff --force --force'
END
mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
ln -sf ../proof.service "$root/etc/systemd/system/multi-user.target.wants/proof.service"
rm -f "$root/proof"; sed -i '/^CONFERENCE\|^X-ICSRESERVE\|^URL\|^LOCATION/d' "$root/srv/calendars/team/a.ics"
if command -v systemd-nspawn > /dev/null; then
	timeout 120 systemd-nspawn --quiet --register=no --keep-unit -D "$root" --boot systemd.unit=multi-user.target > "$work/boot" 2>&1
	tried='systemd-nspawn --boot'
else
	tried='no systemd-nspawn'
fi
if [ -e "$root/proof" ]; then
	is 'a real systemd runs the units' "$(tr '\n' ' ' < "$root/proof")" 'sync 0 backup 0 1 active done '
	grep -q '^CONFERENCE' "$root/srv/calendars/team/a.ics"; result $? 'with the credential, and the link is there' "$(cat "$root/proof.log")"
else
	echo "skip - a real systemd: it does not start here ($tried): $(tail -3 "$work/boot" 2> /dev/null | tr '\n' ' ')"
fi

# --- away again
seen=$(in_root 'apt-get purge -y -q icsreserve icsreserve-sandbox' 2>&1); result $? 'purged' "$seen"
case $seen in *'states in /var/lib/icsreserve are kept'*) result 0 'the states stay, and that is told' ;; *) result 1 'the states stay, and that is told' "$seen" ;; esac
is 'nothing else is left' "$(find "$root/usr" "$root/lib/systemd" -name '*icsreserve*')" ''
exit $FAILED
