#!/bin/bash
# SPDX-License-Identifier: MIT
# A disk of the state that fills up loses no id: what the answers take is there
# before the calls are sent.
. "$(dirname "$0")/../lib.sh"
start_box
N=90
for i in $(seq $N); do vevent "e$i" 20261201T020000Z; done | vcal > many.ics
# lost: reservations that the server has and the state has not
lost() {
	box '"\n".join(sorted(r["id"] for r in reserves))' > ../theirs
	sql "SELECT reserve_id FROM bookings WHERE state = 'live' ORDER BY 1" > ../mine
	comm -23 ../theirs ../mine | grep -c .
}
# try NAME: a run that has no room for all
try() {
	local before
	before=$(held)
	tool sync many.ics
	is "$1: nothing is lost" "$(lost)" 0
	[ $RC = 0 ] || has "$1: why" "$(cat ../err)" 'state.db'
	echo "$RC $(($(held) - before)) $FAILED" > ../tried
}
one first.ics first 20261201T020000Z
tool sync first.ics
refused=0 some=0
# A limit of file sizes, in blocks of 1024 bytes.
for limit in 150 200 250 300 400 600; do
	(ulimit -f $limit; try "files of $limit KB")
	read -r RC n FAILED < ../tried
	refused=$((refused + (RC == 1))) some=$((some + (n > 0)))
done
[ $refused -gt 2 ] && [ $some -gt 2 ]; result $? 'some of them had room for a part' "$refused $some"
tool sync many.ics
is 'with room nothing is left of it' "$RC $(ls -m ../state)" '0 state.db, state.db.lock'
is 'and the rest is booked' "$(held) $(lost)" "$((N + 1)) 0"
# A disk that something else fills up while the answers are under way.
mkdir "$DIR/small"
if mount -t tmpfs -o size=3m none "$DIR/small" 2> /dev/null; then
	trap 'umount -l "$DIR/small"; finish' EXIT
	S=$DIR/small/state.db
	for i in $(seq 40); do vevent "f$i" 20261201T020000Z; done | vcal > more.ics
	script 'apply * delay=700'
	before=$(held)
	"$TOOL" -c "$DIR/config.ini" --state "$S" sync more.ics > ../out 2> ../err &
	job=$!
	until [ "$(held)" -gt "$before" ]; do sleep 0.02; done
	cat /dev/zero > "$DIR/small/full" 2> /dev/null
	wait $job
	rm "$DIR/small/full"
	unscript
	n=$(($(held) - before))
	mv "$DIR/state" "$DIR/other"; mkdir "$DIR/state"; cp "$S"* "$DIR/state"
	[ $n -gt 8 ]; result $? "calls were under way" $n
	is 'a disk that fills up: what was sent is recorded' "$(sql "SELECT count(*) FROM bookings WHERE state = 'live'")" $n
else
	echo 'skip - a disk that fills up: none can be mounted here'
fi
