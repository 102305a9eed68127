# SPDX-License-Identifier: MIT
"""chain.py SERVER MODE [--sample]: five rounds of edits (three in the sample,
by fewer programs), on the server and in the folder, by every program at once,
each with every list of edits below on events of its own: single ones, series,
series with overrides.  A model
says what each event is after the edits and which meetings there must be.  After
each round every VEVENT, here and on the server, has one line of each kind and
the link that it had before; a second run is idle; nothing that a person wrote
is lost.  At the end `cancel --all` leaves no line of ours anywhere."""
import warnings

warnings.filterwarnings('ignore')
import logging

import caldav

from clients import *
from servers import *

logging.disable(logging.CRITICAL)
MODE = sys.argv[2]
SAMPLE = '--sample' in sys.argv
HOUR = datetime.timedelta(hours=1)
START = datetime.datetime(2025, 12, 3, 10)
VTIMEZONE = '''BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
TZNAME:CST
END:STANDARD
END:VTIMEZONE
'''
NOTE = 'X-Note;X-By="Li; Si":kept'
PEOPLE = 'ATTENDEE;ROLE=REQ-PARTICIPANT;CN="Li, Si":mailto:li@example.com'
BARE = 'bare'


# --- the model -------------------------------------------------------------
class Event:
    """What people have made of an event.  Occurrence i is at start + i days;
    `own` has those with a version of their own."""

    def __init__(self, uid, count=None, own=(), place=None):
        self.uid, self.title, self.start = uid, 'Plan ' + uid, START
        self.count, self.place = count, place
        self.exdates, self.own, self.cancelled = set(), {}, False
        self.off, self.deleted = set(), False
        self.khal = uid.startswith('khal')
        for i in own:
            self.own[i] = (self.at(i) + 2 * HOUR, 'Moved ' + uid)

    def at(self, i):
        return self.start + i * STEP

    def text(self):
        """As it is first put into the calendar."""
        def vevent(start, title, *lines):
            return ''.join(l + '\r\n' for l in [
                'BEGIN:VEVENT', 'UID:' + self.uid, 'DTSTAMP:20250101T000000Z',
                'DTSTART;TZID=Asia/Shanghai:' + start.strftime(
                    '%Y%m%dT%H%M%S'), 'DURATION:PT60M', 'SUMMARY:' + title,
                *lines, 'DESCRIPTION:Agenda\\, in full', PEOPLE, NOTE,
                'BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:soon',
                'TRIGGER;RELATED=START:-PT15M', 'END:VALARM', 'END:VEVENT'])
        lines = ['LOCATION:' + (self.place or '')]
        rule = ['RRULE:COUNT=%s;FREQ=DAILY' % self.count] * bool(self.count)
        return calendar(VTIMEZONE.replace('\n', '\r\n'), vevent(
            self.start, self.title, *lines + rule), *(vevent(
                t, title, 'RECURRENCE-ID;TZID=Asia/Shanghai:' + self.at(i)
                .strftime('%Y%m%dT%H%M%S'), *lines)
                for i, (t, title) in self.own.items()))

    def occurrences(self):
        """{i: (start, title)} of those that take place."""
        if self.cancelled or self.deleted:
            return {}
        return {i: self.own.get(i, (self.at(i), self.title))
                for i in range(self.count or 1)
                if i not in self.exdates and i not in self.off}

    def meetings(self):
        """{key: (topic, end)}; the key is the occurrence's number, or None
        for all of it."""
        live = self.occurrences()
        if MODE == 'occurrences' and self.count:
            return {i: (t, s + HOUR) for i, (s, t) in live.items()}
        return {None: (self.title, max(s for s, _ in live.values()) + HOUR)} \
            if live else {}

    def vevents(self):
        """{RECURRENCE-ID: key of its meeting}: those that must be there, and
        BARE where there must be no line of ours."""
        if self.deleted:
            return {}
        held = self.meetings()
        if MODE == 'series' or not self.count:
            found = {self.at(i): None for i in self.own}
            found[None] = None
            for r in found if not held else [self.at(i) for i in self.off]:
                found[r] = BARE
            return found
        found = {self.at(i): BARE for i in self.own}
        found[None] = BARE
        found.update((self.at(i), i) for i in held)
        return found


