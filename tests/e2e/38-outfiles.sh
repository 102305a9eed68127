#!/bin/bash
# SPDX-License-Identifier: MIT
# Files that commands make: where others may write too, after a killed run,
# and beside a run that is at work.
. "$(dirname "$0")/../lib.sh"
start_box
one a.ics a 20261201T020000Z
tool -q sync a.ics
export_to() { tool export --format csv -o "$1"; }

# --- what a killed one left
kill_at=$(ICSRESERVE_STEP=count "$TOOL" -c ../config.ini --state "$DIR/state/state.db" export -o x.csv 2>&1 | sed -n 's/^step \([0-9]*\) temp-sync$/\1/p')
rm x.csv
ICSRESERVE_STEP=kill:$kill_at export_to x.csv
is 'a killed export leaves its temporary file' "$(find . -name '.icsreserve-*-out.tmp' | wc -l) $(ls x.csv 2> /dev/null)" '1 '
export_to x.csv
is 'the next one removes it' "$RC $(find . -name '.icsreserve-*' | wc -l) $(ls x.csv)" '0 0 x.csv'
# A container gives the same process ids again and again.
same_pid() {
	unshare -fp -- "$TOOL" -c ../config.ini --state "$DIR/state/state.db" export --format csv -o "$1" > ../out 2> ../err
}
if unshare -fp true 2> /dev/null; then
	for i in 1 2 3; do rm -f x.csv; ICSRESERVE_STEP=kill:$kill_at same_pid x.csv; done
	same_pid x.csv
	is 'killed, and run again by the same process id' "$? $(ls x.csv) $(find . -name '.icsreserve-*' | wc -l)" '0 x.csv 0'
else
	echo "skip - the same process id: unshare can't make one"
