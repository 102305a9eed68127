#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 9: dry runs are dry, and their plan is what the run then does.
command -v python3 > /dev/null || { echo 'skip - 09-dry-runs no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
from world import *

box = Sandbox()
WORDS = ('action', 'calendar', 'file', 'uid', 'topic', 'start', 'changed')


def plan(run):
    return sorted(json.dumps([a[w] for w in WORDS])
                  for a in run.json['actions'] if a['action'] != 'none')


def rehearsed(name, tool, *args):
    """A dry run leaves no trace; the run does what it said."""
    before, home = files('c'), files(os.path.basename(tool.home))
    calls = len(box.log())
    dry = tool.sync('--dry-run', *args)
    same(name + ': no request', len(box.log()), calls)
    result(files('c') == before, name + ': no file touched')
    same(name + ': no state touched', files(os.path.basename(tool.home)),
         home)
    result(dry.json['dry_run'] is True and all(
        a['result'] in ('planned', 'refused') or a['action'] == 'none'
        for a in dry.json['actions']), name + ': all is planned', dry)
    told = tool.run('sync', '-n', *args)
    result('(dry run)' in told.out, name + ': it says so', told)
    real = tool.sync(*args)
    same(name + ': the plan is what is done', plan(real), plan(dry))
    counts = ('created', 'updated', 'renewed', 'deleted', 'skipped',
              'deferred')
    same(name + ': the totals too',
         [real.json['totals'][c] for c in counts],
         [dry.json['totals'][c] for c in counts])
    same(name + ': the problems too', real.kinds(), dry.kinds())
    return dry, real


tool = Tool(box, calendar_c={'path': path('c')})
os.mkdir(path('c'))
for i in range(12):
    write('c/%02d.ics' % i, calendar(event('e%d' % i)))
write('c/far.ics', calendar(event('far', start='20260301T000000Z')))
write('c/bad.ics', calendar(event('bad').replace('20251205', '20251305'),
                            event('r', 'RRULE:FREQ=DAILY')))
dry, _ = rehearsed('new', tool)
same('nothing but the configuration beside the state',
     [f for f in os.listdir(tool.home)
      if not f.startswith(('state.db', 'config'))], [])
write('c/00.ics', read('c/00.ics').replace(b'Meeting', b'Other'))
write('c/01.ics', read('c/01.ics').replace(b'T020000Z', b'T030000Z'))
os.remove(path('c/02.ics'))
os.rename(path('c/03.ics'), path('c/x.ics'))
write('c/04.ics', read('c/04.ics').replace(
    b'SUMMARY', b'STATUS:CANCELLED\r\nSUMMARY'))
write('c/05.ics', re.sub(rb'(X-ICS|URL|LOCATION|CONFERENCE).*\r\n( .*\r\n)*', b'',
                         read('c/05.ics')))
write('c/new.ics', calendar(event('n1'), event('n2', 'LOCATION:')))
dry, _ = rehearsed('changes', tool)
same('each kind is among them', {a['action'] for a in dry.json['actions']} >=
     {'create', 'update', 'delete', 'write'}, True)
tool.now += 26 * 86400
box.clock(tool.now)
dry, _ = rehearsed('26 days later', tool)
result(any(a['action'] == 'renew' for a in dry.json['actions']),
       'the far one is renewed', dry)
write('c/doubt.ics', '')
os.remove(path('c/new.ics'))
rehearsed('in doubt', tool)
os.remove(path('c/doubt.ics'))
rehearsed('not in doubt any more', tool)

# An interrupted run is not mended by a rehearsal.
write('c/k.ics', calendar(event('k', start='20260105T000000Z')))
steps = tool.sync('-n', ICSRESERVE_STEP='count').err
for n in range(1, 60):
    run = tool.sync(ICSRESERVE_STEP='kill:%d' % n)
    if run.rc != 100:
        break
    calls, before = len(box.log()), files('c')
    home = tool.home
    db = [sorted(map(repr, tool.sql('SELECT * FROM ' + t)))
          for t in ('bookings', 'operations', 'files', 'holds', 'issued', 'undo')]
    dry = tool.sync('-n')
    if len(box.log()) != calls or files('c') != before or db != [
            sorted(map(repr, tool.sql('SELECT * FROM ' + t)))
            for t in ('bookings', 'operations', 'files', 'holds', 'issued', 'undo')]:
        result(False, 'dry after a kill at step %d' % n, dry)
result(n > 5, 'dry after a kill at each of %d steps' % (n - 1))
finish()
EOF
