#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 7: moving or renaming an event keeps its link: an update, never a
# delete and a create, also from one file or calendar to another.
command -v python3 > /dev/null || { echo 'skip - 07-link-stability no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
from world import *

box = Sandbox()
tool = None


def link(f, uid=None):
    data = read(f)
    if uid:
        data = [v for v in data.split(b'BEGIN:VEVENT')
                if b'UID:' + uid.encode() + b'\r' in v]
        data = data[0] if data else b''
    return re.findall(rb'^URL:(.*?)\r?$', data, re.M)


def unmoved(name, f, old, expect, *args, uid=None):
    """The link is the old one, nothing was made or deleted."""
    calls = collections.Counter(c for c, _ in mutating(box))
    run = tool.sync(*args)
    made = collections.Counter(c for c, _ in mutating(box)) - calls
    result(run.rc == 0 and dict(made) == expect, name + ': calls',
           '%s\n%s' % (dict(made), run))
    same(name + ': the link', link(f, uid), old)


def start(name, **files_):
    global tool
    tool = Tool(box)
    for n, data in files_.items():
        write('%s/%s.ics' % (name, n), data)


# --- one file ---------------------------------------------------------------
start('one', a=calendar(event('a'), event('b')))
f = path('one/a.ics')
tool.sync(f)
old = link(f, 'a')
same('booked', len(old), 1)
edit = lambda a, b: write('one/a.ics', read(f).replace(a, b, 1))
edit(b'SUMMARY:Meeting a', b'SUMMARY:Renamed')
unmoved('renamed', f, old, {'update': 1}, f, uid='a')
edit(b'DTSTART:20251205T020000Z', b'DTSTART:20251206T090000Z')
unmoved('moved', f, old, {'update': 1}, f, uid='a')
edit(b'DTSTART:20251206T090000Z', b'DTSTART:20261206T090000Z')
unmoved('moved beyond 30 days', f, old, {'update': 1}, f, uid='a')
edit(b'DTSTART:20261206T090000Z',
     b'DTSTART;TZID=Asia/Shanghai:20251206T090000')
unmoved('another zone', f, old, {'update': 1}, f, uid='a')
events = re.findall(rb'BEGIN:VEVENT.*?END:VEVENT\r\n', read(f), re.S)
write('one/a.ics', calendar().encode().replace(
    b'END:VCAL', events[1] + events[0] + b'END:VCAL'))
unmoved('in another order', f, old, {}, f, uid='a')
write('one/a.ics', re.sub(rb'(?m)^(CONF|URL|X-ICS|LOC|LAST).*\r\n( .*\r\n)*', b'',
                          read(f)))
unmoved('our lines taken out by another program', f, old, {}, f, uid='a')
update = [l for l in box.log('update')][0]
result('owner_id' not in json.dumps(update['body']),
       'an update sends the changed fields only', update)

# --- files of a folder --------------------------------------------------------
start('dir', a=calendar(event('d1')), b=calendar(event('d2')))
d = path('dir')
tool.sync(d)
old = link('dir/a.ics')
os.rename(path('dir/a.ics'), path('dir/z.ics'))
unmoved('a file renamed', 'dir/z.ics', old, {}, d)
os.rename(path('dir/z.ics'), path('dir/0.ics'))
unmoved('a file renamed the other way', 'dir/0.ics', old, {}, d)
data = read('dir/0.ics')
os.remove(path('dir/0.ics'))
both = calendar(event('d2')).encode().replace(b'END:VCAL', re.search(
    rb'BEGIN:VEVENT.*END:VEVENT\r\n', data, re.S)[0] + b'END:VCAL')
write('dir/b.ics', both)
unmoved('into another file', 'dir/b.ics', old, {}, d, uid='d1')
write('dir/b.ics', calendar(event('d2')))
write('dir/c.ics', calendar(event('d1', summary='New title')))
unmoved('into a new file, with another title, without our lines',
        'dir/c.ics', old, {'update': 1}, d)

# --- between calendars ------------------------------------------------------
# Runs over one calendar alone: the new place first.  (The old place first
# looks like a deletion to a run that is told to look nowhere else.)
for source, target in (('x', 'y'), ('y', 'x')):
    for runs in ([()], [(target,), (source,)]):
        name = 'from %s to %s, %d run(s)' % (source, target, len(runs))
        base = 'cal%s-%s%d' % (source, target, len(runs))
        start(base)
        for c in 'xy':
            write('%s/%s/other.ics' % (base, c), calendar(event(base + c)))
        write('%s/%s/e.ics' % (base, source), calendar(event(base)))
        tool.set(calendar_x={'path': path(base, 'x')},
                 calendar_y={'path': path(base, 'y')})
        tool.sync()
        old = link('%s/%s/e.ics' % (base, source))
        same(name + ': booked', len(old), 1)
        os.rename(path(base, source, 'e.ics'), path(base, target, 'e.ics'))
        calls = len(mutating(box))
        for args in runs:
            run = tool.sync(*args)
        same(name + ': the link', link('%s/%s/e.ics' % (base, target)), old)
        same(name + ': no call', mutating(box)[calls:], [])
        run = tool.sync()
        same(name + ': and stays', (
            run.rc, link('%s/%s/e.ics' % (base, target)),
            mutating(box)[calls:]), (0, old, []))
finish()
EOF