# --- what is done to it, in the model and by a client ----------------------
def do_title(m, c, n):
    m.title = '改名 %d %s' % (n, m.uid)
    title(c, m.title)


def do_shift(m, c, n):
    m.start += 1.5 * HOUR
    m.own = {i: (s + 1.5 * HOUR, t) for i, (s, t) in m.own.items()}
    shift(c, 90)


def do_shift_alone(m, c, n):
    """The client moves the series and forgets our overrides."""
    m.start += HOUR
    shift(c, 60, overrides=False)


def do_place(m, c, n):
    m.place = 'Room %d' % n
    field(c, 'LOCATION', m.place)


def do_exdate(m, c, n):
    m.exdates.add(1)
    exdate(c, m.at(1))


def do_count(m, c, n):
    m.count -= 1
    e = find(c, m.at(m.count))
    if e is not None and m.count in m.own:
        c.remove(e)
    m.own.pop(m.count, None)
    count(c, m.count)


def do_override(m, c, n):
    m.own[2] = (m.at(2) + (2 + n) * HOUR / 2, 'Own %d %s' % (n, m.uid))
    override(c, m.at(2), *m.own[2])


def do_move(m, c, n):
    m.own[1] = (m.own[1][0] + HOUR, m.own[1][1])
    override(c, m.at(1), *m.own[1])


def do_restore(m, c, n):
    del m.own[1]
    restore(c, m.at(1))


def do_off(m, c, n):
    """This one occurrence is cancelled."""
    m.own[2] = (m.at(2), m.title)
    m.off.add(2)
    override(c, m.at(2), *m.own[2])
    status(c, 'CANCELLED', m.at(2))


def do_cancel(m, c, n):
    """The client knows of people's overrides, not of ours."""
    m.cancelled = True
    for i in [None] + list(m.own):
        status(c, 'CANCELLED', i if i is None else m.at(i))


def do_cancel_all(m, c, n):
    m.cancelled = True
    status(c, 'CANCELLED', all=True)


def do_revive(m, c, n):
    m.cancelled = False
    status(c, None)


def do_stamps(m, c, n):
    """A client that only looked."""
    field(c, 'LAST-MODIFIED', None)
    field(c, 'X-MOZ-GENERATION', str(n))


DELETE, NEW, NONE = 'delete', 'new', None
SINGLE = [
    [do_title, do_shift, do_place, do_cancel, do_revive],
    [do_shift, do_title, do_stamps, DELETE, NEW],
    [do_place, do_cancel, do_revive, do_title, DELETE]]
SERIES = [
    [do_title, do_exdate, do_count, do_override, do_cancel],
    [do_exdate, do_title, do_override, do_count, do_cancel_all],
    [do_count, do_override, do_title, do_exdate, DELETE],
    [do_title, do_shift_alone, do_exdate, do_stamps, do_off],
    [do_override, do_title, do_off, do_shift, do_cancel]]
OVERRIDES = [
    [do_move, do_restore, do_override, do_shift, DELETE],
    [do_title, do_move, do_off, do_restore, do_count],
    [do_restore, do_title, do_shift, do_override, do_cancel]]


