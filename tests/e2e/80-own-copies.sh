#!/bin/bash
# SPDX-License-Identifier: MIT
# `output` replaces and removes nothing but copies that this tool wrote.
. "$(dirname "$0")/../lib.sh"
start_box

# fresh NAME [PATH [OUTPUT]]: a calendar v/ and a folder pub/ for its copies
fresh() {
	now 2026-11-22T00:00:00Z
	tool cancel --all
	rm -rf "$DIR/state"
	mkdir -m 700 "$DIR/state"
	mkdir -p "$DIR/w/$1/v" "$DIR/w/$1/pub"
	cd "$DIR/w/$1" || exit 1
	printf '[calendar "a"]\npath = %s\noutput = %s\n' "$PWD/${2-v}" "$PWD/${3-pub}" | config
}
# spared NAME FILE: exit 1, told by name with the remedy, and as it was
spared() {
	cp "$2" was
	tool sync
	is "$1: fails" "$RC" 1
	has "$1: it is named" "$(said)" "its copy would replace $PWD/$2, which icsreserve did not write; move that file away"
	same "$1: it is not replaced" "$2" was
}

fresh theirs
one v/1.ics one 20261203T020000Z
one v/2.ics two 20261203T020000Z
one pub/1.ics mine 20261203T020000Z
tool sync -n
is 'a dry run says so' "$RC $(calls)" '1 '
spared 'a file of the user' pub/1.ics
is 'the other one is booked' "$(held) $(grep -c ^URL pub/2.ics)" '1 1'
spared 'and again' pub/1.ics
vcal < <(printf 'BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\n') > v/4.ics
vcal < <(printf 'BEGIN:VTODO\r\nUID:u\r\nEND:VTODO\r\n') > pub/4.ics
spared 'with tasks alone' pub/4.ics
: > pub/4.ics
spared 'an empty file' pub/4.ics
rm v/4.ics pub/4.ics
mv pub/1.ics ../mine.ics
sync 'moved away: booked' 0 'created=1 unchanged=1 files_written=1' 'apply=1 token=1'
is 'for good' "$RC $(grep -c ^URL pub/1.ics)" '0 1'

fresh later
one v/3.ics three 20261203T020000Z
one v/9.ics nine 20261203T020000Z
one pub/9.ics mine 20261203T020000Z
cp pub/9.ics was
printf '[calendar "a"]\npath = %s\n' "$PWD/v" | config
tool sync
rm v/9.ics
printf '[calendar "a"]\npath = %s\noutput = %s\n' "$PWD/v" "$PWD/pub" | config
tool sync
is 'an output set later' "$RC $(held)" '0 1'
same 'a file that was never a copy is not removed' pub/9.ics was

# Copies without a link: nothing of ours is in them, by this version or another.
fresh bare
one v/1.ics over 20261101T020000Z
one v/2.ics no 20261203T020000Z X-ICSRESERVE:no
printf 'BEGIN:VTODO\r\nUID:t\r\nSUMMARY:a\r\nEND:VTODO\r\n' | vcal > v/3.ics
one v/4.ics booked 20261203T020000Z
sync 'copies without a link' 0 'created=1 skipped=2 files_written=4' 'apply=1 token=1'
for f in 1 2 3; do
	edit v/$f.ics 's/^SUMMARY.*/SUMMARY:other\r/'
done
tool --json sync
is 'are written anew' "$RC $(out 'totals["files_written"]')" '0 3'
has 'they say what the source says' "$(cat pub/3.ics)" 'SUMMARY:other'
{ printf '[sync]\ngrace = 1h\n'; printf '[calendar "a"]\npath = %s\noutput = %s\n' "$PWD/v" "$PWD/pub"; } | config
for f in 1 2 3 4; do
	edit v/$f.ics 's/^SUMMARY.*/SUMMARY:third\r/'
done
tool --json sync
is 'under another configuration, too' "$RC $(out 'totals["files_written"]')" '0 4'
tool cancel --all
for f in 1 2 3 4; do
	edit v/$f.ics 's/^SUMMARY.*/SUMMARY:fourth\r/'
done
tool --json sync
is 'after all was cancelled' "$RC $(out 'totals["files_written"]') $(grep -c ^URL pub/4.ics)" '0 4 1'
rm v/1.ics v/2.ics v/3.ics
tool --json sync
is 'and removed with their source' "$RC $(echo pub/*)" '0 pub/4.ics'
mv pub pub2
{ printf '[calendar "a"]\npath = %s\noutput = %s\n' "$PWD/v" "$PWD/pub2"; } | config
tool sync
is 'a folder of copies that was renamed' "$RC $(grep -c ^URL pub2/4.ics)" '0 1'
rm -rf "$DIR/state"; mkdir -m 700 "$DIR/state"
tool sync
is 'a state that is lost' "$RC" 0

