#!/bin/bash
# SPDX-License-Identifier: MIT
# A state that was put back is older than the server: the next run asks for
# each reservation before it plans anything.
. "$(dirname "$0")/../lib.sh"
start_box
printf 'connections = 1\nretries = 0\n' | config
# Events beyond the API's 30 days: held, and renewed by later runs.
for e in renewed gone broken; do vevent "$e" 20270115T020000Z; done | vcal > far.ics
tool --json sync far.ics
is 'three are booked' "$RC $(totals)" '0 created=3 files_written=1'
tool backup ../copy.db; is 'a copy' $RC 0
now 2026-12-16T00:00:00Z
tool --json sync far.ics
is 'later they are renewed' "$RC $(totals)" '0 renewed=3'
link=$(linked far.ics | awk '{ print $3 }')
# By the copy they have expired.
now 2026-12-24T00:00:00Z
remove gone
tool restore ../copy.db; is 'the copy is put back' $RC 0
before=$(snap)
tool --json sync -n far.ics
is 'a dry run asks nothing, and says so' "$RC $(calls) $(out '[p["kind"] for p in problems]')" '0  ["not-asked"]'
is 'and changes nothing' "$(snap)" "$before"
# The third answer is none: its event is in doubt, the others go on.
script 'get +3 status=500 code=121001'
tool --json sync far.ics
is 'the server is asked first' "$(calls)" 'apply=1 get=3 token=1 update=1'
is 'what is there is renewed, what is gone made anew' "$RC $(totals)" \
    '1 created=1 renewed=1 files_written=1'
has 'of one it is not known' "$(out '[(p["kind"], p["uid"]) for p in problems]')" '"not-asked", "broken"'
is 'it keeps its link' "$(linked far.ics | awk '{ print $3 }')" "$link"
unscript
tool --json sync far.ics
is 'that one is asked for again' "$RC $(calls) $(totals)" '0 get=1 token=1 unchanged=3'
quiet 'then all is done' far.ics
# With no network nothing is planned for them; cancel asks too.
tool backup ../copy.db
tool restore ../copy.db
edit far.ics 's/^SUMMARY:/&the /'
before=$(sha256sum < far.ics)
ICSRESERVE_BASE_URL=http://127.0.0.1:1 tool --json sync far.ics
is 'nobody answers: nothing is planned' "$RC $(totals) $(sha256sum < far.ics)" "6 unchanged=3 $before"
tool --json sync far.ics
is 'then it is' "$RC $(calls) $(totals)" '0 get=3 token=1 update=3 updated=3'
tool restore ../copy.db
tool --json cancel --all
is 'cancel asks first' "$RC $(calls) $(held)" '0 delete=3 get=3 token=1 0'
# A row without an id, which can't be asked for: the message has a reason.
rm -rf "$DIR/state"; mkdir "$DIR/state"; now 2026-11-22T00:00:00Z
one no-id.ics noid 20261201T020000Z
tool -q sync no-id.ics
"$PYTHON" -c 'import sqlite3,sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE bookings SET state = \"unknown\", reserve_id = NULL, ask = 1")
db.commit()' "$DIR/state/state.db"
tool --json sync no-id.ics
has 'no id to ask for: said so' "$(cat ../err)" 'does not say what it has: no id of it is recorded'
