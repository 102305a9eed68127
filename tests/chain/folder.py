# SPDX-License-Identifier: MIT
"""What other programs do to a folder of calendars without a server: files are
renamed, a series is split over several files and joined again, lines of ours
are dropped, copies of a conflict lie beside the original."""
import itertools

from clients import *
from world import *

ALL = 'conference url location description'
KINDS = ('X-', 'CONFERENCE', 'URL', 'LOCATION', 'DESCRIPTION', 'parameters')


class Case:
    def __init__(self, mode='series'):
        self.box = Sandbox('--rate-second', '0', '--rate-minute', '0')
        self.folder = path('f%d' % Sandbox.count)
        os.mkdir(self.folder)
        self.tool = Tool(self.box, sync={'recurrence': mode},
                         writeback={'properties': ALL},
                         calendar_team={'path': self.folder})
        self.mode = mode

    def put(self, name, data):
        write(os.path.join(self.folder, name), data)

    def read(self, name):
        return read(os.path.join(self.folder, name))

    def names(self):
        return sorted(os.listdir(self.folder))

    def sync(self, name, status=0):
        run = self.tool.sync()
        if run.rc != status:
            result(False, '%s: %s: exit' % (self.mode, name), run)
        return run

    def idle(self, name, status=0):
        before = files(self.folder), len(mutating(self.box))
        run = self.sync(name, status)
        after = files(self.folder), len(mutating(self.box))
        changed = [os.path.basename(f) for f in before[0]
                   if before[0][f] != after[0].get(f)]
        result(before == after, '%s: %s: idle' % (self.mode, name),
               '%s %s\n%s' % (changed[:20], mutating(self.box)[before[1]:],
                              run))
        return run

    def clean(self, name):
        """cancel --all leaves no line of ours."""
        run = self.tool.run('cancel', '--all')
        left = {n: ours(self.read(n)) for n in self.names()}
        same('%s: %s: cancel' % (self.mode, name),
             (run.rc, self.box.reservations(),
              {n: l for n, l in left.items() if l}), (0, [], {}))
        self.box.stop()


def split(data):
    """Each VEVENT of a calendar as a calendar of its own."""
    c = Text(data)
    for e in c.events:
        alone = Text(data)
        alone.events = [e]
        yield alone.data()


def renamed_and_split(mode):
    case = Case(mode)
    for n in range(3):
        case.put('e%d.ics' % n, calendar(event('e%d' % n)))
    case.put('s.ics', calendar(
        event('s', 'RRULE:FREQ=DAILY;COUNT=4\nDESCRIPTION:Agenda'),
        event('s', 'RECURRENCE-ID:20251206T020000Z', '20251206T050000Z',
              'Moved')))
    case.sync('first')
    case.idle('second')
    for i, n in enumerate(case.names()):
        os.rename(os.path.join(case.folder, n),
                  os.path.join(case.folder, 'x%d.ics' % (9 - i)))
    case.idle('renamed')
    whole = next(n for n in case.names() if b'RRULE' in case.read(n))
    data = case.read(whole)
    os.unlink(os.path.join(case.folder, whole))
    for i, part in enumerate(split(data)):
        case.put('part%d.ics' % i, part)
    case.idle('split')
    # The override alone is edited: its file has no master.
    name = next(n for n in case.names() if b'SUMMARY:Moved' in case.read(n))
    c = Text(case.read(name))
    c.set(c.events[0], 'SUMMARY', 'Moved again')
    case.put(name, c.data())
    case.sync('an override in a file of its own')
    topics = collections.Counter(r['meeting_settings']['topic']
                                 for r in case.box.reservations())
    same(mode + ': an override in a file of its own: topics', dict(topics), {
        'Meeting e0': 1, 'Meeting e1': 1, 'Meeting e2': 1, 'Meeting s':
        3 if mode == 'occurrences' else 1, **(
            {'Moved again': 1} if mode == 'occurrences' else {})})
    for n in case.names():
        if n.startswith('part'):
            os.unlink(os.path.join(case.folder, n))
    case.put('whole.ics', data.replace(b'SUMMARY:Moved',
                                       b'SUMMARY:Moved again'))
    case.idle('joined')
    case.clean('renamed and split')


def without(data, kinds):
    """The calendar without these lines of ours."""
    c = Text(data)
    for e in c.events:
        keep = []
        for l in e:
            name = re.match('[^:;]*', l).group()
            mine = name.startswith('X-ICSRESERVE') or 'vc.feishu.cn' in l
            if not mine or not any(name.startswith(k) for k in kinds):
                keep.append(l)
            elif name == 'DESCRIPTION':
                keep.append(re.sub(r'(\\n)*----\(.*---===---', '', l))
            if 'parameters' in kinds and keep and keep[-1].startswith(
                    'CONFERENCE;'):
                keep[-1] = re.sub('^CONFERENCE;[^:]*(?:"[^"]*")?[^:]*:',
                                  'CONFERENCE:', keep[-1])
        e[:] = keep
    return c.data()


