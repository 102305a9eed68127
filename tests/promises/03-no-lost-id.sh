#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 3: after a crash at any point each reservation that the server made
# is in the state, or listed as unknown with its intent.
command -v python3 > /dev/null || { echo 'skip - 03-no-lost-id no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
from world import *

box = Sandbox('--rate-second', '0', '--rate-minute', '0')
names = set()


def kept(tool, uids):
    """Each reservation for these events is in the state or an intent is."""
    made = [r for r in box.reservations()
            if r['meeting_settings'].get('topic') in uids]
    held = {r[0] for r in tool.sql(
        "SELECT reserve_id FROM operations WHERE outcome = 'ok'")}
    open_ = tool.sql("SELECT count(*) FROM operations WHERE verb = 'apply' "
                     "AND outcome IN ('open', 'unknown')")[0][0]
    lost = [r['id'] for r in made if r['id'] not in held]
    return len(lost) <= open_, lost


steps, bad, silent = 0, [], []
for n in range(1, 300):
    tool = Tool(box)
    uids = ['s%d-%d' % (n, i) for i in range(3)]
    f = write('c/%d.ics' % n, calendar(*[event(u, summary=u) for u in uids]))
    run = tool.sync(f, ICSRESERVE_STEP='kill:%d' % n)
    if run.rc != 100:
        break
    steps = n
    if not os.path.exists(tool.state):
        continue
    try:
        good, lost = kept(tool, uids)
    except sqlite3.OperationalError:    # no table yet: nothing was sent
        good, lost = not [r for r in box.reservations()
                          if r['meeting_settings'].get('topic') in uids], 'all'
    if not good:
        bad.append((n, lost))
    run = tool.sync(f)
    good, lost = kept(tool, uids)
    if not good or run.rc:
        bad.append((n, 'afterwards', lost, str(run)))
    # An orphan is told of, not passed over.
    orphans = len([r for r in box.reservations()
                   if r['meeting_settings'].get('topic') in uids]) - 3
    told = run.kinds()['unknown-outcome']
    if orphans > told:
        silent.append((n, orphans, told))
    if read(f).count(b'X-ICSRESERVE-ID') != 3:
        bad.append((n, 'not all have a link', str(run)))
result(steps > 20, 'killed at each of %d steps' % steps)
same('no id is lost', bad, [])
same('no orphan is passed over in silence', silent, [])

# The answer that never comes, or comes broken.
for fault in ('cut-after', 'half', 'garbage', 'empty', 'no-id',
              'huge', 'not-json', 'html'):
    box.script('apply +1 ' + fault)
    tool = Tool(box)
    f = write('f/%s.ics' % fault, calendar(event(fault)))
    run = tool.sync(f)
    same(fault + ': counted as unknown',
         (run.rc, run.json['totals']['unknown']), (1, 1))
    same(fault + ': its intent is recorded', tool.sql(
        "SELECT uid, outcome FROM operations"), [(fault, 'unknown')])
    run = tool.run('--json', 'status', '--failed')
    result(fault in run.out and 'unknown' in run.out,
           fault + ': status lists it', run)
    run = tool.sync(f)
    same(fault + ': the next run books it',
         (run.rc, run.json['totals']['created']), (0, 1))
# An answer with an id but without a usable link: the id is kept.
box.script('apply +1 wrong-types')
tool = Tool(box)
f = write('f/wrong.ics', calendar(event('wrong', summary='wrong')))
run = tool.sync(f)
same('wrong-types: exit', run.rc, 1)
same('wrong-types: the id is kept', tool.sql(
    "SELECT count(*) FROM operations WHERE reserve_id IS NOT NULL"), [(1,)])
box.script()
finish()
EOF
