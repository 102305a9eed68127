#!/bin/bash
# SPDX-License-Identifier: MIT
# Configuration, secret and the state's folder must be this user's own; a
# named pipe is not waited for; nothing of a secret is left where another
# could find it.
. "$(dirname "$0")/../lib.sh"
start_box
one a.ics a 20261201T020000Z
C=$DIR/config.ini
# ends NAME STATUS [WHAT IT SAYS]
ends() {
	timeout 20 "$TOOL" -c "$C" --state "$DIR/state/state.db" sync -n a.ics > ../out 2> ../err
	is "$1" $? "$2"
	[ -z "${3-}" ] || has "$1: it says so" "$(cat ../err)" "$3"
}
# The secret elsewhere: the configuration itself may be read by all.
sed -i "s|^app_secret = .*|app_secret_command = echo sandbox-secret|" "$C"
for mode in 600 644 444 640 400; do chmod $mode "$C"; ends "a configuration of mode $mode" 0; done
for mode in 666 602 646; do chmod $mode "$C"; ends "one that everybody may write: $mode" 2 "chmod go-w $C"; done
touch ../ran; sed -i "s|echo sandbox-secret|rm $DIR/ran; &|" "$C"
tool sync a.ics
is 'no command of it is run' "$RC $(ls ../ran)" '2 ../ran'
sed -i 's|rm [^;]*; ||' "$C"
chmod 644 "$C"; chmod 777 "$DIR/state"
ends 'a folder of the state that everybody may write' 2 "chmod go-w $DIR/state"
is 'nothing is made in it' "$(ls -A "$DIR/state")" ''
chmod 1777 "$DIR/state"; ends 'one that is sticky, as /tmp' 0
chmod 755 "$DIR/state"; ends 'one that all may read' 0
ln -s "$DIR/state" ../by; chmod 777 "$DIR/state"
"$TOOL" -c "$C" --state "$DIR/by/state.db" sync -n a.ics > ../out 2> ../err; is 'by way of a link: the same' $? 2
chmod 700 "$DIR/state"
if [ "$(id -u)" = 0 ]; then
	chmod 664 "$C"; ends "a private group may write it" 0
	chgrp 54321 "$C"; ends 'another group may write it' 2 "chmod go-w $C"
	chmod 644 "$C"; ends 'it may only read it' 0
	chown 12345 "$C"; ends "another user's configuration" 2 'belongs to user 12345'
	chown 0:0 "$C"; chown 12345 "$DIR/state"; ends "another user's folder for the state" 2 'belongs to user 12345'
	chown 0 "$DIR/state"
	chmod 1777 "$DIR/state"; echo x > "$DIR/state/state.db"; chown 12345 "$DIR/state/state.db"
	ends 'a state that another user put into a sticky one' 2 'user 12345 has put this file'
	rm "$DIR/state/state.db"; ln -s /nowhere "$DIR/state/state.db"; chown -h 12345 "$DIR/state/state.db"
	ends 'a link of his' 2 'user 12345 has put this link'
	rm "$DIR/state/state.db"; chmod 700 "$DIR/state"
	if command -v setfacl > /dev/null && setfacl -m u:12345:rw "$C" 2> /dev/null; then
		ends 'an ACL lets another user write it' 2 "chmod go-w $C"
		chmod go-w "$C"; ends 'the remedy' 0
		setfacl -b "$C"
	else
		echo 'skip - an ACL: none here'
	fi
	chmod 755 "$DIR" "$DIR/w"
	if command -v setpriv > /dev/null; then
		me() { setpriv --reuid 12345 --regid 12345 --clear-groups "$TOOL" -c "$C" --state "$1" status > ../out 2> ../err; echo $?; }
		mkdir ../his; chown 12345 ../his
		is "root's configuration serves all" "$(me "$DIR/his/s.db")" 0
	fi
else
	echo "skip - files of others: only root can make them"
