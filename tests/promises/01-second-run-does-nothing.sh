#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 1: a second run does nothing: no call that changes anything, no
# byte written, no mtime moved.
command -v python3 > /dev/null || { echo 'skip - 01-second-run-does-nothing no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
from world import *

EXTRA = 'LOCATION:\nURL:\nDESCRIPTION:' + 'long text ' * 30


def check(name, box, tool, *args):
    """Run twice; the second does nothing, and says so."""
    first = tool.sync(*args)
    result(first.rc == 0 and first.json['totals']['created'] > 0,
           name + ': booked', first)
    before, calls = files('c'), len(box.log(*MUTATING))
    for again in range(2):
        run = tool.sync(*args)
        t = run.json['totals']
        same(name + ': exit', run.rc, 0)
        result(not any(t[k] for k in t if k not in
                       ('unchanged', 'skipped', 'deferred')),
               name + ': the summary counts nothing', run)
        same(name + ': no action', [a for a in run.json['actions']
                                    if a['action'] != 'none'], [])
    same(name + ': no call', len(box.log(*MUTATING)), calls)
    result(files('c') == before, name + ': no file touched',
           [p for p in before if files('c').get(p) != before[p]])


box = Sandbox()
one = write('c/one.ics', calendar(event('a', EXTRA), event('b'),
                                  event('r', 'RRULE:FREQ=DAILY'),
                                  event('far', start='20270101T000000Z'),
                                  event('old', start='20240101T000000Z')))
check('a file', box, Tool(box), one)
all_ = write('c/all.ics', calendar(event('all-1', EXTRA), event('all-2')))
check('a file, everything written',
      box, Tool(box, writeback={'properties': 'conference url location '
                                'description', 'password': 'yes'}), all_)
lf = write('c/lf.ics', calendar(event('lf', EXTRA, eol='\n'), eol='\n'))
check('LF', box, Tool(box), lf)
for i in range(20):
    write('c/d/%d.ics' % i, calendar(event('d%d' % i, EXTRA)))
check('a folder', box, Tool(box), path('c/d'))
for i in range(3):
    write('c/g/1%d.ics' % i, calendar(event('g%d' % i, EXTRA)))
check('a pattern', box, Tool(box, calendar_g={'path': path('c/g/1*.ics')}),
      'g')
write('c/src/x.ics', calendar(event('x'), event('y')))
write('c/src/none.ics', calendar())
check('with an output', box, Tool(box, calendar_o={
    'path': path('c/src'), 'output': path('c/out')}))
wb = write('c/wb.ics', calendar(event('wb', EXTRA)))
check('without write-back', box, Tool(box, writeback={'mode': 'none'}), wb)

# What is written back must survive that the event is looked at again: a
# new DTSTAMP sends nothing, and what the link line says stays.
tool = Tool(box, meeting={'password': '4711471'},
            writeback={'password': 'yes',
                       'properties': 'conference description'})
two = write('c/two.ics', calendar(event('p', EXTRA)))
tool.sync(two)
calls = len(box.log(*MUTATING))
own = re.findall(rb'CONFERENCE.*?\n(?=\S)', read(two), re.S)
write('c/two.ics', read(two).replace(b'SUMMARY:', b'COMMENT:x\r\nSUMMARY:'))
before = files('c')
run = tool.sync(two)
same('an unimportant change: no call', len(box.log(*MUTATING)), calls)
result(files('c') == before, 'an unimportant change: no file touched',
       (own, re.findall(rb'CONFERENCE.*?\n(?=\S)', read(two), re.S)))
same('an unimportant change: exit', run.rc, 0)
finish()
EOF
