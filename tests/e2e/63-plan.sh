#!/bin/bash
# SPDX-License-Identifier: MIT
# The plan as a gate: its digest, its exit status, and only what was reviewed.
. "$(dirname "$0")/../lib.sh"
start_box
mkdir cal
printf '[calendar "team"]\npath = %s\n' "$DIR/w/cal" | config
gate() { tool --json sync -n --detailed-exitcode "$@"; P=$(out plan); }
# differs NAME: the plan is another than OLD
differs() { gate; [ "$P" != "$OLD" ]; result $? "another plan: $1" "$P"; }
gate; is 'nothing to do' "$RC $P" '0 0000000000000000'
one cal/a.ics a 20261201T020000Z; one cal/far.ics far 20270301T020000Z
gate; is 'something' "$RC $(out exit)" '9 9'; OLD=$P
is 'the plan is a digest' "$(printf %s "$P" | grep -c '^[0-9a-f]\{16\}$')" 1
tool sync -n; is 'without the option: 0' $RC 0
tool -v sync -n; has 'for people' "$(cat ../out)" "plan: $P"
tool sync --detailed-exitcode; is 'only of a dry run' "$RC $(calls)" '2 '
now 2026-11-22T10:00:00Z
gate; is 'the same plan hours later, whatever the clock sends' "$P" "$OLD"
touch cal/a.ics; edit cal/a.ics 's/^DTSTAMP.*/DTSTAMP:20261122T000000Z/'; gate; is 'and for what changes no request' "$P" "$OLD"
mv cal/far.ics cal/zfar.ics; differs 'a file'; mv cal/zfar.ics cal/far.ics
cp cal/a.ics keep
edit cal/a.ics 's/^SUMMARY.*/SUMMARY:Other/'; differs 'a topic'; cp keep cal/a.ics
edit cal/a.ics 's/^DTSTART.*/DTSTART:20261201T030000Z/'; differs 'an end'; cp keep cal/a.ics
one cal/b.ics b 20261202T020000Z; differs 'one event more'
tool sync --plan "$OLD"
is 'what was not reviewed is not done' "$RC $(calls) $(held)" '2  0'
has 'and the plan of now is told' "$(cat ../err)" "the plan has changed from $OLD to $P; nothing was done"
tool -v sync -n; has 'and the command that it names shows it' "$(cat ../out)" "plan: $P"
is 'no file was touched' "$(grep -lr X-ICSRESERVE cal)" ''
tool --json sync --plan "$P"
is 'what was reviewed is what runs' "$RC $(out plan) $(totals)" "0 $P created=3 files_written=3"
quiet 'after it'
tool sync --plan 0000000000000000; is 'an empty plan can be reviewed too' $RC 0
# --- updates, deletions, and the guard
edit cal/a.ics 's/^SUMMARY.*/SUMMARY:Third/'; rm cal/b.ics
gate; is 'update and delete' "$RC $(totals)" '9 updated=1 deleted=1 unchanged=1'
tool sync --plan "$P"; is 'done' $RC 0
for i in $(seq 10); do vevent "g$i" 20261203T020000Z; done | vcal > cal/g.ics; tool sync
vcal < /dev/null > cal/g.ics; gate; is 'a refusal wins over 9' "$RC $(out exit)" '4 4'; OLD=$P
gate --force; [ "$P" != "$OLD" ]; result $? 'with --force it is another plan'
tool sync --plan "$P"; is 'which does not run without it' $RC 2
tool sync --force --plan "$P"; is 'but with it' "$RC $(held)" '0 2'