fi
# --- the folders above: whoever writes one of them replaces what is in it
mkdir -p ../up/dir ../cache; chmod 755 ../up ../up/dir ../cache
printf '[calendar "net"]\nurl = http://127.0.0.1:1/net.ics\noutput = %s/net.ics\n' "$DIR" > ../net
cat "$C" ../net > ../up/dir/config.ini; echo sandbox-secret > ../up/dir/secret
chmod 600 ../up/dir/*
sed "s|^app_secret_command.*|app_secret_file = $DIR/up/dir/secret|" "$C" > ../by-secret.ini
cat "$C" ../net > ../net.ini; chmod 600 ../*.ini
ln -s up/dir/config.ini ../link.ini; ln -s up/dir ../link
# above NAME STATUS [WHAT IT SAYS]: for what lies in up/dir
above() {
	local what got
	for what in "-c $DIR/up/dir/config.ini -n a.ics" "-c ../up/dir/config.ini -n a.ics" "-c $DIR/link.ini -n a.ics" \
	    "-c ../by-secret.ini a.ics" "--state $DIR/up/dir/state.db -n a.ics" "--state ../link/state.db -n a.ics" \
	    "--state ../up/dir/new/state.db -n a.ics" "-c ../net.ini net"; do
		edit a.ics 's/^SUMMARY:a/&b/'
		# shellcheck disable=SC2086
		XDG_CACHE_HOME=$DIR/up/dir timeout 20 "$TOOL" -c "$C" --state "$DIR/state/state.db" sync $what > ../out 2> ../err
		got=$?; case $what$2 in *net0) [ $got = 3 ] && got=0 ;; esac
		is "$1: $what" "$got" "$2"
		[ -z "${3-}" ] || has "$1: $what: it says so" "$(cat ../err)" "$3"
	done
}
above 'folders of our own' 0
# Nobody else gets to what lies in a folder of mode 0700.
chmod 777 ../up; chmod 700 "$DIR"; above 'all may write up, and nobody gets there' 0
chmod 755 ../up "$DIR"
for dir in up up/dir; do
	chmod 777 ../$dir; above "all may write $dir" 2 "chmod go-w $DIR/$dir"
	chmod 1777 ../$dir; above "$dir is sticky" 0
	chmod 755 ../$dir
done
if [ "$(id -u)" = 0 ]; then
	chmod 775 ../up; above 'a private group may write up' 0
	chgrp 54321 ../up; above 'another group may write up' 2 "chmod go-w $DIR/up"
	chmod 755 ../up; chown 12345 ../up; above 'up belongs to another user' 2 'belongs to user 12345'
	chown 0:0 ../up
	# In a sticky folder SQLite would take what others put beside the state.
	mkdir ../sticky; chmod 1777 ../sticky
	for end in -wal -shm -journal .lock .attendance.lock; do
		touch ../sticky/s.db$end; chown 12345 ../sticky/s.db$end
		tool status --state ../sticky/s.db
		is "another user's s.db$end" "$RC $(grep -c 'user 12345 has put this file' ../err)" '2 1'
		rm ../sticky/s.db$end
	done
	# A sandbox that maps one user alone shows all others as nobody.
	mkdir ../alone; cp "$C" ../alone/config.ini; chown -R 12345:12345 ../alone; chmod 755 "$DIR"
	sandboxed() { setpriv --reuid 12345 --regid 12345 --clear-groups unshare -U --map-user=12345 --map-group=12345 "$@"; }
	if sandboxed true 2> /dev/null; then
		sandboxed "$TOOL" -c "$DIR/alone/config.ini" --state "$DIR/alone/s.db" status > ../out 2> ../err
		is 'a sandbox that knows this user alone' "$?" 0
	else
		echo "skip - a sandbox: unshare can't make one"
	fi
fi
# --- the secret's file
echo sandbox-secret > ../secret; chmod 600 ../secret
sed -i "s|^app_secret_command.*|app_secret_file = $DIR/secret|" "$C"
tool sync a.ics; is 'a secret in a file' "$RC" 0
printf '\357\273\277sandbox-secret\r\n' > ../secret
edit a.ics 's/^SUMMARY:a/&a/'
tool sync a.ics; is 'one that an editor on Windows wrote' "$RC" 0
edit a.ics 's/^SUMMARY:a/&b/'
if [ "$(id -u)" = 0 ]; then
	chown 12345 ../secret
	tool sync a.ics; is "another user's secret" "$RC" 2
	has 'it says whose' "$(cat ../err)" 'belongs to user 12345'
	chown 0 ../secret
fi
# --- pipes
rm ../secret; mkfifo -m 600 ../secret
timeout 20 "$TOOL" -c "$C" --state "$DIR/state/state.db" sync a.ics > ../out 2> ../err
is 'a named pipe as secret: refused, not waited for' "$? $(grep -c 'a named pipe' ../err)" '2 1'
mkfifo -m 600 ../conf
timeout 20 "$TOOL" -c ../conf --state "$DIR/state/state.db" sync a.ics > ../out 2> ../err
is 'a named pipe as configuration: the same' "$? $(grep -c 'a named pipe' ../err)" '2 1'
sed -i "s|^app_secret_file.*|app_secret = sandbox-secret|" "$C"
"$TOOL" -c <(cat "$C") --state "$DIR/state/state.db" sync a.ics > ../out 2> ../err
is 'a pipe of the shell is taken' $? 0
for end in -wal -shm -journal .lock .attendance.lock; do
	mkfifo ../pipe.db$end
	timeout 20 "$TOOL" -c "$C" --state "$DIR/pipe.db" sync -n a.ics > ../out 2> ../err
	is "a named pipe as pipe.db$end: the same" "$? $(grep -c "pipe.db$end: it is no plain file" ../err)" '2 1'
	rm ../pipe.db$end
done
# --- where a secret could be found
sed -i "s|^app_secret = .*|app_secret_command = env > $DIR/env; echo \$PPID > $DIR/pid.new; mv $DIR/pid.new $DIR/pid; sleep 1; echo sandbox-secret|" "$C"
edit a.ics 's/^SUMMARY:a/&b/'
core=$(cat > core.py <<'END'
import os, resource, signal, subprocess, sys, time
resource.setrlimit(resource.RLIMIT_CORE, (1 << 24, 1 << 24))
p = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
while not os.path.exists("../pid"):
    time.sleep(0.01)
for line in open("/proc/%d/limits" % p.pid):
    if line.startswith("Max core"):
        print("limit", line.split()[4], end=" ")
os.kill(p.pid, signal.SIGSEGV)
print("dumped", os.WCOREDUMP(os.waitpid(p.pid, 0)[1]))
END
ASAN_OPTIONS=handle_segv=0 "$PYTHON" core.py "$TOOL" -c "$C" --state "$DIR/state/state.db" sync a.ics)
is 'no core is written' "$core" 'limit 0 dumped False'
rm -f core*
config <<'END'
[calendar "x"]
path = w/a.ics
END
sed -i '/^app_secret/d' "$C"
ICSRESERVE_APP_SECRET=sandbox-secret tool sync x; is 'a secret from the environment serves' "$RC" 0
sed -i "s|^owner|access_token_command = env > $DIR/env; false\n&|" "$C"; sed -i '/^app_id/d' "$C"
edit a.ics 's/^SUMMARY:a/&b/'
ICSRESERVE_APP_SECRET=sandbox-secret tool sync x
is 'a command does not get it' "$RC $(grep -c ^PATH= ../env) $(grep -c sandbox-secret ../env)" '5 1 0'