# --- the clients -----------------------------------------------------------
class Client:
    """Edits on the server, or in the folder."""

    def __init__(self, chain, name):
        self.chain, self.name, self.hrefs = chain, name, {}
        self.server = chain.server
        if name.startswith('caldav'):
            self.dav = caldav.Calendar(client=caldav.DAVClient(
                self.server.url, username='u', password='p'),
                url=self.server.url)

    def there(self, uid):
        return self.server.collection + uid + '.ics'

    def here(self, uid):
        for name, data in self.chain.files().items():
            if b'UID:' + uid.encode() + b'\r' in data + b'\r' or \
                    b'UID:' + uid.encode() + b'\n' in data:
                return os.path.join(self.chain.folder, name)
        raise KeyError('no file has ' + uid)

    def new(self, m):
        if self.name.startswith('local'):
            self.save(os.path.join(self.chain.folder, m.uid + '.ics'),
                      m.text().encode())
        elif self.name.startswith('caldav'):
            self.dav.save_event(m.text())
        else:
            self.server.put(self.there(m.uid), m.text())

    @staticmethod
    def save(name, data):
        with open(name + '.new', 'wb') as f:
            f.write(data)
        os.rename(name + '.new', name)

    def delete(self, m):
        if self.name.startswith('local'):
            os.unlink(self.here(m.uid))
        else:
            self.server.delete(self.there(m.uid))

    def edit(self, m, op, n):
        lib = Vobject if 'vobject' in self.name else Icalendar
        if self.name.startswith('local'):
            name = self.here(m.uid)
            with open(name, 'rb') as f:
                c = lib(f.read())
            op(m, c, n)
            self.save(name, c.data())
        elif self.name.startswith('caldav'):
            href = 'http://%s:%d%s' % (HOST, self.server.port,
                                       self.there(m.uid))
            e = self.dav.event_by_url(href)
            e.load()
            op(m, lib(instance=e.vobject_instance if lib is Vobject else
                      e.icalendar_instance), n)
            e.save()
        else:
            c = Text(self.server.read(self.there(m.uid)))
            op(m, c, n)
            self.server.put(self.there(m.uid), c.data())

    def do(self, m, op, n):
        if op == DELETE:
            m.deleted = True
            self.delete(m)
        elif op == NEW:
            m.__init__(m.uid + '-again')
            self.new(m)
        elif op:
            self.edit(m, op, n)


class Khal:
    """Edits by its own commands."""

    def __init__(self, chain):
        self.chain = chain
        chain.put('.config/khal/config', '''[calendars]
[[team]]
path = %s
type = calendar
[locale]
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
timeformat = %%H:%%M
dateformat = %%Y-%%m-%%d
longdateformat = %%Y-%%m-%%d
datetimeformat = %%Y-%%m-%%d %%H:%%M
longdatetimeformat = %%Y-%%m-%%d %%H:%%M
[default]
default_calendar = team
''' % chain.folder)

    def khal(self, *args, input=''):
        said = self.chain.command('khal', *args, input=input)
        assert said.returncode == 0, said.stdout

    def edit(self, title, *keys):
        self.khal('edit', '--show-past', title,
                  input=''.join(k + '\n' for k in keys))

    def new(self, m):
        """It gives the event a UID of its own."""
        self.khal('new', START.strftime('%Y-%m-%d %H:%M'),
                  (START + HOUR).strftime('%H:%M'), m.title)
        m.uid = next(re.search(rb'(?m)^UID:(\S+)', d)[1].decode()
                     for d in self.chain.files().values()
                     if m.title.encode() in d)

    @staticmethod
    def change(m, start=None, title=None):
        """It edits the first that it finds of a file: the series, or the
        first occurrence when that has a VEVENT of its own."""
        if MODE == 'series' or not m.count:
            m.start, m.title = start or m.start, title or m.title
            return
        i = min(m.occurrences())
        old = m.own.get(i, (m.at(i), m.title))
        m.own[i] = (start or old[0], title or old[1])

    def retitle(self, m, n):
        old, new = m.title, 'Khal %d %s' % (n, m.uid)
        self.change(m, title=new)
        self.edit(old, 's', new, 'q')

    def move(self, m, n):
        t = m.start + HOUR
        self.edit(m.title, 't', '%s %s' % (
            t.strftime('%Y-%m-%d %H:%M'),
            (t + HOUR).strftime('%Y-%m-%d %H:%M')), 'q')
        self.change(m, start=t)

    def place(self, m, n):
        m.place = 'Room khal'
        self.edit(m.title, 'l', m.place, 'q')

    def delete(self, m, n):
        m.deleted = True
        self.edit(m.title, 'D', 'y', 'q')

    def do(self, m, op, n):
        if op:
            op(self, m, n)


