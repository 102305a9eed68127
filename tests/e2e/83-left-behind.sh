#!/bin/bash
# SPDX-License-Identifier: MIT
# Temporary files of killed runs whose names no row of the state has.
. "$(dirname "$0")/../lib.sh"
start_box
T=.icsreserve-0123456789abcdef.tmp
mkdir folder single linked real source copies
one folder/a.ics a 20261203T020000Z
one single/b.ics b 20261203T020000Z
one real/c.ics c 20261203T020000Z
one source/d.ics d 20261203T020000Z
one imported.ics e 20261203T020000Z
ln -s ../real/c.ics linked/c.ics
config <<END
[calendar "folder"]
path = $DIR/w/folder
[calendar "single"]
path = $DIR/w/single/b.ics
[calendar "linked"]
path = $DIR/w/linked
[calendar "source"]
path = $DIR/w/source
output = $DIR/w/copies
END
# left: a leftover beside each file, and files that are none
left() {
	for d in folder single real copies; do echo x > "$d/$T"; done
	echo x > folder/.icsreserve-0123.tmp
	echo x > folder/.icsreserve-0123456789abcdeg.tmp
	echo x > folder/icsreserve-0123456789abcdef.tmp
}
# forget: the cache is emptied
forget() {
	"$PYTHON" -c 'import sqlite3,sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("DELETE FROM files")' "$DIR/state/state.db"
}
there() { find . -name '*icsreserve*' -printf '%P\n' | sort | tr '\n' ' '; }
others='folder/.icsreserve-0123.tmp folder/.icsreserve-0123456789abcdeg.tmp folder/icsreserve-0123456789abcdef.tmp '

left
all=$(there)
tool sync -n
is 'a dry run removes nothing' "$(there)" "$all"
tool sync
is 'a first run removes them' "$RC $(there)" "0 $others"
# --- a state that was put back
tool backup ../copy.db
quiet 'before'
left
tool restore ../copy.db
tool sync -n
is 'restored, a dry run' "$(there)" "$all"
tool sync
is 'restored' "$RC $(there)" "0 $others"
quiet 'restored'
# --- cancelled after that
left
tool restore ../copy.db
tool cancel a
tool sync
is 'cancel, then sync' "$RC $(there)" "0 $others"
# --- a cache that was emptied
left
forget
tool sync
is 'emptied' "$RC $(there)" "0 $others"
quiet 'emptied'
# --- one that somebody is writing
"$PYTHON" -c 'import fcntl,signal,sys
f = open(sys.argv[1], "w")
fcntl.lockf(f, fcntl.LOCK_EX, 1)
open(sys.argv[2], "w").close()
signal.pause()' "folder/$T" ../held & HOLDER=$!
for _ in $(seq 1 500); do [ -e ../held ] && break; sleep .02; done
forget
tool sync
has 'one that is being written stays' "$RC $(there)" " folder/$T "
is 'and it alone' "$(there | wc -w)" 4
let_go_of_lock
forget
tool sync
is 'and goes when its writer is gone' "$RC $(there)" "0 $others"
# --- an import in place
echo x > "$T"
tool import imported.ics
is 'an import' "$RC $(there)" "0 $others"
# --- as a killed run leaves it: between its temporary file and the rename
rm -f folder/*icsr* folder/.icsr*
one folder/n.ics n 20261204T020000Z
cp -a . ../was; cp -a ../state ../state.was; cp -a ../box/state ../box.was
for n in $(seq 1 90); do
	ICSRESERVE_STEP=kill:$n tool sync
	[ -z "$(there)" ] || break
	[ "$RC" = 100 ] || break
	rm -rf ../state folder; cp -a ../state.was ../state; cp -a ../was/folder .
done
has 'a killed run leaves one' "$(there)" folder/.icsreserve-
tool restore ../copy.db
tool sync
is 'the next run removes it' "$(there)" ''
