#!/bin/bash
# SPDX-License-Identifier: MIT
# A dry run touches nothing, and its plan is what the run then does.
. "$(dirname "$0")/../lib.sh"
start_box
all() { find "$DIR/w" "$DIR/state" -printf '%p %i %T@ %s %m\n' | sort; find "$DIR/w" "$DIR/state" -type f -exec sha256sum {} \; | sort; }
# plan: what the actions are, whatever came of them
plan() { out '"\n".join(sorted("%s %s %s %s %s" % (a["action"], a["uid"], a["topic"], a["end_time"], a["changed"]) for a in actions if a["action"] not in ("none", "write"))) + "\n" + json.dumps({k: totals[k] for k in ("created","updated","renewed","deleted","deferred","skipped")}) if not __import__("builtins").__dict__.__setitem__("json", __import__("json")) else ""'; }

{ vevent a 20261201T020000Z; vevent b 20261202T020000Z; } | vcal > a.ics
before=$(all)
tool --json sync --dry-run a.ics
is 'with no state: exit' $RC 0
is 'with no state: nothing is touched' "$(all)" "$before"
is 'with no state: no request' "$(calls)" ''
is 'with no state: the plan' "$(totals)" 'created=2 files_written=1'
is 'it says that it is one' "$(out dry_run)" true
p=$(plan)
tool --json sync a.ics
is 'with no state: the run does that' "$(plan)" "$p"
is 'with no state: the same files' "$(totals)" 'created=2 files_written=1'

drop a.ics b
edit a.ics 's/SUMMARY:a/SUMMARY:changed/'
{ vevent new 20261203T020000Z; vevent far 20270301T020000Z
  vevent old 20260101T020000Z; } | append a.ics
before=$(all)
tool --json sync -n a.ics
is 'with a state: nothing is touched' "$(all)" "$before"
is 'with a state: no request' "$(calls)" ''
p=$(plan) t=$(totals)
tool sync -n a.ics
is 'in words: nothing is touched' "$(all)" "$before"
has 'in words: what is new' "$(cat ../out)" new
tool --json sync a.ics
is 'with a state: the run does that' "$(plan)" "$p"
is 'with a state: the same totals' "$(totals)" "$t"
is 'with a state: what that was' "$t" 'created=2 updated=1 deleted=1 skipped=1 files_written=1'
is 'results of the run' "$(out '{a["result"] for a in actions} == {"ok"}')" true

# Beside a run that holds the lock.
before=$(all)
hold_lock
tool --json sync -n a.ics
is 'it needs no lock' $RC 0
let_go_of_lock
# Where nothing may be written; root may everywhere.
if [ "$(id -u)" != 0 ]; then
	chmod a-w "$DIR/state" "$DIR/state/"*
	tool --json sync -n a.ics
	is 'with a state that is read-only' $RC 0
	chmod u+w "$DIR/state" "$DIR/state/"*
fi