KHAL = {
    'single': [Khal.retitle, Khal.move, Khal.retitle, Khal.place, Khal.delete],
    'series': [Khal.retitle, Khal.place, Khal.retitle, Khal.move, Khal.delete],
    'own': [NONE, Khal.retitle, Khal.place, Khal.retitle, Khal.delete],
    'new': [NONE, Khal.move, Khal.retitle, Khal.place, Khal.delete]}


# --- what must hold after each round ---------------------------------------
def check_vevent(m, c, e, key, ids):
    """What is wrong with it, a sentence each."""
    seen, links = kinds(e)
    want = {'id': 1, 'conference': 1, 'url': 1, 'fence': 1}
    recid = c.get(e, 'RECURRENCE-ID')
    own = next((v for i, v in m.own.items() if m.at(i) == recid), None)
    if key == BARE:
        want = {}
    place = (c.get(e, 'LOCATION') or '').strip()
    if key != BARE and 'feishu' in place:
        want['location'] = 1
    if seen != want:
        yield 'has %s' % (seen or 'no line of ours')
    elif key != BARE:
        held = ids.get(c.get(e, 'X-ICSRESERVE-ID'))
        if not held:
            yield 'an id that is not held: ' + c.get(e, 'X-ICSRESERVE-ID')
        elif links != {held['url']}:
            yield 'links %s, held %s' % (links, held['url'])
        else:
            topic, end = m.meetings()[key]
            end = ZONE.localize(end).timestamp() + 1800
            got = held['meeting_settings']['topic'], int(held['end_time'])
            if got != (topic, end):
                yield 'meeting is %r until %d, want %r until %d' % (
                    got + (topic, end))
    text = own[1] if own else m.title
    start = own[0] if own else m.start if recid is None else recid
    if c.get(e, 'SUMMARY') != text:
        yield 'SUMMARY is %r, want %r' % (c.get(e, 'SUMMARY'), text)
    if c.get(e, 'DTSTART') != start:
        yield 'DTSTART is %s, want %s' % (c.get(e, 'DTSTART'), start)
    joined = '\n'.join(e)
    for part in ('Agenda\\, in full', 'mailto:li@example.com', ':kept'):
        if part not in joined and not m.khal:
            yield 'lost: ' + part


def check_side(where, data, models, held, links):
    """Sentences on one side's calendar; links: {(uid, key): link}."""
    ids = {str(r['id']): r for r in held}
    there = {}
    for name, d in data.items():
        c = Text(d)
        for e in c.events:
            there.setdefault(c.get(e, 'UID'), []).append((c, e))
    for m in models:
        want = m.vevents()
        for c, e in there.pop(m.uid, []):
            recid = c.get(e, 'RECURRENCE-ID')
            what = '%s: %s %s: ' % (where, m.uid, recid or 'master')
            if recid not in want:
                if c.get(e, 'STATUS') != 'CANCELLED' or kinds(e)[0]:
                    yield what + 'a VEVENT that should not be there'
                continue
            key = want.pop(recid)
            for wrong in check_vevent(m, c, e, key, ids):
                yield what + wrong
            if key != BARE:
                for l in kinds(e)[1]:
                    links.setdefault((m.uid, key), set()).add(l)
        for recid in want:
            yield '%s: %s %s: no VEVENT' % (where, m.uid, recid or 'master')
    for uid in there:
        yield '%s: %s: should be gone' % (where, uid)


