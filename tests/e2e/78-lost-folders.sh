#!/bin/bash
# SPDX-License-Identifier: MIT
# A folder of a glob that is gone, or empty, says nothing of what was in it.
. "$(dirname "$0")/../lib.sh"
start_box

# fresh NAME: a glob over the folders a and b with two events each, booked
fresh() {
	local f
	now 2026-11-22T00:00:00Z
	tool cancel --all
	mkdir -p "$DIR/w/$1/g/a" "$DIR/w/$1/g/b"
	cd "$DIR/w/$1" || exit 1
	printf '[calendar "g"]\npath = %s\n[calendar "h"]\npath = %s\n' "$PWD/g/*/*.ics" "$PWD/h" | config
	mkdir h
	for f in a/1 a/2 b/3 b/4; do
		one "g/$f.ics" "$1-${f#*/}" "2026120${f#*/}T020000Z"
	done
	sync "$1: booked" 0 'created=4 files_written=4' 'apply=4 token=1'
}
# doubted NAME: a run deletes nothing, tells of g/b, and how to go on
doubted() {
	tool sync
	is "$1: exit 3, nothing is deleted" "$RC $(held) $(calls)" '3 4 '
	has "$1: the folder is named" "$(said)" "$PWD/g/b: there is no calendar file where there were some"
	has "$1: and the remedy" "$(said)" 'icsreserve cancel --calendar g'
	hasnt "$1: alone" "$(said)" "$PWD/g/a"
}

fresh away
mv g/b ../b
doubted 'a folder that is not mounted'
doubted 'and again'
rm g/a/1.ics
doubted 'with another event gone'
mv ../b g/b
sync 'mounted again: the other event goes' 0 'deleted=1 unchanged=3' 'delete=1 token=1'
quiet 'mounted again'

fresh empty
mkdir ../was
mv g/b/* ../was/
doubted 'an emptied folder'
tool --json cancel empty-3 empty-4
is 'emptied on purpose: cancelled' "$RC $(totals)" '0 deleted=2'
sync 'and no doubt any more' 0 'unchanged=2' ''
quiet 'without the folder'

fresh whole
mv g/b ../whole-b
doubted 'before all is cancelled'
tool --json cancel --calendar g
is 'all cancelled' "$RC $(totals) $(held)" '0 deleted=4 files_written=2 0'
sync 'the rest is booked anew' 0 'created=2 files_written=2' 'apply=2 token=1'

fresh moved
mv g/b/* g/a/
sync 'moved to another folder: nothing is lost' 0 'unchanged=4' ''
quiet 'moved to another folder'
rmdir g/b
mkdir g/c
mv g/a/4.ics g/c/
tool --json sync
mv g/c/4.ics h/
sync 'moved to another calendar' 0 'unchanged=4' ''
quiet 'moved to another calendar'

fresh renamed
had=$(cat g/b/*.ics | grep -o "feishu.cn/j/[0-9]*" | sort -u)
for f in 3 4; do
	sed 's/^UID:/UID:new-/' "g/b/$f.ics" > "g/a/$f.ics"
	rm "g/b/$f.ics"
done
sync 'moved under other UIDs, by the ids: nothing is lost' 0 'unchanged=4' ''
is 'and each keeps its link' "$(cat g/a/[34].ics | grep -o "feishu.cn/j/[0-9]*" | sort -u)" "$had"
quiet 'moved under other UIDs'

fresh over
now 2026-12-05T00:00:00Z
rm -r g/b
tool --json sync
is 'a folder of what is over' "$RC $(calls)" '0 '

fresh pattern
printf '[calendar "g"]\npath = %s\n' "$PWD/g/a/*.ics" | config
tool --json sync
is 'a folder that left the pattern: kept, no doubt' "$RC $(calls)" '0 '
