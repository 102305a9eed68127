# SPDX-License-Identifier: MIT
"""real.py SERVER: a real server, with somebody else's edits between runs."""
from common import *
from cyrus import Cyrus
from davical import DAViCal
from servers import SERVERS

SERVERS = dict(SERVERS, davical=DAViCal, cyrus=Cyrus)
PEOPLE = 'ORGANIZER:mailto:boss@example.com\nATTENDEE;CN="Li, Si":mailto:li@x'
NOTE = 'X-NOTE;X-BY="Li; Si":kept\nDESCRIPTION:Agenda\\, in full'


def meaning(data):
    """Lines in whatever order and form, stamps aside."""
    text = re.sub(rb'\r?\n[ \t]', b'', data).replace(b'"', b'')
    return sorted(b';'.join(sorted(re.split(b'[;:]', l.strip())))
                  for l in text.split(b'\n') if l.strip() and
                  not re.match(rb'DTSTAMP|LAST-MODIFIED|PRODID', l))


class Behind(Between):
    """A real server behind the recorder."""

    def __init__(self, real):
        super().__init__(real.port)
        self.real, self.collection = real, real.collection

    def stop(self):
        super().stop()
        self.real.stop()


def series(uid):
    own = event(uid, 'RECURRENCE-ID:20251206T020000Z\n' + NOTE,
                start='20251206T040000Z', summary='Moved')
    return calendar(event(uid, 'RRULE:FREQ=DAILY;COUNT=4\n' + NOTE), own)