def check(name, chain, models, before):
    """One round is over; the links that the meetings have now."""
    held = chain.box.reservations()
    want = sum(len(m.meetings()) for m in models)
    links, bad = {}, []
    if len(held) != want:
        bad.append('%d reservations, want %d' % (len(held), want))
    bad += check_side('here', chain.files(), models, held, links)
    bad += check_side('there', chain.server.all(), models, held, links)
    result(not bad, name + ': one line of each kind, the right meetings',
           '\n'.join(sorted(bad)[:12]) + '\n%d in all' % len(bad))
    bad = ['%s %s: %s was %s' % (k + (v, before[k])) for k, v in links.items()
           if k in before and before[k] != v]
    result(not bad, name + ': links are stable', '\n'.join(bad[:12]))
    return links


def events(chain):
    """(client, event, its edits): the events are there."""
    names = ['put', 'caldav-vobject', 'caldav-icalendar', 'local-vobject',
             'local-icalendar']
    if SAMPLE:
        names = ['caldav-vobject', 'local-icalendar']
    shapes = [('single', SINGLE, {}), ('series', SERIES, {'count': 5}),
              ('own', OVERRIDES, {'count': 4, 'own': [1]})]
    for i, name in enumerate(names):
        client = Client(chain, name)
        for shape, rounds, args in shapes:
            turns = [i % len(rounds)] if SAMPLE else range(len(rounds))
            for k in turns:
                place = 'Room 1' if shape == 'single' and k % 2 else None
                m = Event('%s-%d-%s' % (shape, k, name), place=place, **args)
                client.new(m)
                yield client, m, rounds[k]
    khal = Khal(chain)
    for shape, _, args in shapes[:1 if SAMPLE else 3]:
        m = Event('khal-' + shape, **args)
        client.server.put(client.there(m.uid), m.text())
        yield khal, m, KHAL[shape]
    m = Event('khal-new')
    khal.new(m)
    yield khal, m, KHAL['new']


def main():
    server = SERVERS[sys.argv[1]]()
    box = Sandbox('--rate-second', '0', '--rate-minute', '0')
    chain = Chain(server, box, sync={'recurrence': MODE, 'max_deletes': '999'},
                  writeback={'properties':
                             'conference url location description'})
    todo = list(events(chain))
    models = [m for _, m, _ in todo]
    run = chain.run()
    result(run.returncode == 0, 'first run', run.stdout)
    links = check('first', chain, models, {})
    chain.idle('first')
    for n in range(1, 4 if SAMPLE else 6):
        for client, event, rounds in todo:
            if rounds[n - 1] == NEW:
                links = {k: v for k, v in links.items()
                         if k[0] != event.uid + '-again'}
            if event.deleted and rounds[n - 1] != NEW:
                continue
            client.do(event, rounds[n - 1], n)
        links = {k: v for k, v in links.items()
                 if any(e.uid == k[0] and k[1] in e.meetings()
                        for e in models)}
        run = chain.run()
        result(run.returncode == 0, 'round %d' % n, run.stdout)
        links = check('round %d' % n, chain, models, links)
        chain.idle('round %d' % n)
    run = chain.command('icsreserve', 'cancel', '--all')
    result(run.returncode == 0, 'cancel --all', run.stdout)
    run = chain.vdirsyncer()
    result(run.returncode == 0, 'cancel --all: push', run.stdout)
    same('cancel --all: no reservation', box.reservations(), [])
    for where, data in ('here', chain.files()), ('there', server.all()):
        bad = ['%s: %s' % (n, l) for n, d in data.items() for l in ours(d)]
        result(not bad, 'cancel --all: no line of ours ' + where,
               '\n'.join(bad[:12]) + '\n%d in all' % len(bad))
    for e in models:
        e.cancelled = True
    links = {}
    bad = [b for side, d in (('here', chain.files()), ('there', server.all()))
           for b in check_side(side, d, models, [], links)]
    result(not bad, 'cancel --all: the events are as people have them',
           '\n'.join(bad[:12]) + '\n%d in all' % len(bad))
    same('cancel --all: nothing more to copy',
         re.findall('Copying.*', chain.vdirsyncer().stdout), [])


if missing():
    skip('chain', 'without %s: run make deps' % ', '.join(missing()))
else:
    main()
finish()