fi
# --- what another one is at work on
held=.icsreserve-00000000000000aa-out.tmp
"$PYTHON" -c 'import fcntl,sys,time
f = open(sys.argv[1], "w")
fcntl.lockf(f, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(1000)' $held > ../holder & HOLDER=$!
until [ -s ../holder ]; do kill -0 $HOLDER || break; sleep 0.01; done
: > .icsreserve-00000000000000bb-out.tmp
: > .icsreserve-mine-out.tmp; : > .icsreserve-00000000000000cc.tmp; mkfifo .icsreserve-00000000000000dd-out.tmp
rm x.csv; export_to x.csv
is 'a file that is held stays, one that is not goes, others stay' \
    "$RC $(find . -name '.icsreserve*' | sort | tr '\n' ' ')" \
    "0 ./$held ./.icsreserve-00000000000000cc.tmp ./.icsreserve-mine-out.tmp "
let_go_of_lock; rm .icsreserve-*

# --- links for standard output: those of a killed import go with the next run
mkdir ../none; one im.ics im 20261204T020000Z
steps=$(ICSRESERVE_STEP=count "$TOOL" -c ../config.ini --state ../im.db import im.ics -o - 2>&1 > /dev/null | grep -c '^step')
left=0
for k in $(seq "$steps"); do
	TMPDIR=$DIR/none ICSRESERVE_STEP=kill:$k tool import im.ics -o -
	[ ! -e "$DIR/state/state.db.stdout/links.ics" ] || left=$((left + 1))
	edit im.ics 's/^SUMMARY:im/&x/'
done
[ $left -gt 0 ]; result $? 'a killed import leaves its links beside the state' "$steps steps"
is 'and nothing in TMPDIR' "$(ls -A ../none)" ''
mkdir "$DIR/state/state.db.stdout"; echo x > "$DIR/state/state.db.stdout/links.ics"
tool sync -n im.ics; is 'a look leaves them' "$RC $(ls "$DIR/state/state.db.stdout")" '0 links.ics'
tool sync im.ics; is 'the next run removes them' "$RC $(ls -d "$DIR/state/"*.stdout* 2> /dev/null)" '0 '
edit im.ics 's/^SUMMARY:im/&x/'
tool import im.ics -n -o -; is 'a dry run makes no place for them' "$RC $(ls -d "$DIR/state/"*.stdout* 2> /dev/null)" '0 '
tool import im.ics -o -; is 'an import prints them and leaves none' "$RC $(grep -c ^X-ICSRESERVE-ID ../out) $(ls -d "$DIR/state/"*.stdout* 2> /dev/null)" '0 1 '

# --- a look leaves nothing anywhere, even when it is killed
script 'apply * delay=100'
for i in $(seq 20); do vevent "d$i" 20261204T020000Z; done | vcal > d.ics
"$TOOL" -c ../config.ini --state "$DIR/state/state.db" -q sync d.ics & RUN=$!
until [ -s "$DIR/state/state.db-wal" ]; do kill -0 $RUN || break; sleep 0.005; done
kill -9 $RUN; wait $RUN 2> /dev/null
[ -s "$DIR/state/state.db-wal" ]; result $? 'a killed run leaves a -wal'
unscript
mkdir ../tmp; touch -d 2020-01-01 ../tmp
for c in status 'sync -n d.ics' 'export -o /dev/null' 'backup ../copy.db'; do
	# shellcheck disable=SC2086
	TMPDIR=$DIR/tmp tool $c
	is "$c: nothing in TMPDIR" "$RC $(stat -c %y ../tmp | cut -c1-4)" '0 2020'
	# shellcheck disable=SC2086
	TMPDIR=/nowhere tool $c
	is "$c: it needs none" "$RC" 0
done

# --- what others put into a folder that everybody may write to
if [ "$(id -u)" != 0 ]; then
	echo "skip - links of others: only root can make them"
	exit 0
fi
chmod 711 "$DIR" "$DIR/w"
mkdir shared plain; chmod 1777 shared; chmod 777 plain
# fresh: two targets, and links of our own and of another user to them
fresh() {
	rm -rf shared/* plain/* target* chain*; echo precious > target; cp ../copy.db target.db
	ln -s ../target shared/own; ln -s ../target shared/other; ln -s ../target plain/other
	ln -s ../target.db shared/own.db; ln -s ../target.db shared/other.db; ln -s ../target.db plain/other.db
	ln -s ../target shared/other.ics
	ln -s shared/other chain; ln -s shared/other.db chain.db; ln -s shared/other.ics chain.ics
	chown -h 12345 shared/other* plain/other*
}
became() { if grep -q precious target; then echo precious; else echo written; fi; }
# tried COMMAND FILE: "status, what became of the target"
tried() {
	case $1 in
	export) tool export --format csv -o "$2"; echo "$RC $(became)" ;;
	import) tool import -o "$2.ics" a.ics; echo "$RC $(became)" ;;
	backup) echo mark >> target.db; tool backup "$2.db"; echo "$RC $(tail -c 5 target.db | grep -a mark)" ;;
	esac
}
fresh
is 'export: a link of our own is followed' "$(tried export shared/own)" '0 written'
fresh
is 'backup: the same' "$(tried backup shared/own)" '0 '
for c in export import backup; do
	for link in shared/other chain; do
		fresh
		want='2 precious'; [ $c = backup ] && want='2 mark'
		is "$c: a link of another user is not followed: $link" "$(tried $c $link)" "$want"
		has "$c: $link: it says why" "$(cat ../err)" 'user 12345 has put this link into a folder that everybody may write to'
	done
done
fresh
is 'export: where nobody else may write it is' "$(chmod 755 plain; tried export plain/other)" '0 written'
fresh; chown 12345 shared
is "export: a link of the folder's owner is followed" "$(tried export shared/other)" '0 written'
chown 0 shared
# A file or pipe of others: it would be theirs to read.
: > shared/file; chown 12345 shared/file
tool export --format csv -o shared/file
is 'export: a file of another user is left alone' "$RC $(stat -c '%u %s' shared/file)" '2 12345 0'
mkfifo shared/pipe; chown 12345 shared/pipe
timeout 10 "$TOOL" -c ../config.ini --state "$DIR/state/state.db" export --format csv -o shared/pipe 2> ../err
is 'export: nor is a pipe waited for' $? 2
cp ../copy.db shared/old.db; chown 12345 shared/old.db
tool backup shared/old.db; is 'backup: nor is a file of another user replaced' "$RC $(stat -c %u shared/old.db)" '2 12345'

# --- calendars are written to as well
rm -rf shared/* v pub; mkdir v pub; chmod 1777 pub; ln -s shared by
# planted OWNER: a calendar, and a link of the owner to it in the shared folder
planted() {
	tool -q cancel --all
	one precious.ics t 20261201T020000Z; cp precious.ics precious.was
	ln -sfn ../precious.ics shared/l.ics; chown -h "$1" shared/l.ics
}
for c in 'sync shared/l.ics' 'sync shared' 'sync by' 'import --in-place shared/l.ics' "sync $PWD/shared/*.ics"; do
	planted 12345
	# shellcheck disable=SC2086
	tool $c
	is "$c: a link of another user: its target stays" "$(cmp precious.ics precious.was && echo same)" same
	[ "$RC" -ne 0 ]; result $? "$c: it fails"
	has "$c: it says why" "$(said)" 'into a folder that everybody'
	is "$c: nothing is booked that could not be written" "$(tool -q status; grep -c https ../out)" 0
	planted 0
	# shellcheck disable=SC2086
	tool $c
	is "$c: a link of our own" "$RC $(grep -c ^X-ICSRESERVE-ID precious.ics)" '0 1'
done
tool -q cancel --all; rm -f shared/l.ics
one shared/own.ics o 20261201T020000Z; one shared/his.ics h 20261201T020000Z; chown 12345 shared/his.ics
tool sync shared
is 'of a folder, the file of another user is left alone, ours is not' \
    "$RC $(grep -c ^X-ICSRESERVE-ID shared/his.ics) $(grep -c ^X-ICSRESERVE-ID shared/own.ics)" '1 0 1'
tool -q cancel --all; rm -f shared/*
# A folder by way of somebody else's link: all in it is reached by that.
mkdir aim; one aim/a.ics aim 20261201T020000Z; ln -s ../aim shared/way; chown -h 12345 shared/way
cp aim/a.ics aim.was
for c in 'sync shared/way' 'sync shared/way/a.ics' 'import --in-place shared/way/a.ics' 'import -o shared/way/new.ics a.ics' \
    'export -o shared/way/new.ics'; do
	# shellcheck disable=SC2086
	tool $c
	is "$c: a link on the way" "$RC $(cmp aim/a.ics aim.was && ls aim)" '2 a.ics'
done
# Copies: by `output`, and in the folder of -o.
one v/l.ics v 20261201T020000Z; echo precious > target; chmod 4755 target
printf '[calendar "v"]\npath = %s\noutput = %s\n' "$PWD/v" "$PWD/pub" | config
for c in 'sync v' 'import -o pub v/l.ics'; do
	[ "$c" = 'sync v' ] || config < /dev/null
	ln -sfn ../target pub/l.ics; chown -h 12345 pub/l.ics
	# shellcheck disable=SC2086
	tool $c
	is "$c: a link where the copy goes" "$RC $(cat target) $(stat -c '%u %F' pub/l.ics)" '1 precious 12345 symbolic link'
done
