# SPDX-License-Identifier: MIT
"""Both sides change the same event, the server is emptied, it is down: what
contrib/GUIDE.md says of these, behind each server."""
from clients import *
from servers import *

BOTH = 'conference url location'


def vevent(uid, title=None, **more):
    return calendar(event(uid, summary=title, **more))


def retitle(data, text):
    c = Text(data)
    title(c, text)
    return c.data()


class Case:
    """A chain with some events, all of them booked."""

    def __init__(self, kind, conflict=None, events=3, recurrence='series'):
        self.server = SERVERS[kind]()
        self.box = Sandbox('--rate-second', '0', '--rate-minute', '0')
        self.chain = Chain(self.server, self.box, conflict,
                           sync={'recurrence': recurrence},
                           writeback={'properties': BOTH})
        self.name = kind
        for n in range(events):
            self.put('e%d' % n, vevent('e%d' % n))
        self.run(0, 'booked')
        self.links = self.here()

    def href(self, uid):
        return self.server.collection + uid + '.ics'

    def put(self, uid, data):
        self.server.put(self.href(uid), data)

    def there_edit(self, uid, text):
        self.put(uid, retitle(self.server.read(self.href(uid)), text))

    def here_edit(self, uid, text):
        for name, data in self.chain.files().items():
            if re.search(rb'(?m)^UID:%s\r?$' % uid.encode(), data):
                write(os.path.join(self.chain.folder, name),
                      retitle(data, text))

    def run(self, status, name):
        run = self.chain.run()
        result((run.returncode != 0) == bool(status), '%s: %s: exit' % (
            self.name, name), '%d\n%s' % (run.returncode, run.stdout))
        return run

    @staticmethod
    def look(data):
        """{uid: (title, link)}; the link is '?' when there is not exactly
        one line of each kind with the same."""
        found = {}
        for d in data.values():
            c = Text(d)
            for e in c.events:
                joined = '\n'.join(e)
                links = re.findall(r'https://vc\S+', joined)
                kinds = sorted(re.findall(
                    r'(?m)^(CONFERENCE|URL|LOCATION|X-ICSRESERVE-ID)', joined))
                good = len(set(links)) == 1 and len(links) == 3 and \
                    kinds == ['CONFERENCE', 'LOCATION', 'URL',
                              'X-ICSRESERVE-ID']
                found[c.get(e, 'UID')] = (c.get(e, 'SUMMARY'),
                                          links[0] if good else '?')
        return found

    def here(self):
        return self.look(self.chain.files())

    def there(self):
        return self.look(self.server.all())

    def settled(self, name, titles):
        """Both sides have these titles, the links of before; all is idle."""
        want = {u: (t, self.links[u][1]) for u, t in titles.items()}
        same('%s: %s: here' % (self.name, name), self.here(), want)
        same('%s: %s: there' % (self.name, name), self.there(), want)
        topics = {r['url']: r['meeting_settings']['topic']
                  for r in self.box.reservations()}
        same('%s: %s: meetings' % (self.name, name), topics,
             {l: t for t, l in want.values()})
        self.chain.idle('%s: %s' % (self.name, name))

    def titles(self, **more):
        return {u: more.get(u, t) for u, (t, _) in self.links.items()}

    def end(self):
        self.server.stop()
        self.box.stop()


def wins(kind):
    case = Case(kind)
    case.there_edit('e0', 'Server')
    case.here_edit('e0', 'Folder')
    case.run(0, 'both edited')
    case.settled('both edited, the server wins', case.titles(e0='Server'))
    # Between pull and push: what is lost is our lines.
    case.put('late', vevent('late'))
    case.chain.vdirsyncer()
    case.chain.command('icsreserve', 'sync')
    case.links = case.here()
    made = case.box.count_of('apply')
    case.there_edit('late', 'Late')
    case.chain.vdirsyncer()
    same(kind + ': edited between pull and push: the server wins',
         case.here()['late'][0], 'Late')
    case.run(0, 'the lines come back')
    case.settled('the lines come back', case.titles(e0='Server', late='Late'))
    same(kind + ': and nothing was made anew', case.box.count_of('apply'),
         made)
    # Deleted there while our lines wait here: vdirsyncer brings it back.
    case.put('gone', vevent('gone'))
    case.chain.vdirsyncer()
    case.chain.command('icsreserve', 'sync')
    case.links = case.here()
    case.server.delete(case.href('gone'))
    case.run(0, 'deleted between pull and push')
    case.settled('deleted between pull and push', case.titles())
    case.end()
    case = Case(kind, 'a wins')
    case.there_edit('e0', 'Server')
    case.here_edit('e0', 'Folder')
    case.run(0, 'both edited')
    case.settled('both edited, the folder wins', case.titles(e0='Folder'))
    case.end()


