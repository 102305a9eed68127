# SPDX-License-Identifier: MIT
"""Pairs of calendars with the same UIDs: whatever stands in them and is
edited between runs, `sync, sync, edit, sync, cancel --all` ends with the
user's bytes.

    pairs.py [SEED [PAIRS]]

An edit is a function of a calendar's lines that touches no line of ours.  It
is made twice: in what stands on disk and in what the user has, which no run
ever sees.  After `cancel` both must be equal.
"""
import os
import random
import re
import sys

import world

RULES = ('RRULE:FREQ=DAILY;COUNT=2', 'RRULE:FREQ=WEEKLY;COUNT=3',
         'RRULE:FREQ=YEARLY', 'RDATE:20251209T020000Z')
STARTS = ('DTSTART:20251205T020000Z', 'DTSTART:20251207T020000Z',
          'DTSTART;TZID=Asia/Shanghai:20251205T100000',
          'DTSTART:20251230T020000Z',
          'DTSTART;VALUE=DATE:20251205', 'DTSTART;VALUE=DATE:20260101')
EXTRAS = ('DTSTAMP:20250101T000000Z', 'LAST-MODIFIED:20250101T000000Z',
          'DTSTAMP:20240101T000000Z', 'LAST-MODIFIED:20230101T000000Z',
          'URL:', 'URL:https://example.com/', 'LOCATION: ', 'LOCATION:Raum 5',
          'DESCRIPTION:' + 'ein langer Text\\, 议程 ' * 6, 'DESCRIPTION:',
          'STATUS:CANCELLED', 'STATUS:CONFIRMED', 'X-ICSRESERVE:no',
          'CATEGORIES:Private', 'SEQUENCE:2', 'X-OWN;A="b:c":d',
          'CONFERENCE;VALUE=URI:https://zoom.us/j/1',
          'BEGIN:VALARM\nTRIGGER:-PT5M\nURL:https://vc.feishu.cn/j/1\n'
          'END:VALARM')
SUMMARIES = ('SUMMARY:one', 'SUMMARY:two', 'SUMMARY;LANGUAGE=de:drei')


# --- calendars -------------------------------------------------------------
def vevent(r, uid, what, start):
    """A VEVENT: single, series, or an override of the series."""
    lines = ['UID:' + uid, start, r.choice(SUMMARIES)]
    if what == 'series':
        lines.append(r.choice(RULES))
    if what == 'override':
        lines.append(start.replace('DTSTART', 'RECURRENCE-ID'))
        if not r.randrange(8):
            lines.remove(start)
    lines += r.sample(EXTRAS, r.randrange(5))
    if r.random() < .5:
        r.shuffle(lines)
    nested = [l for l in lines if l.startswith('BEGIN')]
    lines = [l for l in lines if l not in nested] + nested
    return '\n'.join(['BEGIN:VEVENT'] + lines + ['END:VEVENT'])


def folded(line):
    raw, out = line.encode(), b''
    while len(raw) > 70:
        out, raw = out + raw[:70] + b'\n ', raw[70:]
    return out + raw


def calendar(r):
    """Two UIDs serve for all, so that they meet."""
    starts = {uid: r.choice(STARTS) for uid in 'uv'}
    events = []
    for uid in r.choices('uuv', k=r.randint(1, 3)):
        what = r.choice(('single', 'series', 'series', 'override'))
        events.append(vevent(r, uid, what, starts[uid]))
    text = '\n'.join(['BEGIN:VCALENDAR', 'VERSION:2.0', *events,
                      'END:VCALENDAR'])
    raw = b'\n'.join(folded(l) for l in text.split('\n'))
    raw += b'\n' if r.random() < .8 else b''
    return raw.replace(b'\n', b'\r\n') if r.random() < .5 else raw


# --- edits: of the files of a pair, {name: bytes} ---------------------------
def substituted(pattern, by):
    def edit(files):
        return {n: re.sub(pattern, by, b, flags=re.M)
                for n, b in files.items()}
    return edit


def renamed(files):
    return {(n.replace('.ics', 'x.ics') if '/' in n else n): b
            for n, b in files.items()}


def without(r):
    """An event is deleted wherever it stands."""
    uid = b'^UID:' + r.choice((b'u', b'v')) + rb'\r?$'

    def edit(files):
        return {n: re.sub(rb'(?ms)^BEGIN:VEVENT\r?$.*?^END:VEVENT\r?\n',
                          lambda m: b'' if re.search(uid, m[0], re.M)
                          else m[0], b) for n, b in files.items()}
    return edit


def copied(r):
    """The content of a file takes the place of another's, on disk with our
    lines in it."""
    def edit(files):
        a, b = sorted(files)[:2]
        return {**files, b: files[a]}
    return edit