def dropped():
    """A program that keeps not every kind of line: what is missing isn't
    written again, as long as another line of ours says whose it is."""
    case = Case()
    subsets = [s for n in range(1, len(KINDS)) for s in
               itertools.combinations(KINDS, n) if set(s) | {'parameters'} !=
               set(KINDS)]
    for i, s in enumerate(subsets):
        case.put('d%02d.ics' % i, calendar(event(
            'd%02d' % i, 'DESCRIPTION:Agenda')))
    case.sync('first')
    for i, s in enumerate(subsets):
        case.put('d%02d.ics' % i, without(case.read('d%02d.ics' % i), s))
    case.idle('dropped, each subset of %d kinds' % len(KINDS))
    for i, s in enumerate(subsets):
        name = 'd%02d.ics' % i
        case.put(name, case.read(name).replace(b'SUMMARY:Meeting',
                                               b'SUMMARY:Renamed'))
    case.sync('renamed')
    for i, s in enumerate(subsets):
        case.put('d%02d.ics' % i, without(case.read('d%02d.ics' % i), s))
    case.idle('dropped and renamed')
    case.clean('dropped')
    # All of them, each time: not for ever.
    case = Case()
    case.put('d.ics', calendar(event('d')))
    writes = 0
    for n in range(8):
        run = case.sync('all dropped')
        writes += run.json['totals']['files_written']
        case.put('d.ics', without(case.read('d.ics'), KINDS[:-1]))
    result(writes <= 4, 'all dropped each time: given up', writes)
    same('all dropped each time: one reservation',
         len(case.box.reservations()), 1)
    same('all dropped each time: told', bool(run.json['problems']), True)
    case.box.stop()


COPIES = {
    'Syncthing': 'b.sync-conflict-20261123-101112-ABCDEFG.ics',
    'Dropbox': "b (Li's conflicted copy 2026-11-23).ics",
    'Dropbox in Chinese': 'b (李四 的冲突副本 2026-11-23).ics',
    'Nextcloud': 'b (conflicted copy 2026-11-23 101112).ics',
    'Seafile': 'b (SFConflict li@example.com 2026-11-23-10-11-12).ics',
    'OneDrive': 'b-DESKTOP-ABC1234.ics',
    'Google Drive': 'b (1).ics',
    'iCloud': 'b 2.ics',
    'Windows': 'b - 副本.ics'}


def conflict_copies(early):
    """A copy says other things under the same UID, and is the newer one: the
    original is booked, the copy is told in every run and left alone."""
    for who, name in COPIES.items():
        case = Case()
        case.put('b.ics', calendar(event('b')))
        if not early:
            case.sync('original')
        copy = calendar(event(
            'b', 'SEQUENCE:7\nLAST-MODIFIED:20251130T000000Z',
            start='20251207T090000Z', summary='Copy').replace(
                'DTSTAMP:2025', 'DTSTAMP:2026'))
        case.put(name, copy)
        run = case.tool.sync()
        what = '%s, %s the first run' % (who, 'before' if early else 'after')
        same(what + ': the original is booked', [
            r['meeting_settings']['topic'] for r in case.box.reservations()],
            ['Meeting b'])
        same(what + ': the copy is left alone', case.read(name).decode(), copy)
        result(run.rc == 1 and name in run.out, what + ': told', run)
        again = case.idle(what, 1)
        same(what + ': told again', again.json['problems'],
             run.json['problems'])
        os.unlink(os.path.join(case.folder, name))
        case.idle(what + ': settled', 0)
        case.clean(what)


def conflict_of_series(mode):
    """The copy of a series has a version of an occurrence that the original
    has not, and differs in nothing else."""
    case = Case(mode)
    master = event('s', 'RRULE:FREQ=DAILY;COUNT=3')
    case.put('s.ics', calendar(master))
    case.put('s-LAPTOP.ics', calendar(master, event(
        's', 'RECURRENCE-ID:20251206T020000Z', '20251209T050000Z', 'Copy')))
    run = case.sync('a copy with an override', 1)
    same(mode + ': a copy with an override: topics', {
        r['meeting_settings']['topic'] for r in case.box.reservations()},
        {'Meeting s'})
    same(mode + ': a copy with an override: booked until', max(
        int(r['end_time']) for r in case.box.reservations()),
        1765076400 + 1800)
    same(mode + ': a copy with an override: told',
         [p['kind'] for p in run.json['problems']], ['duplicate-uid'])
    case.idle('a copy with an override', 1)
    case.clean('a copy with an override')


def two_files():
    """Two files of which none is a copy by its name: the newer stands."""
    case = Case()
    case.put('b.ics', calendar(event('b')))
    case.put('b2.ics', calendar(event('b', 'SEQUENCE:1', summary='Newer')))
    case.put('c.ics', calendar(event('c')))
    case.put('d.ics', calendar(event('c')))
    run = case.sync('two files', 1)
    same('two files: the newer is booked', sorted(
        r['meeting_settings']['topic'] for r in case.box.reservations()),
        ['Meeting c', 'Newer'])
    same('two files: both are told', len(run.json['problems']), 2)
    case.idle('two files', 1)
    case.clean('two files')


for mode in 'series', 'occurrences':
    renamed_and_split(mode)
    conflict_of_series(mode)
dropped()
for early in True, False:
    conflict_copies(early)
two_files()
finish()
