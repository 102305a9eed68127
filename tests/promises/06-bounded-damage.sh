#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 6: more deletions than the guard allows are refused as a whole, and
# the rest of the run goes on.
command -v python3 > /dev/null || { echo 'skip - 06-bounded-damage no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
from world import *

box = Sandbox('--rate-second', '0')
deletes = lambda: box.count_of('delete')
serial = 0


def booked(n, **sections):
    """A folder of n events, booked."""
    global serial
    serial += 1
    name = 'c%d' % serial
    for i in range(n):
        write('%s/%02d.ics' % (name, i), calendar(event('e%d-%d' %
                                                        (serial, i))))
    tool = Tool(box, calendar_c={'path': path(name)}, **sections)
    run = tool.sync()
    result(run.rc == 0 and run.json['totals']['created'] == n,
           '%d booked' % n, run)
    return tool, name


tool, name = booked(12)
for i in range(4):
    os.remove(path(name, '%02d.ics' % i))
write(name + '/new.ics', calendar(event('new')))
write(name + '/11.ics', read(name + '/11.ics').replace(b'Meeting', b'Other'))
for again in range(2):
    before = deletes()
    run = tool.sync()
    t = run.json['totals']
    same('4 of 12: refused', (run.rc, deletes() - before, t['deleted']),
         (4, 0, 0))
    same('the rest goes through', (t['created'], t['updated']),
         (0, 0) if again else (1, 1))
    same('each refused one is named', sum(
        a['action'] == 'delete' and a['result'] == 'refused'
        for a in run.json['actions']), 4)
    guard = [p for p in run.json['problems'] if p['kind'] == 'guard']
    result(len(guard) == 1 and '4 deletions of 1' in guard[0]['message'] and
           '25%' in guard[0]['message'] and '--force' in guard[0]['message'],
           'the guard tells its numbers', run)
result(b'X-ICSRESERVE-ID' in read(name + '/new.ics'), 'new ones are written')
run = tool.sync('--max-deletes', '3')
same('--max-deletes 3: refused', (run.rc, deletes()), (4, 0))
run = tool.sync('--dry-run', '--force')
same('a dry run with --force: not done', (run.rc, deletes()), (0, 0))
run = tool.sync('--max-deletes', '4')
same('--max-deletes 4: done', (run.rc, deletes()), (0, 4))

tool, name = booked(12)
for i in range(3):
    os.remove(path(name, '%02d.ics' % i))
before = deletes()
same('3 of 12 is 25%: done', (tool.sync().rc, deletes() - before), (0, 3))

# Each of two calendars is too small for the guard; the run is not.
for name in 'small1', 'small2':
    for i in range(6):
        write('%s/%02d.ics' % (name, i), calendar(event('%s-%d' % (name, i))))
tool = Tool(box, calendar_1={'path': path('small1')},
            calendar_2={'path': path('small2')})
same('two small calendars', tool.sync().json['totals']['created'], 12)
for name in 'small1', 'small2':
    for i in range(2):
        os.remove(path(name, '%02d.ics' % i))
before = deletes()
run = tool.sync()
same('4 of 12 over both: refused', (run.rc, deletes() - before), (4, 0))
os.remove(path('small1', '02.ics'))
run = tool.sync('1', '--force')
same('one of them alone: done', (run.rc, deletes() - before), (0, 3))

tool, name = booked(12, sync={'max_deletes': '1'})
for i in range(2):
    write('%s/%02d.ics' % (name, i), read('%s/%02d.ics' % (name, i)).replace(
        b'SUMMARY', b'STATUS:CANCELLED\r\nSUMMARY'))
before = deletes()
run = tool.sync()
same('the guard counts STATUS:CANCELLED', (run.rc, deletes() - before),
     (4, 0))
result(b'X-ICSRESERVE-ID' in read(name + '/00.ics'),
       'a refused one keeps its lines')
run = tool.sync('--force')
same('--force', (run.rc, deletes() - before), (0, 2))
result(b'X-ICSRESERVE-ID' not in read(name + '/00.ics'),
       'and loses its lines when it is deleted')

tool, name = booked(7)
for i in range(6):
    os.remove(path(name, '%02d.ics' % i))
before = deletes()
same('below 8 live ones there is no guard',
     (tool.sync().rc, deletes() - before), (0, 6))

# Each calendar is guarded: many events elsewhere don't make room.
tool, name = booked(10)
for i in range(60):
    write('big/%02d.ics' % i, calendar(event('big%d' % i)))
tool.set(calendar_big={'path': path('big')})
tool.sync()
for i in range(8):
    os.remove(path(name, '%02d.ics' % i))
before = deletes()
run = tool.sync()
same('8 of 10, beside 60 others: refused', (run.rc, deletes() - before),
     (4, 0))
finish()
EOF