def swapped(files):
    a, b = sorted(files)[:2]
    return {**files, a: files[b], b: files[a]}


def in_one(r, edit):
    """The edit, in one of the files alone."""
    n = r.randrange(2)

    def only(files):
        name = sorted(files)[n]
        return {k: v for k, v in files.items() if k != name} | edit(
            {name: files[name]})
    return only


def edit_of(r):
    if r.random() < .3:
        return r.choice((lambda: renamed, lambda: copied(r),
                         lambda: swapped, lambda: dict))()
    edit = edit_of_lines(r)
    return edit if r.random() < .6 else in_one(r, edit)


def edit_of_lines(r):
    return r.choice((
        lambda: substituted(rb'^SUMMARY([^:]*):.*?(\r?)$',
                            rb'SUMMARY\1:new\2'),
        lambda: substituted(rb'^(DTSTART|RECURRENCE-ID|RDATE)(.*:2025\d\d)(\d\d)',
                            lambda m: b'%s%s%02d' % (m[1], m[2],
                                                     int(m[3]) + 1)),
        lambda: substituted(rb'^((DTSTART|RECURRENCE-ID|RDATE).*T)(02|10)0000',
                            rb'\1\g<3>3000'),
        lambda: substituted(rb'^SEQUENCE:2(\r?)$', rb'STATUS:CANCELLED\1'),
        lambda: substituted(rb'^STATUS:CANCELLED', b'STATUS:CONFIRMED'),
        lambda: substituted(rb'^UID:u', b'UID:w'),
        lambda: substituted(rb'COUNT=3', b'COUNT=2'),
        lambda: substituted(rb'^X-ICSRESERVE:no', b'X-ICSRESERVE:yes'),
        lambda: substituted(rb'^UID:v', b'UID:u'),
        lambda: substituted(rb'^RRULE:FREQ=YEARLY\r?\n', b''),
        lambda: without(r)))()


# --- a pair ----------------------------------------------------------------
class Pair:
    def __init__(self, seed, box):
        r = self.r = random.Random(seed)
        self.top = 'pair%d' % seed
        self.made = set()
        shape = r.choice((('a.ics', 'b.ics'), ('a/1.ics', 'a/2.ics'),
                          ('a/1.ics', 'b.ics')))
        self.mine = {n: calendar(r) for n in shape}
        self.disk = dict(self.mine)
        self.write()
        self.tool = world.Tool(box, sync={
            'recurrence': r.choice(('series', 'occurrences')),
            'all_day': r.choice(('skip', 'reserve')),
            'existing_links': r.choice(('skip', 'add'))}, writeback={
            'properties': r.choice(('conference url location', 'description',
                                    'conference url location description'))},
            **{'calendar_' + n: {'path': world.path(self.top, n)}
               for n in sorted({n.split('/')[0] for n in shape})})

    def write(self):
        for n, b in self.disk.items():
            if n not in self.made or world.read(self.top + '/' + n) != b:
                world.write(self.top + '/' + n, b)
        for n in self.made - set(self.disk):
            os.unlink(world.path(self.top, n))
        self.made = set(self.disk)

    def run(self, *args):
        done = self.tool.run('--json', *args)
        self.disk = {n: world.read(self.top + '/' + n) for n in self.made}
        return done

    def edit(self):
        for _ in range(self.r.randint(1, 2)):
            edit = edit_of(self.r)
            self.mine, self.disk = edit(self.mine), edit(self.disk)
        self.write()

    def check(self, box):
        """What is wrong; None when nothing is."""
        self.run('sync', '--force')
        before, calls = world.files(self.top), len(world.mutating(box))
        quiet = self.run('sync', '--force')
        if len(world.mutating(box)) > calls:
            return 'the second sync calls: %s' % quiet
        if world.files(self.top) != before:
            return 'the second sync writes: %s' % quiet
        self.edit()
        self.run('sync', '--force')
        done = self.run('cancel', '--all')
        if box.reservations():
            return 'reservations are left: %s' % done
        for n in self.mine:
            if self.disk[n] != self.mine[n]:
                return '%s: have\n%s\nwant\n%s' % (n, self.disk[n].decode(
                    'utf-8', 'replace'), self.mine[n].decode())
        return None


def main():
    first, pairs = (int(a) for a in (sys.argv[1:] + ['1', '60'])[:2])
    bad = 0
    box = world.Sandbox('--rate-second', '0', '--rate-minute', '0')
    for seed in range(first, first + pairs):
        wrong = Pair(seed, box).check(box)
        if wrong:
            bad += 1
            world.result(False, 'pair %d' % seed, wrong)
            box.stop()
            box = world.Sandbox('--rate-second', '0', '--rate-minute', '0')
    world.result(not bad, '%d pairs of calendars' % pairs)
    world.finish()


main()