def of_series(kind):
    """Both sides change a series that has a link for each occurrence: what the
    folder's version said is lost, our overrides come back."""
    case = Case(kind, recurrence='occurrences')
    case.put('s', vevent('s', extra='RRULE:FREQ=DAILY;COUNT=3'))
    case.run(0, 'a series')
    links = sorted(r['url'] for r in case.box.reservations())
    case.there_edit('s', 'Server')
    case.here_edit('s', 'Folder')
    case.run(0, 'both edited a series')
    case.chain.idle(kind + ': both edited a series')
    for where, data in ('here', case.chain.files()), (
            'there', case.server.all()):
        found = [(c.get(e, 'SUMMARY'), kinds(e)[0]) for d in data.values()
                 for c in [Text(d)] for e in c.events
                 if c.get(e, 'UID') == 's']
        one = {'conference': 1, 'url': 1, 'location': 1, 'id': 1}
        same('%s: both edited a series: %s' % (kind, where), found,
             [('Server', {})] + 3 * [('Server', one)])
    same(kind + ': both edited a series: the links stay', sorted(
        r['url'] for r in case.box.reservations()), links)
    case.end()


def undecided(kind):
    """Without the line, vdirsyncer leaves such an event alone."""
    case = Case(kind, '')
    case.there_edit('e0', 'Server')
    case.here_edit('e0', 'Folder')
    case.there_edit('e1', 'Other')
    case.run(1, 'undecided')
    same(kind + ': undecided: the others go on', [
        case.here()[u][0] for u in ('e0', 'e1')], ['Folder', 'Other'])
    same(kind + ': undecided: the server has its own',
         case.there()['e0'][0], 'Server')
    same(kind + ': undecided: nothing is deleted',
         len(case.box.reservations()), 3)
    case.here_edit('e0', 'Server')
    config = os.path.join(case.chain.home, '.config/vdirsyncer/config')
    write(config, read(config).decode().replace(
        'collections = null', 'collections = null\n'
        'conflict_resolution = "b wins"'))
    case.run(0, 'decided')
    case.settled('decided', case.titles(e0='Server', e1='Other'))
    case.end()


def emptied(kind):
    case = Case(kind)
    kept = case.server.all()
    for href in kept:
        case.server.delete(href)
    before = files(case.chain.folder), case.box.reservations()
    run = case.run(1, 'emptied')
    result('force-delete' in run.stdout, kind + ': emptied: told', run.stdout)
    same(kind + ': emptied: nothing is touched',
         (files(case.chain.folder), case.box.reservations()), before)
    # Meant, says somebody: now the folder is empty, too.
    case.chain.vdirsyncer('--force-delete')
    same(kind + ': emptied: the folder too', case.chain.files(), {})
    case.run(3, 'an empty folder')
    same(kind + ': an empty folder: nothing is deleted',
         case.box.reservations(), before[1])
    for href, data in kept.items():
        case.server.put(href, data)
    case.run(0, 'back again')
    case.settled('back again', case.titles())
    for href in kept:
        case.server.delete(href)
    case.chain.vdirsyncer('--force-delete')
    run = case.chain.command('icsreserve', 'cancel', '--calendar', 'team')
    same(kind + ': given up', (run.returncode, case.box.reservations()),
         (0, []))
    case.run(0, 'given up: an empty calendar')
    case.end()


def down(kind):
    case = Case(kind)
    case.there_edit('e0', 'Before')
    case.chain.vdirsyncer()
    case.server.stop()
    case.chain.command('icsreserve', 'sync')
    run = case.chain.vdirsyncer()
    result(run.returncode != 0, kind + ': down before the push: told')
    case.here_edit('e1', 'While down')
    case.run(1, 'down')
    same(kind + ': down: the meeting follows all the same', sorted(
        r['meeting_settings']['topic'] for r in case.box.reservations()),
        sorted(['Before', 'While down', 'Meeting e2']))
    # What is missing may not have arrived.
    name = next(n for n, d in case.chain.files().items() if b'UID:e2' in d)
    os.unlink(os.path.join(case.chain.folder, name))
    case.run(1, 'down and a file is missing')
    same(kind + ': down: nothing is deleted', len(case.box.reservations()), 3)
    case.server.start()
    case.run(0, 'up again')
    del case.links['e2']
    case.settled('up again', case.titles(e0='Before', e1='While down'))
    case.end()


if missing():
    skip('conflicts', 'without %s: run make deps' % ', '.join(missing()))
else:
    for kind in SERVERS:
        for part in (wins, of_series, undecided, emptied, down):
            part(kind)
finish()
