# SPDX-License-Identifier: MIT
"""Servers that store events in their own form, split a series over several
resources, give resources other names, drop what they don't know: after each
run that had something to do a further one does nothing, whatever people edit
there in five rounds; and cancel leaves no line of ours."""
import sys

from common import *
from rewriter import Rewriter, get, name_of, value_of

STYLES = ([], ['sorts'], ['lower'], ['quoted'], ['folds'], ['unfolds', 'lf'],
          ['stamps'], ['marks'], ['reverses'], ['parameters-dropped'],
          ['unknown-dropped'], ['splits'], ['renames'], ['splits', 'renames'],
          ['splits', 'sorts', 'unknown-dropped', 'stamps'],
          ['renames', 'marks', 'quoted', 'folds', 'reverses'],
          ['splits', 'renames', 'parameters-dropped', 'lower', 'marks',
           'stamps', 'sorts', 'lf'])
SAMPLE = STYLES[11], STYLES[-1]
SERIES = 'RRULE:FREQ=DAILY;COUNT=5\nDESCRIPTION:Agenda'


def replace(name, value):
    """Another value for a property, whatever its parameters are."""
    def how(lines):
        return [l[:len(l) - len(value_of(l))] + value
                if name_of(l) == name else l for l in lines]
    return how


def added(line):
    return lambda lines: lines[:1] + [line] + lines[1:]


def override(uid, at, start, summary):
    return ['UID:' + uid, 'DTSTAMP:20251101T000000Z', 'RECURRENCE-ID:' + at,
            'DTSTART:' + start, 'DURATION:PT1H', 'SUMMARY:' + summary]


def rounds(f):
    """(name, what people do) of five rounds."""
    yield 'titles', lambda: (
        f.edit('one', replace('SUMMARY', 'Other')),
        f.edit('s', replace('SUMMARY', 'Series two')))
    yield 'times', lambda: (
        f.edit('one', replace('DTSTART', '20251205T060000Z')),
        f.edit('s', replace('DTSTART', '20251207T090000Z'),
               '20251207T020000Z'))
    yield 'EXDATE, a new override', lambda: (
        f.drop('s', '20251208T020000Z'),
        f.edit('s', added('EXDATE:20251208T020000Z')),
        f.add('t', override('t', '20251207T020000Z', '20251207T070000Z',
                            'Moved')))
    # The override of that day stays where it is.
    yield 'COUNT, EXDATE, one gone', lambda: (
        f.edit('t', added('EXDATE:20251206T020000Z')),
        f.edit('t', replace('RRULE', 'FREQ=DAILY;COUNT=4')),
        f.edit('two', lambda lines: None))
    yield 'an override cancelled, a new event', lambda: (
        f.edit('t', added('STATUS:CANCELLED'), '20251207T020000Z'),
        f.write('new.ics', calendar(event('new'))))


def kinds(lines):
    """How often each kind of line of ours stands in a VEVENT, and with which
    links."""
    mine = [l for l in lines if 'vc.feishu.cn' in l or
            name_of(l) == 'X-ICSRESERVE-ID']
    return collections.Counter(map(name_of, mine)), set(
        re.findall(r'vc\.feishu\.cn/j/(\d+)', ' '.join(mine)))


def check(name, f):
    """One line of each kind, with one link, in each VEVENT."""
    bad = [(get(e, 'UID'), get(e, 'RECURRENCE-ID'), dict(k), l)
           for e in f.events() for k, l in [kinds(e)]
           if max(k.values(), default=0) > 1 or len(l) > 1]
    same(name + ': one line of each kind', bad, [])


def settle(name, w):
    """The work is done by one run; a second one finds what the server made of
    it; from then on there is nothing to do."""
    run = w.run()
    if run.rc > 1:
        result(False, name + ': the run', run)
    before = dict(w.server.items), len(mutating(w.box))
    run = w.run()
    same(name + ': the second run sends and writes nothing', (
        run.rc, 'PUT' in w.server.methods(), len(mutating(w.box)),
        {n: d for n, d in w.server.items.items()
         if before[0].get(n) != d}), (0, False, before[1], {}))
    w.quiet(name)


def play(mode, style):
    name = '%s, %s' % (mode, ' '.join(style) or 'as it came')
    f = Rewriter(*style)
    f.write('one.ics', calendar(event('one')))
    f.write('two.ics', calendar(event('two', 'LOCATION:Room 1')))
    f.write('s.ics', calendar(event('s', SERIES), event(
        's', 'RECURRENCE-ID:20251207T020000Z', '20251207T050000Z', 'Moved')))
    f.write('t.ics', calendar(event('t', SERIES)))
    w = World(f)
    w.tool.set(sync={'recurrence': mode, 'max_deletes': '100%'},
               writeback={'properties': 'conference url location description'})
    settle(name, w)
    check(name, f)
    links = w.tool.sql('SELECT uid, recurrence_id, url FROM bookings')
    for what, people in rounds(f):
        people()
        settle('%s: %s' % (name, what), w)
        check('%s: %s' % (name, what), f)
    now = set(w.tool.sql('SELECT uid, recurrence_id, url FROM bookings'))
    same(name + ': links are stable', sorted(
        b for b in set(links) - now if b[:2] in {n[:2] for n in now}), [])
    run = w.run('cancel', '--all')
    w.run('cancel', '--all')
    left = [(get(e, 'UID'), get(e, 'RECURRENCE-ID'), l) for e in f.events()
            for l in e if 'feishu' in l or 'X-ICSRESERVE' in l.upper()
            or 'Video Call' in l]
    same(name + ': cancel leaves no line of ours', (
        run.rc, left, w.held()), (0, [], {}))
    # What had to stay of our overrides is none of the user's: the same again.
    settle(name + ': booked again', w)
    check(name + ': booked again', f)
    same(name + ': as many as before', sorted(
        b[:2] for b in w.tool.sql('SELECT uid, recurrence_id, url FROM '
                                  'bookings')), sorted(b[:2] for b in now))
    w.run('cancel', '--all')
    w.run('cancel', '--all')
    same(name + ': and gone again', (w.held(), [
        n for n, d in f.items.items() if b'feishu' in d]), ({}, []))
    w.end(name)


for mode in 'series', 'occurrences':
    for style in SAMPLE if '--sample' in sys.argv else STYLES:
        play(mode, style)
finish()
