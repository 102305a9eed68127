#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 5: an event counts as gone only when its calendar was read
# completely and without structural error.
command -v python3 > /dev/null || { echo 'skip - 05-no-deletion-from-doubt no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - "$@" <<'EOF'
from world import *

box = Sandbox('--rate-second', '0', '--rate-minute', '0')


def deletes():
    return box.count_of('delete')


def doubted(name, tool, *args):
    """A run over something in doubt: exit 3, nothing deleted or forgotten."""
    before, rows = deletes(), tool.sql('SELECT count(*) FROM bookings')
    for more in ((), ('--force',)):
        run = tool.sync(*args, *more)
        good = run.rc == 3 and deletes() == before and \
            tool.sql('SELECT count(*) FROM bookings') == rows
        if not good or name:
            result(good, (name or 'in doubt') + ''.join(
                ' ' + m for m in more), run)
    return run


def folder(name, n, **sections):
    for i in range(n):
        write('%s/%d.ics' % (name, i), calendar(event('%s-%d' % (name, i))))
    tool = Tool(box, calendar_v={'path': path(name)}, **sections)
    run = tool.sync()
    result(run.json['totals']['created'] == n, name + ': booked', run)
    return tool


# --- a folder --------------------------------------------------------------
tool = folder('gone', 3)
os.rename(path('gone'), path('gone.away'))
doubted('a missing path', tool)
os.mkdir(path('gone'))
doubted('an empty folder', tool)
write('gone/readme.txt', 'not a calendar')
doubted('a folder without a calendar', tool)
os.remove(path('gone/readme.txt'))
os.rmdir(path('gone'))
write('gone', calendar())
doubted('a file in the place of the folder', tool)
os.remove(path('gone'))
os.rename(path('gone.away'), path('gone'))
run = tool.sync()
result(run.rc == 0, 'all is well when it is back', run)

tool = folder('item', 3)
os.remove(path('item/2.ics'))
os.mkdir(path('item/2.ics'))
doubted('a folder in the place of an item', tool)
os.rmdir(path('item/2.ics'))
os.symlink('nowhere', path('item/2.ics'))
doubted('a broken symbolic link', tool)
os.remove(path('item/2.ics'))
os.symlink('2.ics', path('item/2.ics'))
doubted('a symbolic link to itself', tool)
os.remove(path('item/2.ics'))
os.mkfifo(path('item/2.ics'))
doubted('a pipe in the place of an item', tool)
os.remove(path('item/2.ics'))
for name, data in {
    '0 bytes': b'', 'a NUL': calendar(event('item-2')).encode() + b'\0',
    'UTF-16 cut off': calendar(event('item-2')).encode('utf-16')[:-1],
    'HTML': b'<html>moved</html>', 'one newline': b'\n',
    'CR only': calendar(event('item-2')).replace('\r\n', '\r').encode(),
    'vCalendar 1.0': calendar().replace('2.0', '1.0').encode(),
    'END lost': calendar(event('item-2')).replace('END:VEVENT\r\n', '')
    .encode(),
    'bare events': event('item-2').encode(),
    'a BEGIN too many': calendar('BEGIN:VEVENT\r\n').encode(),
    'zeros behind a crash': b'\0' * 4096,
}.items():
    write('item/2.ics', data)
    doubted(name, tool)
    # The others of the folder may be gone for a reason: still nothing.
    os.rename(path('item/1.ics'), path('item-1'))
    doubted('', tool)
    os.rename(path('item-1'), path('item/1.ics'))
if os.geteuid():
    os.chmod(path('item/1.ics'), 0)
    doubted('an unreadable file', tool)
    os.chmod(path('item/1.ics'), 0o600)
    os.chmod(path('item'), 0)
    doubted('an unreadable folder', tool)
    os.chmod(path('item'), 0o700)
else:
    skip('an unreadable file', 'root reads everything')

# --- a file ----------------------------------------------------------------
f = write('file.ics', calendar(event('file-1')))
tool = Tool(box, calendar_f={'path': f})
tool.sync()
data = read(f)
os.remove(f)
doubted('a missing file', tool)
os.mkdir(f)
doubted('an empty folder in the place of the file', tool)
write('file.ics/other.ics', calendar())
doubted('a folder with something else in the place of the file', tool)
shutil.rmtree(f)
doubted('a path argument that is missing', tool, f)
write('file.ics', data)

# --- cut at any byte --------------------------------------------------------
def cut_at_any_byte(name, first, second, every=True, **sections):
    # A cut within a component needs one proof; between two, every kind of
    # event is a case of its own.
    box2 = Sandbox('--rate-second', '0', '--rate-minute', '0')
    f = write(name + '.ics', first + second)
    tool = Tool(box2, **dict({'calendar_t': {'path': f}}, **sections))
    tool.sync()
    data, bad = read(f), []
    held = len(box2.reservations())
    end = data.rindex(b'END:VCALENDAR') + len(b'END:VCALENDAR')
    middle = data.index(b'END:VCALENDAR') + len(b'END:VCALENDAR')
    where = range(end) if every else range(middle - 2, middle + 6)
    if every and SAMPLE:
        # Around each line's end, and between them some.
        where = [n for n in where if n % 8 == 0 or any(
            c in b'\r\n' for c in data[max(0, n - 1):n + 1])]
    for n in where:
        write(name + '.ics', data[:n])
        run = tool.run('sync', '-q')
        if run.rc != 3 or box2.count_of('delete'):
            bad.append((n, data[max(0, n - 30):n], str(run)))
            if box2.count_of('delete'):
                break
    result(not bad, '%s: cut at each of %d bytes' % (name, len(where)),
           bad[:3])
    same(name + ': all is still held', len(box2.reservations()), held)
    write(name + '.ics', data)
    run = tool.sync()
    result(run.json['totals']['created'] == 0, name + ': whole again', run)
    box2.stop()


one, two = calendar(event('t1'), event('t2')), calendar(event('t3'))
cut_at_any_byte('two-calendars', one, two)
cut_at_any_byte('two-calendars-lf', one.replace('\r', ''),
                two.replace('\r', ''), False)
BAD = event('bad').replace('DTSTART:', 'DTSTART;TZID=No/Where:')
cut_at_any_byte('with-a-bad-event', calendar(event('t1'), BAD), two, False)
cut_at_any_byte('with-an-event-that-waits', calendar(
    event('t1'), event('far', start='20270101T000000Z')), two, False,
    sync={'far_events': 'wait'})
cut_at_any_byte('with-a-nameless-event', calendar(
    event('t1'), event('').replace('UID:\r\n', '')), two, False)
cut_at_any_byte('with-an-output', one, two, False, calendar_t={
    'path': path('with-an-output.ics'), 'output': path('out.d')})

# A series over two files, of which one is in doubt: the other, which changed,
# says nothing of it alone.
for mode in 'series', 'occurrences':
    folder = 'over-' + mode
    series = event('s', 'RRULE:FREQ=DAILY;COUNT=3')
    moved = event('s', 'RECURRENCE-ID:20251207T020000Z',
                  start='20251209T020000Z')
    write(folder + '/master.ics', calendar(series))
    write(folder + '/moved.ics', calendar(moved))
    tool = Tool(box, sync={'recurrence': mode},
                calendar_t={'path': path(folder)})
    tool.sync()
    rows = lambda: tool.sql('SELECT * FROM bookings ORDER BY id')
    held, calls = rows(), mutating(box)
    for damage in b'', calendar(moved).encode()[:90]:
        whole = read(folder + '/moved.ics')
        text = read(folder + '/master.ics').replace(b'Meeting', b'Other')
        write(folder + '/master.ics', text)
        write(folder + '/moved.ics', damage)
        run = tool.sync()
        same('%s over two files, one in doubt: nothing is done' % mode,
             (run.rc, rows() == held, mutating(box) == calls,
              read(folder + '/master.ics') == text), (3, True, True, True))
        write(folder + '/moved.ics', whole)
        write(folder + '/master.ics', text.replace(b'Other', b'Meeting'))

# No run has read the file into which a part of it moved, and it is in doubt:
# what is missing where it stood is not gone.
for mode, gone in (('series', 'RRULE'), ('occurrences', 'RRULE'),
                   ('occurrences', 'RECURRENCE-ID')):
    name = 'split-%s-%s/' % (mode, gone)
    write(name + 'a.ics', calendar(series, moved))
    tool = Tool(box, sync={'recurrence': mode}, calendar_t={'path': path(name)})
    tool.sync()
    rows = lambda: tool.sql('SELECT * FROM bookings ORDER BY id')
    held, calls, whole = rows(), mutating(box), read(name + 'a.ics').decode()
    parts = re.findall('(?s)BEGIN:VEVENT.*?END:VEVENT\r\n', whole)
    left = calendar(*[p for p in parts if gone not in p])
    write(name + 'a.ics', left)
    write(name + 'b.ics', '')
    run = tool.sync()
    same('%s, its %s in a new file in doubt: nothing is done' % (mode, gone),
         (run.rc, rows() == held, mutating(box) == calls,
          read(name + 'a.ics').decode() == left), (3, True, True, True))
    write(name + 'b.ics', calendar(*[p for p in parts if gone in p]))
    run = tool.sync()
    same('%s, its %s in a new file: it is known again' % (mode, gone),
         (run.rc, mutating(box) == calls), (0, True))

# The settings changed at the same time: the bytes still are known.
f = write('conf.ics', one + two)
tool = Tool(box, calendar_t={'path': f})
tool.sync()
write('conf.ics', read(f)[:read(f).index(b'END:VCALENDAR') + 15])
tool.set(sync={'grace': '40m'})
doubted('cut between two calendars, other settings', tool)
# Cancelled is not doubt.
write('conf.ics', calendar(event('t1', 'STATUS:CANCELLED'), event('t2')) + two)
before = deletes()
run = tool.sync()
same('STATUS:CANCELLED is explicit', deletes(), before + 1)
# Neither is an event taken out of a file that is whole.
write('conf.ics', calendar(event('t2')) + two)
write('conf.ics', calendar() + two)
run = tool.sync()
same('an event taken out', (run.rc, deletes()), (0, before + 2))

# Leaving a filter, or the configuration, is not deletion.
tool.set(calendar_t={'path': f, 'exclude': 'summary:*'})
before = deletes()
run = tool.sync()
result(run.rc == 0 and deletes() == before and 'kept until' in run.out,
       'a filter is not deletion, and the plan says so', run)
tool.sections.pop('calendar_t')
tool.set(calendar_other={'path': write('o.ics', calendar(event('o')))})
run = tool.sync()
same('leaving the configuration is not deletion', deletes(), before)

# A folder of a pattern that can't be searched is doubt, whatever stands behind
# it.  A link to itself is one for root, too.
for name in ('one', 'two'):
    write('many/%s/a.ics' % name, calendar(event(name)))
for tail in ('a.ics', '?.ics', '[a]*.ics'):
    tool = Tool(box, calendar_p={'path': path('many', '*', tail)})
    tool.sync()
    before = deletes()
    os.rename(path('many', 'two'), path('two.away'))
    os.symlink('two', path('many', 'two'))
    run = tool.sync()
    same('%s: a folder that cannot be searched' % tail,
         (run.rc, deletes()), (3, before))
    os.unlink(path('many', 'two'))
    os.rename(path('two.away'), path('many', 'two'))
    same('%s: it is back' % tail, tool.sync().rc, 0)
finish()
EOF