def main():
    real = SERVERS[sys.argv[1]]()
    c = real.collection
    for i in range(4):
        real.put(c + 'e%d.ics' % i, calendar(event('e%d' % i, NOTE)))
    real.put(c + 'people.ics', calendar(event('people', PEOPLE)))
    real.put(c + 'series.ics', series('series'))
    real.put(c + 'task.ics', 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n'
             'BEGIN:VTODO\r\nUID:task\r\nDTSTAMP:20250101T000000Z\r\n'
             'SUMMARY:Task\r\nEND:VTODO\r\nEND:VCALENDAR\r\n')
    first = {h: meaning(d) for h, d in real.all().items()}
    b = Behind(real)
    w = World(b, username='u', password_command='echo p')
    run = w.run()
    same('all are booked', (run.rc, run.json['totals']['created']), (0, 6))
    w.quiet('first')
    there = real.all()
    same('each event has its link, and once', {
        h: len(links(d)) for h, d in there.items()}, {
            h: 0 if 'task' in h else 1 for h in there})
    same('the override has it too', len(re.findall(
        rb'X-ICSRESERVE-ID', there[c + 'series.ics'])), 2)
    held = w.held()

    # Another client, between the runs.
    def change(name, old, new):
        data = real.read(c + name)
        assert old in data, data
        real.put(c + name, data.replace(old, new))
    change('e0.ics', b'SUMMARY:Meeting e0', b'SUMMARY:Renamed')
    change('e1.ics', b'DTSTART:20251205T020000Z',
           b'DTSTART:20251205T030000Z')
    real.put(c + 'e3.ics', calendar(event('e3', NOTE, summary='No lines')))
    real.delete(c + 'e2.ics')
    real.put(c + 'new.ics', calendar(event('new')))
    change('series.ics', b'COUNT=4', b'COUNT=3')
    run = w.run()
    same('what others did is taken up', (
        run.rc, {k: v for k, v in run.json['totals'].items()
                 if v and k in ('created', 'deleted', 'failed')}),
        (0, {'created': 1, 'deleted': 1}))
    w.quiet('edits')
    there = real.all()
    result(b'Renamed' in there[c + 'e0.ics'] and b'030000Z' in
           there[c + 'e1.ics'] and b'COUNT=3' in there[c + 'series.ics'] and
           c + 'e2.ics' not in there, 'their edits stay')
    now = w.held()
    same('links are stable', {k: v for k, v in now.items()
                              if k in ('Meeting e1', 'Meeting people')},
         {k: held[k] for k in ('Meeting e1', 'Meeting people')})
    same('and so is that of a renamed one, and of one whose lines went', (
        now['Renamed'], now['No lines']), (held['Meeting e0'],
                                           held['Meeting e3']))
    same('no line twice', {h: len(re.findall(rb'CONFERENCE', d))
                           for h, d in there.items()}, {
        h: {'task.ics': 0, 'series.ics': 2}.get(h.split('/')[-1], 1)
        for h in there})

    # Somebody else writes just before our PUT.
    def conflict(handler, method, path_, body, forward):
        if method == 'PUT' and path_.endswith('e0.ics'):
            b.spoil = None
            real.put(c + 'e0.ics', calendar(event('e0', summary='Theirs')))
        return False
    real.put(c + 'e0.ics', calendar(event('e0', summary='First')))
    b.spoil = conflict
    run = w.run()
    same("a conflict: the other's edit stays", (
        run.rc, b'Theirs' in real.read(c + 'e0.ics'),
        ours(real.read(c + 'e0.ics'))), (1, True, []))
    run = w.run()
    same('and the next run puts the link in', (
        run.rc, b'Theirs' in real.read(c + 'e0.ics'), [
            'https://vc.feishu.cn/j/' + n.decode() for n in
            links(real.read(c + 'e0.ics'))]), (
                0, True, [held['Meeting e0']]))
    w.quiet('conflict')

    # The answer to our PUT is lost, after the deed and before it.
    def lost(handler, method, path_, body, forward):
        if method != 'PUT':
            return False
        if deed:
            forward()
        Between.cut(handler)
    for deed in True, False:
        real.put(c + 'e1.ics', calendar(event('e1', summary='Lost %s' %
                                              deed)))
        b.spoil = lost
        run = w.run()
        b.spoil = None
        same('a lost answer, the deed %s done' % ('is' if deed else 'not'),
             run.rc, 0 if deed else 1)
        run = w.run()
        same('the next run', (run.rc, len(links(real.read(c + 'e1.ics'))),
                              b.methods().count('PUT')),
             (0, 1, 0 if deed else 1))
        w.quiet('lost answer')

    # The folder is a copy, and the state's token may be too old.
    shutil.rmtree(w.folder)
    run = w.run()
    same('an emptied cache is filled again', (
        run.rc, 'PUT' in b.methods(), run.json['totals']['created'],
        run.json['totals']['deleted']), (0, False, 0, 0))
    db = sqlite3.connect(w.tool.state)
    db.execute("UPDATE remotes SET token = 'http://nobody/gave/it'")
    db.commit()
    db.close()
    run = w.run()
    same('a token that the server does not know', (
        run.rc, 'PUT' in b.methods(), b.methods().count('REPORT') +
        b.methods().count('PROPFIND') <= 3), (0, False, True))
    w.quiet('token')

    # Found by name; a dry run.
    run = w.run('sync', '-n')
    same('a dry run asks no server', (run.rc, b.methods()), (0, []))
    w.tool.set(calendar_team={'url': b.url + real.home})
    run = w.run()
    same('found by principal and home set', (run.rc, run.json['totals']
                                             ['created'], run.json['totals']
                                             ['deleted']), (0, 0, 0))
    w.quiet('found')

    names = ['q%3Fm.ics', 'x%20y%2Bz%23.ics', 'l' * 230 + '.ics']
    for i, name in enumerate(names):
        real.put(c + name, calendar(event('name%d' % i)))
    run = w.run()
    same('names with escapes, and long ones', (
        run.rc, run.json['totals']['created'], b.methods().count('PUT')),
        (0, 3, 3))
    w.quiet('names')
    for name in names:
        real.delete(c + name)
    run = w.run('sync', '--force')
    same('and they go', (run.rc, run.json['totals']['deleted']), (0, 3))

    run = w.run('cancel', '--all')
    same('cancel', (run.rc, w.box.reservations() == []), (0, True))
    last = {h: meaning(d) for h, d in real.all().items()}
    same('no line of ours is left', [l for d in real.all().values()
                                     for l in ours(d)], [])
    same('what nobody changed is as it was, by meaning', {
        h: last[h] for h in (c + 'people.ics', c + 'task.ics')}, {
            h: first[h] for h in (c + 'people.ics', c + 'task.ics')})
    w.end(sys.argv[1])


lacks = 'curl' if not shutil.which('curl') else \
    SERVERS[sys.argv[1]].lacks()
if lacks:
    skip(sys.argv[1], 'without %s: %s' % (lacks, SERVERS[sys.argv[1]].hint))
else:
    main()
finish()
