#!/bin/bash
# SPDX-License-Identifier: MIT
# A dry run in words, with no state, beside another run and where nothing may
# be written; that it is dry, and its plan what is done, is promise 9.
. "$(dirname "$0")/../lib.sh"
start_box
all() { find "$DIR/w" "$DIR/state" -printf '%p %i %T@ %s %m\n' | sort; }

{ vevent a 20261201T020000Z; vevent b 20261202T020000Z; } | vcal > a.ics
before=$(all)
tool --json sync --dry-run a.ics
is 'with no state: the plan' "$RC $(totals)" '0 created=2 files_written=1'
is 'with no state: nothing is touched' "$(all)" "$before"
is 'it says that it is one' "$(out dry_run)" true
tool --json sync a.ics
is 'the run writes as many files' "$(totals)" 'created=2 files_written=1'

edit a.ics 's/SUMMARY:a/SUMMARY:changed/'
tool sync -n a.ics
has 'in words: what is new' "$(cat ../out)" changed
has 'in words: that it is dry' "$(cat ../out)" '(dry run)'
hold_lock
tool --json sync -n a.ics
is 'it needs no lock' $RC 0
let_go_of_lock
# Root may write everywhere.
if [ "$(id -u)" != 0 ]; then
	chmod a-w "$DIR/state" "$DIR/state/"*
	tool --json sync -n a.ics
	is 'with a state that is read-only' $RC 0
	chmod u+w "$DIR/state" "$DIR/state/"*
fi
