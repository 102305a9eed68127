#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 8: one bad event never stops the rest, nor does one bad file; each
# is named with file, line and UID.  Hostile calendars.
command -v python3 > /dev/null || { echo 'skip - 08-one-bad-event no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
from world import *

box = Sandbox('--rate-second', '0', '--rate-minute', '0')
FAST = {'rate_per_second': '1000', 'rate_per_minute': '60000'}


def among_good(name, bad, kind, line=True, uid=None):
    """A bad event between good ones: they are booked, it is named."""
    tool = Tool(box)
    f = write('b/%s.ics' % re.sub(r'\W', '-', name), calendar(
        event('first-' + name), '%s', event('last-' + name)).encode()
        .replace(b'%s', bad if isinstance(bad, bytes) else bad.encode()))
    starts = [m.start() for m in re.finditer(b'BEGIN:VEVENT', read(f))]
    at = read(f)[:starts[1]].count(b'\n') + 1
    run = tool.sync(f)
    problems = [p for p in run.json['problems'] if p['kind'] == kind]
    result(run.rc == 1 and run.json['totals']['created'] == 2, name +
           ': the others are booked', run)
    end = at + (bad if isinstance(bad, str) else
                bad.decode('latin1')).count('\n')
    result(problems and problems[0]['file'] == f and
           (uid is None or problems[0]['uid'] == uid) and
           at <= (problems[0]['line'] or 0) <= end,
           name + ': named with file, line and UID', '%d-%d %s' % (at, end, run))
    told = re.search(r'%s:\d+: .*' % re.escape(f), run.err)
    result(bool(told), name + ': told on stderr', run.err)


bad = lambda old, new, uid='bad': event(uid).replace(old, new)
among_good('no UID', bad('UID:bad\r\n', ''), 'no-uid')
among_good('no start', bad('DTSTART:', 'X-A:'), 'no-start', uid='bad')
among_good('month 13', bad('20251205T', '20251305T'), 'bad-date', uid='bad')
among_good('month 99', bad('20251205T', '20259905T'), 'bad-date', uid='bad')
among_good('a zone nobody knows', bad('DTSTART:', 'DTSTART;TZID=No/Where:')
           .replace('020000Z', '020000'), 'unknown-timezone', uid='bad')
among_good('a bad duration', bad('PT1H', 'P1Y'), 'bad-duration', uid='bad')
among_good('ends before it starts', bad('DURATION:PT1H',
           'DTEND:20251204T000000Z'), 'bad-end', uid='bad')
among_good('twice the same UID', event('twin') + event('twin'),
           'duplicate-uid', uid='twin')

# --- a bad file among good ones -----------------------------------------------
whole = calendar(event('f')).encode()
for name, data, doubt in (
    ('UTF-16 cut off', whole.decode().encode('utf-16')[:-1], True),
    ('a NUL', whole.replace(b'Meeting', b'Meet\0ing'), True),
    ('CR only', whole.replace(b'\r\n', b'\r'), True),
    ('vCalendar 1.0', whole.replace(b':2.0', b':1.0'), True),
    ('truncated', whole[:-20], True), ('0 bytes', b'', True),
    ('random', bytes(range(256)) * 40, True),
    ('1,000 levels', b'BEGIN:VCALENDAR\n' + b''.join(
        b'BEGIN:X%d\n' % i for i in range(1000)) + b''.join(
        b'END:X%d\n' % i for i in reversed(range(1000))) +
        b'END:VCALENDAR\n', True),
    ('BEGIN only, 200,000 times', b'BEGIN:VCALENDAR\n' * 200000, True),
    ('METHOD:REQUEST', whole.replace(b'VERSION', b'METHOD:REQUEST\r\nVERSION'),
     False),
):
    n = re.sub(r'\W', '-', name)
    for i in range(2):
        write('v%s/%d.ics' % (n, i * 2), calendar(event('%s-%d' % (n, i))))
    f = write('v%s/1.ics' % n, data)
    run = Tool(box).sync(path('v' + n))
    result(run.rc == (3 if doubt else 0) and
           run.json['totals']['created'] == 2,
           name + ': the other files are booked', run)
    same(name + ': left as it is', read(f), data)
    if doubt:
        result(any(p['file'] == f for p in run.json['problems']),
               name + ': named', run)

# --- hostile but whole ---------------------------------------------------------
big = 'x' * 1000
hostile = {
    'a line of 16 MB': event('h', 'COMMENT:' + 'x' * (16 << 20)),
    'a line of 15 MB': event('h', 'COMMENT:' + 'x' * (15 << 20)),
    'a summary of 5 MB': event('h', summary='s' * (5 << 20)),
    'a description of 1 MB, folded': event('h', 'DESCRIPTION:' + '\r\n '.join(
        'y' * 70 for _ in range(15000))),
    'an event of 100,000 lines': event('h', '\n'.join(
        'X-L%d:v' % i for i in range(100000))),
    '5,000 attendees': event('h', '\n'.join(
        'ATTENDEE;CN="P %d":mailto:p%d@x.example' % (i, i)
        for i in range(5000))),
    'a UID with control characters': event('h\x01\x1b[2J\x7f\x9bx'),
    'a UID of 100 kB': event('u' * 100000),
    'a UID with quotes and slashes': event('../../x\'"; DROP TABLE'),
    'a name of 10 kB': event('h', 'X-' + 'N' * 10000 + ':v'),
    '2,000 parameters': event('h', 'X-P' + ';A=1' * 2000 + ':v'),
    'alarms': event('h', 'BEGIN:VALARM\nUID:x\nURL:\nEND:VALARM\n' * 500),
    'a folded BEGIN': event('h').replace('BEGIN:', 'BEG\r\n IN:'),
    'a folded END': event('h').replace('END:VEVENT', 'E\r\n ND:VE\r\n\tVENT'),
    'folds of one byte': event('h').replace(
        'SUMMARY:Meeting h', 'S\r\n U\r\n M\r\n MARY\r\n :\r\n Meeting h'),
    'a lone CR': event('h', summary='a\rEND:VEVENT\rb'),
    'lower case': event('h').lower().replace('020000z', '020000Z')
    .replace('t02', 'T02').replace('t00', 'T00').replace('pt1h', 'PT1H'),
    'lookalikes': event('h', 'COMMENT:END:VEVENT\nX-A;B="BEGIN:VEVENT":c'),
    'no DTSTAMP': event('h').replace('DTSTAMP:20250101T000000Z\r\n', ''),
    '200 blank lines': event('h').replace('SUMMARY', '\r\n' * 200 +
                                          'SUMMARY'),
}
for name, bad_event in hostile.items():
    n = re.sub(r'\W', '-', name)
    tool = Tool(box, writeback={'properties':
                                'conference url location description'})
    f = write('h/%s.ics' % n, calendar(event('1' + n), bad_event,
                                       event('2' + n)))
    old = read(f)
    run = tool.sync(f, timeout=30)
    n_made = run.json['totals']['created']
    result(run.rc == 0 and n_made == 3 or run.rc == 1 and n_made == 2 and
           run.json['problems'], name, run)
    if run.rc == 1:
        print('# refused:', run.json['problems'][0]['message'][:100])
    plain = tool.run('-vvv', 'sync', f, timeout=30)
    human = tool.run('status', timeout=30)
    result(not re.search('[\x00-\x08\x0b-\x1f\x7f-\x9f]', run.err +
                         plain.err + plain.out + human.out),
           name + ': no control character in any output')
    same(name + ': a second run', (plain.rc, read(f) != old), (run.rc, True))
    tool.run('cancel', '--all', timeout=30)
    result(read(f) == old, name + ': cancel gives the bytes back')
finish()
EOF