# Two states with one folder: the second, which can't know that the first is
# not lost, takes it over and says so; from then on the first leaves it alone.
fresh states
one v/1.ics one 20261203T020000Z
# both NAME STATUS-OF-A STATUS-OF-B: a run of either
both() {
	local s
	for s in a b; do
		"$TOOL" -c "$DIR/config.ini" --state "$DIR/state/$s.db" sync > ../out.$s 2> ../err.$s
		echo $? > ../rc.$s
	done
	is "$1: what comes of it" "$(cat ../rc.a) $(cat ../rc.b)" "$2 $3"
}
both 'two states, the first round' 0 0
has 'it is told' "$(cat ../err.b)" "its copy replaces $PWD/pub/1.ics, which another state of icsreserve wrote; if that one is not lost but in use, give each an"
cp pub/1.ics was; n=$(held)
for round in 2 3; do
	both "two states, round $round" 1 0
	has "it is told in round $round, with what to do" "$(cat ../err.a)" "its copy would replace $PWD/pub/1.ics, which another state of icsreserve wrote (another host, or one that was lost); give each state an"
	same "round $round: the bytes stay" pub/1.ics was
done
# An event that is new is booked by the one that comes first, and by no other.
one v/2.ics two 20261204T020000Z
both 'a new event' 1 1
cp pub/2.ics was2
both 'a new event, again' 1 1
is 'a new event has one reservation' "$(held)" $((n + 1))
same 'and its copy stays' pub/2.ics was2
same 'the other one, too' pub/1.ics was
rm v/2.ics
both 'with its source' 1 0
is 'its copy is removed by the one that made it' "$(echo pub/*)" 'pub/1.ics'
"$TOOL" -c "$DIR/config.ini" --state "$DIR/state/b.db" cancel --all > ../out 2>&1
mv pub/1.ics ..
"$TOOL" -c "$DIR/config.ini" --state "$DIR/state/a.db" sync > ../out 2>&1
is 'moved away: written again' "$? $(grep -c ^URL pub/1.ics)" '0 1'
"$TOOL" -c "$DIR/config.ini" --state "$DIR/state/a.db" cancel --all > ../out 2>&1

fresh moved 'g/*/*.ics'
mkdir -p g/a g/b
one g/a/1.ics one 20261203T020000Z
one g/b/2.ics two 20261203T020000Z
tool sync
mv g/a/1.ics g/b/
one g/a/3.ics three 20261203T020000Z
tool sync
is 'a source that moved keeps its copy' "$RC $(echo pub/*)" '0 pub/1.ics pub/2.ics pub/3.ics'

# refused NAME < CALENDARS: by the configuration, before anything is done
refused() {
	config
	tool sync
	is "$1: refused" "$RC $(calls)" '2 '
	has "$1: by its reason" "$(said)" "${2-is part of}"
}
fresh other
one v/1.ics one 20261203T020000Z
mkdir w
one w/1.ics mine 20261203T020000Z
cp w/1.ics was
two() { printf '[calendar "a"]\npath = %s\noutput = %s\n[calendar "b"]\npath = %s\n%s\n' "$PWD/$1" "$PWD/$2" "$PWD/$3" "${4-}"; }
two v w w | refused 'the folder of another calendar'
two v w/ w | refused 'the same by another name'
two v w 'w/*.ics' | refused 'the folder of a glob'
two v w '*/*.ics' | refused 'a folder of a glob'
two v/1.ics w/x.ics w | refused 'a file in the folder of another'
two v/1.ics w/x.ics 'w/*.ics' | refused 'a file of a glob'
two v/1.ics w/1.ics w/1.ics | refused 'the file of another'
two v w w "output = $PWD/v" | refused 'a circle'
two v w w/1.ics | refused 'a file in the output' 'would write over calendar b'
two v v/x.ics pub | refused 'a file in its own path'
printf '[calendar "b"]\npath = %s\n[calendar "a"]\npath = %s\noutput = %s\n' "$PWD/w" "$PWD/v" "$PWD/w" |
	refused 'in the other order'
same 'nothing is written over' w/1.ics was
two v pub w | config
sync 'side by side' 0 'created=2 files_written=2' 'apply=2 token=1'
