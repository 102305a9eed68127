#!/bin/bash
# SPDX-License-Identifier: MIT
# What the words of a command line mean: named twice, nearly right, and names
# that calendars no longer have.
. "$(dirname "$0")/../lib.sh"
start_box
config <<END
[calendar "team"]
path = $DIR/w/team.ics
END
{ vevent weekly@example.com 20261201T020000Z; vevent b 20261202T020000Z; } | vcal > team.ics
tool --json sync; is 'booked' "$RC $(totals)" '0 created=2 files_written=1'
I=$(sql "SELECT reserve_id FROM bookings WHERE uid = 'b'")

# --- named twice
tool --json sync -n team team "$DIR/w/team.ics"
is 'sync: a calendar by name and path is one' "$(totals)" 'unchanged=2'
tool --json explain b team ./team.ics team; is 'explain: once' "$RC $(out 'len(explained)')" '0 1'
tool --json active b b "$I"; is 'active: once' "$RC $(out 'len(meetings)') $(calls)" '0 1 active=1 get=1 token=1'
tool --json show b "$I" b; is 'show: once' "$RC $(out 'len(reservations)') $(calls)" '0 1 get=1 token=1'
tool --json show 7490000000000009999 7490000000000009999
is 'show: an id that nobody knows, once' "$RC $(out 'len(reservations)')" '1 1'
tool --json status b b; is 'status: once' "$RC $(out 'len(bookings)')" '0 1'

# --- nearly right
for c in 'sync taem' 'explain b taem' 'export taem' 'cancel --calendar taem'; do
	# shellcheck disable=SC2086
	tool $c
	has "$c: did you mean team?" "$(said)" 'did you mean team?'
done
tool sync taem; is 'sync: it is a calendar that can not be read' $RC 3
tool sync xyzzy; hasnt 'nothing is near' "$(said)" 'did you mean'
for c in status show active cancel explain; do
	tool $c weakly@example.com
	has "$c: a UID nearly right" "$(said)" "did you mean 'weekly@example.com'?"
done

# --- a glob that the shell left alone
mkdir -p glob/a glob/b
one glob/a/1.ics g1 20261203T020000Z; one glob/b/2.ics g2 20261203T020000Z
one glob/x.ics gx 20261203T020000Z
tool --json sync 'glob/*/*.ics'
is 'a glob' "$RC $(totals)" '0 created=2 files_written=2'
is 'a glob: its name' "$(sql "SELECT DISTINCT calendar FROM bookings WHERE uid LIKE 'g_'")" "$DIR/w/glob/*/*.ics"
(cd glob && tool --json sync -n '*/*.ics' "$DIR/w/glob/*/*.ics"; echo "$RC $(totals)") > seen
is 'a glob: from elsewhere' "$(cat seen)" '0 unchanged=2'
tool --json sync 'glob/a/[0-9].ics/' 'no/such/*.ics'
is 'a glob in no folder' "$RC" 3
has 'a glob in no folder: told' "$(said)" 'no/such/*.ics: no calendar of this name is configured, and there is no such path'
tool --json verify; is 'a glob: verify knows it' "$RC" 0
tool --json cancel --calendar "$DIR/w/glob/*/*.ics"
is 'a glob: cancelled' "$RC $(totals) $(cat glob/*/*.ics | grep -c ^X-ICSRESERVE)" '0 deleted=2 files_written=2 0'

# --- a name that is configured no more is no file of the working folder
config <<END
[calendar "other"]
path = $DIR/w/other.ics
END
vevent stranger 20261203T020000Z | vcal > team
vevent o 20261203T020000Z | vcal > other.ics
remove b
tool --json verify --repair -n
is 'verify: only what it was booked from is looked at' \
    "$RC $(out '[p["kind"] for p in problems], [a["uid"] for a in actions]')" '1 [["not-mended"], []]'
tool --json export --format json -o e.json
is 'export: neither' "$RC $(json e.json 'sorted(m["calendar"] for m in o["meetings"])')" '0 ["team", "team"]'
