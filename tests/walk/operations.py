# SPDX-License-Identifier: MIT
"""What happens to calendars, server, clock and program.

An operation is a function of the world and a random generator of its own, so
a script of (name, seed) pairs can be run again and shortened.  It returns
what it did, in a few words, or None when nothing was there to do it to.
"""
import datetime as dt
import os
import time

import lines as L
import oracle
from model import (Comp, Fault, File, Line, OWN_ZONE, STAMPS, SYSTEM_ZONE, UTC,
                   written, zone_of)
from rewriter import Style, rewrite
from world import DAY, HOUR, KINDS

ZONES = ['UTC', 'UTC', 'Asia/Shanghai', 'Europe/Berlin', 'America/New_York',
         OWN_ZONE, '']
TABLE = []


def operation(weight):
    def add(f):
        TABLE.append((f.__name__, weight, f))
        return f
    return add


# --- helpers ---------------------------------------------------------------
def pick(rnd, things):
    return rnd.choice(things) if things else None


def masters(w, test=lambda c: True):
    return [c for c in w.comps() if not c.rid and c.tag != 'anchor' and
            test(c)]


def singles(w):
    return masters(w, lambda c: not c.rule)


def series(w):
    return masters(w, lambda c: c.rule)


def touch(w, *comps):
    for c in comps:
        w.file_of(c).dirty = True


def stamps(w, rnd, comp):
    """Most programs set these with an edit."""
    if rnd.random() < .6:
        return
    # Not of this very second: a run that fails in it has noted it as its own.
    at = dt.datetime.fromtimestamp(w.now - 1 - rnd.randrange(59), UTC)
    comp.put('DTSTAMP', at.strftime('%Y%m%dT%H%M%SZ'))
    if rnd.random() < .5:
        comp.put('LAST-MODIFIED', at.strftime('%Y%m%dT%H%M%SZ'))
    if rnd.random() < .3:
        comp.put('SEQUENCE', str(int(comp.value('SEQUENCE', '0')) + 1))


def a_wall(w, rnd, zone, days):
    t = dt.datetime.fromtimestamp(w.now, zone_of(zone or SYSTEM_ZONE))
    t = t.replace(tzinfo=None, hour=rnd.randint(8, 18), second=0,
                  minute=rnd.choice([0, 15, 30])) + dt.timedelta(days=days)
    return t


def vevent(w, rnd, rule=''):
    w.count += 1
    zone = rnd.choice(ZONES)
    days = rnd.choice([1, 2, 3, 5, 8, 13, 20, 26, 33, 50])
    if rule:
        days = rnd.choice([-10, 1, 1, 2, 4, 7])
    start = a_wall(w, rnd, zone, days)
    end = start + dt.timedelta(minutes=rnd.choice([30, 60, 90]))
    eol = b'\r\n'
    text = ['BEGIN:VEVENT', 'UID:u%d@walk' % w.count,
            'DTSTAMP:20260101T000000Z']
    for name, t in ('DTSTART', start), ('DTEND', end):
        v, params = written(zone, t)
        text.append(name + ''.join(';%s=%s' % p for p in params) + ':' + v)
    if rule:
        text.append('RRULE:' + rule)
    text.append('SUMMARY:E%d %s' % (w.count, rnd.choice(
        ['weekly', 'Großes Treffen', '周会', 'a\\, b\\; c'])))
    if rnd.random() < .4:
        text.append('DESCRIPTION:' + rnd.choice(
            ['short', 'two\\nlines', 'x' * 90, 'a\\, b' * 30,
             'Überblick ' * 12 + '会议' * 20]))
    text += rnd.choice([[], [], ['URL:'], ['LOCATION:'], ['LOCATION:Room 5'],
                        ['URL:https://example.com/x', 'LOCATION: ']])
    text += rnd.choice([[], [], ['CATEGORIES:Private'],
                        ['LAST-MODIFIED:20260102T030405Z'],
                        ['X-OTHER;X-P="a;b":c', 'ATTENDEE;CN=A:mailto:a@b']])
    if rnd.random() < .2:
        text += ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT5M',
                 'DESCRIPTION:x', 'END:VALARM']
    text.append('END:VEVENT')
    return Comp([Line(L.fold(t, eol)) for t in text])


def new_file(w, cal, rnd, name=None):
    w.count += 1
    f = File(cal, name or 'f%d.ics' % w.count, rnd.choice([b'\r\n', b'\n']))
    cal.files.append(f)
    return f


def place(w, rnd, comp, cal=None):
    """Into a file of its own, or into one that is there."""
    cal = cal or rnd.choice(w.cals)
    there = [f for f in cal.files if f.broken is None and
             f.name != 'anchor.ics']
    if cal.kind == 'file':
        f = cal.files[0]
    elif there and cal.kind == 'folder' and rnd.random() < .5:
        f = rnd.choice(there)
    else:
        f = new_file(w, cal, rnd)
    f.add(comp)
    return f


def over(w, comp):
    """Whether its reservation need not be deleted with it."""
    s = oracle.Set(w, w.file_of(comp).cal, comp.uid, w.set_of(comp))
    return s.verdict != 'must'


def take_out(w, comps):
    """Delete these VEVENTs, and files that are empty then."""
    for c in comps:
        f = w.file_of(c)
        f.remove(c)
        if not f.comps():
            f.cal.files.remove(f)
            if os.path.exists(f.path):
                os.unlink(f.path)


# --- events ----------------------------------------------------------------
@operation(6)
def add_single(w, rnd):
    c = vevent(w, rnd)
    f = place(w, rnd, c)
    return '%s into %s/%s' % (c.tag, f.cal.name, f.name)


@operation(6)
def add_series(w, rnd):
    rule = rnd.choice(['FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=WEEKLY;INTERVAL=2'])
    rule += rnd.choice(['', ';COUNT=%d' % rnd.randint(1, 12)])
    c = vevent(w, rnd, rule)
    f = place(w, rnd, c)
    return '%s %s into %s/%s' % (c.tag, rule, f.cal.name, f.name)


@operation(5)
def edit_title(w, rnd):
    c = pick(rnd, masters(w))
    if not c:
        return None
    all_ = rnd.random() < .6
    title = '%s title %d' % (c.tag, rnd.randrange(1000))
    for x in w.set_of(c) if all_ else [c]:
        x.put('SUMMARY', title)
        stamps(w, rnd, x)
        touch(w, x)
    return '%s, %s' % (title, 'all' if all_ else 'the master')


@operation(4)
def edit_time(w, rnd):
    c = pick(rnd, singles(w))
    if not c:
        return None
    start = a_wall(w, rnd, c.zone, rnd.choice([1, 2, 6, 15, 27, 40]))
    length = dt.timedelta(minutes=rnd.choice([30, 60, 120]))
    goes_back(w, c, start - c.wall('DTSTART'))
    c.stamp('DTSTART', start)
    c.stamp('DTEND', start + length)
    stamps(w, rnd, c)
    touch(w, c)
    return '%s to %s' % (c.tag, start)


def goes_back(w, c, by):
    w.earlier[c.tag] = w.earlier.get(c.tag, 0) + max(-by.total_seconds(), 0)


def shift_lines(c, by, ids):
    for name in ('DTSTART', 'DTEND') + (('RECURRENCE-ID',) if ids else ()):
        if c.value(name):
            c.stamp(name, c.wall(name) + by)
    for l in c.mine():
        if ids and l.name == 'EXDATE':
            raw = L.make('EXDATE', written(c.zone, dt.datetime.min)[1],
                         written(c.zone, dt.datetime.strptime(
                             L.value(l.raw).rstrip('Z'), '%Y%m%dT%H%M%S') +
                             by)[0], c.eol())
            l.disk = raw
            if l.user is not None:
                l.user = raw


@operation(5)
def shift_series(w, rnd):
    """A client that takes the overrides along, or, having none, doesn't."""
    c = pick(rnd, series(w))
    if not c:
        return None
    by = rnd.choice([c.period(), c.period(), -c.period(), dt.timedelta(
        minutes=30), dt.timedelta(hours=-2), dt.timedelta(days=1)])
    comps = w.set_of(c)
    # One with words of its own is an occurrence of its own, where it stands.
    whole = rnd.random() < .6 or any(
        x.rid and not (x.made and x.says_the_same(c)) for x in comps)
    for x in comps if whole else [c]:
        shift_lines(x, by, True)
        stamps(w, rnd, x)
        touch(w, x)
    # By a period: a gap at an end, and where one was taken out, is another's;
    # twice before a check: two of them.
    w.shifted[c.tag] = w.shifted.get(c.tag, 0) + 1 + len(c.exdates())
    goes_back(w, c, by)
    if over(w, c):
        w.keep([c])
    return '%s by %s%s' % (c.tag, by, ', with its overrides' if whole else '')


@operation(3)
def edit_rule(w, rnd):
    c = pick(rnd, series(w))
    if not c:
        return None
    rule = c.value('RRULE').split(';COUNT')[0].split(';UNTIL')[0]
    if rnd.random() < .7:
        rule += ';COUNT=%d' % rnd.randint(1, 15)
    c.put('RRULE', rule)
    w.thinned.add(c.tag)
    stamps(w, rnd, c)
    touch(w, c)
    if over(w, c):
        w.keep([c])
    return '%s %s' % (c.tag, rule)


def upcoming(w, rnd):
    """A series and the wall clock time of one of its next occurrences."""
    c = pick(rnd, series(w))
    if not c:
        return None, None
    there = {x.wall('RECURRENCE-ID') for x in w.set_of(c)
             if x.rid and not x.made}
    free = [t for t in c.occurrences(w.now + 40 * DAY)
            if t not in there and c.instant(t) > w.now]
    return c, pick(rnd, free[:6])


@operation(3)
def exclude_occurrence(w, rnd):
    """EXDATE; the client takes a made override out with it, or not."""
    c, t = upcoming(w, rnd)
    if not t:
        return None
    text, params = written(c.zone, t)
    raw = L.make('EXDATE', params, text, c.eol())
    c.lines.insert(c.lines.index(c.find('RRULE')) + 1, Line(raw))
    touch(w, c)
    w.thinned.add(c.tag)
    made = [x for x in w.set_of(c) if x.made and
            x.wall('RECURRENCE-ID') == t]
    if made and rnd.random() < .5:
        take_out(w, made)
    if over(w, c):
        w.keep([c])
    return '%s %s' % (c.tag, t)


@operation(4)
def override(w, rnd):
    """One occurrence gets another time, title or is cancelled."""
    c, t = upcoming(w, rnd)
    if not t:
        return None
    made = [x for x in w.set_of(c) if x.made and
            x.wall('RECURRENCE-ID') == t]
    if made:
        x = made[0]
        x.adopt()
    else:
        x = c.copy()
        x.lines = [l for l in x.lines if l.name not in ('RRULE', 'EXDATE')]
        x.copied = True
        x.stamp('RECURRENCE-ID', t, 'UID')
        x.stamp('DTSTART', t)
        x.stamp('DTEND', t + dt.timedelta(minutes=c.minutes))
        w.file_of(c).add(x)
    how = rnd.choice(['time', 'title', 'cancelled'])
    if how == 'time':
        by = dt.timedelta(minutes=rnd.choice([30, 60, -90]))
        x.stamp('DTSTART', x.wall('DTSTART') + by)
        x.stamp('DTEND', x.wall('DTEND') + by)
    elif how == 'title':
        x.put('SUMMARY', '%s part %d' % (c.tag, rnd.randrange(100)))
    else:
        x.put('STATUS', 'CANCELLED')
        w.thinned.add(c.tag)
    touch(w, x)
    if over(w, c):
        w.keep([c])
    return '%s %s: %s' % (c.tag, t, how)


@operation(3)
def cancel_event(w, rnd):
    c = pick(rnd, masters(w))
    if not c:
        return None
    on = not c.cancelled
    for x in w.set_of(c):
        if on:
            x.put('STATUS', 'CANCELLED')
        else:
            x.drop('STATUS')
        touch(w, x)
    w.loosen([c])
    return '%s %s' % (c.tag, on)


@operation(3)
def opt_out(w, rnd):
    c = pick(rnd, masters(w))
    if not c:
        return None
    on = not c.find('X-ICSRESERVE')
    for x in w.set_of(c):
        if on:
            x.put('X-ICSRESERVE', 'no')
        else:
            x.drop('X-ICSRESERVE')
        touch(w, x)
    w.keep([c])
    return '%s %s' % (c.tag, on)


def has_heir(w, comps, cal):
    """Whether a copy in a calendar of the other kind has its id or link:
    nobody can tell that from an event that moved there and got a new UID."""
    def marks(c):
        return set(c.ids()) | set(oracle.links(c))
    have = set().union(*map(marks, comps))
    return any(have & marks(c) for o in w.cals if o.mode != cal.mode
               for c in o.comps())


@operation(3)
def delete_event(w, rnd):
    c = pick(rnd, masters(w))
    if not c:
        return None
    comps, cal = w.set_of(c), w.file_of(c).cal
    if over(w, c) or has_heir(w, comps, cal):
        w.keep([c])
    w.loosen([c])
    take_out(w, comps)
    w.trash.append((cal, comps))
    return c.tag


@operation(1)
def bring_back(w, rnd):
    """An event that was deleted comes back as it was, our lines in it."""
    if not w.trash:
        return None
    cal, comps = w.trash.pop()
    if comps[0].uid in cal.sets():
        return None
    for c in comps:
        c.copied = True
    f = place(w, rnd, comps[0], cal)
    for c in comps[1:]:
        f.add(c)
    w.loosen(comps)
    w.keep(comps)               # the settings may be others by now
    return '%s into %s' % (comps[0].tag, f.name)


@operation(3)
def edit_description(w, rnd):
    c = pick(rnd, w.comps())
    if not c or c.tag == 'anchor':
        return None
    text = '%d %s' % (rnd.randrange(1000), rnd.choice(
        ['new', 'new\nlines', 'n' * 100]))
    both = w.set_of(c) if rnd.random() < .5 else [c]
    for x in both:
        describe(x, text)
        if rnd.random() < .7:
            stamps(w, rnd, x)
        touch(w, x)
    return '%s, %d VEVENTs' % (c.tag, len(both))


def block_of(c):
    """The line that has our block."""
    return next((l for l in c.lines if l.name == 'DESCRIPTION' and
                 L.FENCE in L.unescape(L.value(l.disk))), None)


def describe(c, text):
    """The user's text becomes another one; a block of ours stays."""
    l = block_of(c)
    if not l or c.made:
        c.taken |= l is not None
        c.put('DESCRIPTION', L.escape(text))
        return
    block = L.BLOCK.search(L.unescape(L.value(l.disk))).group()
    if not block.startswith('\n'):
        block = '\n\n' + block
    own = '\n'.join([text] + L.words(block))      # what is in it stays too
    l.user = L.make('DESCRIPTION', [], L.escape(own), c.eol())
    l.disk = L.make('DESCRIPTION', [], L.escape(text + block), c.eol())
    c.described = True


@operation(1)
def edit_in_block(w, rnd):
    """The user writes inside of the fence."""
    c = pick(rnd, [c for c in w.comps() if block_of(c)])
    if not c:
        return None
    l = block_of(c)
    text = 'inside %d' % rnd.randrange(100)
    own = L.unescape(L.value(l.user)) + '\n' if l.user else ''
    disk = L.unescape(L.value(l.disk))
    l.user = L.make('DESCRIPTION', [], L.escape(own + text), c.eol())
    l.disk = L.make('DESCRIPTION', [], L.escape(disk.replace(
        L.FENCE_END, text + '\n' + L.FENCE_END)), c.eol())
    c.described = True
    touch(w, c)
    return '%s: %s' % (c.tag, text)


@operation(2)
def take_line(w, rnd):
    """Somebody takes a line of ours out, or moves it to the end."""
    c = pick(rnd, [c for c in w.comps() if any(
        l.user is None for l in c.lines)])
    if not c:
        return None
    l = rnd.choice([l for l in c.lines if l.user is None])
    name = l.name
    c.lines.remove(l)
    if rnd.random() < .5:
        c.lines.insert(1, l)
    else:
        c.taken = True
    touch(w, c)
    return '%s: %s, %s' % (c.tag, name, 'out' if c.taken else 'moved')


@operation(1)
def edit_place(w, rnd):
    """The user writes a place or a page, over our link or where none is."""
    c = pick(rnd, [c for c in w.comps() if c.tag != 'anchor'])
    if not c:
        return None
    name, value = rnd.choice([('LOCATION', 'Room %d' % rnd.randrange(9)),
                              ('URL', 'https://example.com/y')])
    raw = L.make(name, [], value, c.eol())
    there = [l for l in c.lines if l.name == name]
    if there:
        there[0].user = there[0].disk = raw
    else:
        c.put(name, value)
    touch(w, c)
    return '%s: %s' % (c.tag, value)


@operation(1)
def own_link(w, rnd):
    """The user adds the link of another meeting."""
    c = pick(rnd, masters(w, lambda c: not c.find('CONFERENCE')))
    if not c:
        return None
    c.put('CONFERENCE', rnd.choice(
        ['https://zoom.us/j/123456789', L.STRANGE]),
        [('VALUE', 'URI')])
    w.keep([c])
    touch(w, c)
    return c.tag


@operation(1)
def convert_file(w, rnd):
    """CRLF to LF or back, and nothing else."""
    f = pick(rnd, free_files(w, False))
    if not f:
        return None
    f.eol = b'\n' if f.eol == b'\r\n' else b'\r\n'
    for l in f.all_lines():
        l.each(lambda raw: L.with_eol(raw, f.eol))
    f.dirty = True
    return '%s: %r' % (f.name, f.eol)


@operation(2)
def edit_extra(w, rnd):
    """X- lines of an event or series, those that rule it too; overrides keep
    what they have."""
    c = pick(rnd, masters(w, lambda c: c.value('X-ICSRESERVE') != 'no'))
    if not c:
        return None
    name, value = rnd.choice([('X-OTHER', 'v%d' % rnd.randrange(9)),
                              ('X-OTHER', ''), ('X-ICSRESERVE', 'yes'),
                              ('X-ICSRESERVE', '')])
    if value:
        c.put(name, value)
    else:
        c.drop(name)
    if c.value('CATEGORIES'):
        w.keep([c])
    touch(w, c)
    return '%s: %s:%s' % (c.tag, name, value)


@operation(2)
def edit_stamps(w, rnd):
    c = pick(rnd, w.comps())
    if not c:
        return None
    at = dt.datetime.fromtimestamp(w.now + rnd.randrange(100), UTC)
    for name in STAMPS:
        if c.find(name) or rnd.random() < .5:
            c.put(name, at.strftime('%Y%m%dT%H%M%SZ'))
    touch(w, c)
    return c.tag


# --- places ----------------------------------------------------------------
def moved(w, c, was, to):
    if was is not to:
        if (was.mode, was.far) != (to.mode, to.far):
            w.keep([c])
            w.loosen([c])


@operation(4)
def move_event(w, rnd):
    """All of a UID to a file of this or the other calendar."""
    c = pick(rnd, masters(w))
    if not c:
        return None
    comps, was = w.set_of(c), w.file_of(c).cal
    if over(w, c):
        w.keep([c])
    cal = rnd.choice(w.cals)
    take_out(w, comps)
    f = place(w, rnd, comps[0], cal)
    for x in comps[1:]:
        f.add(x)
    moved(w, c, was, cal)
    return '%s from %s to %s/%s' % (c.tag, was.name, cal.name, f.name)


def free_files(w, alone=True):
    """Files to be moved about; the one file of a calendar if not alone."""
    return [f for f in w.files() if f.broken is None and
            f.name != 'anchor.ics' and
            (f.cal.kind != 'file' or not alone)]


@operation(4)
def rename_file(w, rnd):
    f = pick(rnd, free_files(w))
    if not f or not os.path.exists(f.path):
        return None
    was = f.path
    w.count += 1
    f.name = 'r%d.ics' % w.count
    os.rename(was, f.path)
    return '%s to %s' % (os.path.basename(was), f.name)


@operation(3)
def move_file(w, rnd):
    f = pick(rnd, free_files(w))
    if not f or not os.path.exists(f.path):
        return None
    was, path = f.cal, f.path
    to = [c for c in w.cals if c is not was][0]
    if to.kind == 'file':
        return None
    shared = {c.uid for c in f.comps()} & {
        c.uid for x in was.files + to.files if x is not f
        for c in x.comps()}
    if shared:
        return None
    for c in f.comps(False):
        if not c.rid and over(w, c):
            w.keep([c])
        moved(w, c, was, to)
    was.files.remove(f)
    to.files.append(f)
    f.cal = to
    os.rename(path, f.path)
    return '%s to %s' % (f.name, to.name)


@operation(3)
def split_overrides(w, rnd):
    """A UID's overrides into a file of their own."""
    c = pick(rnd, [c for c in series(w) if len(w.set_of(c)) > 1])
    if not c:
        return None
    comps = [x for x in w.set_of(c) if x.rid]
    cal = w.file_of(c).cal
    if cal.kind == 'file':
        return None
    take_out(w, comps)
    f = new_file(w, cal, rnd)
    for x in comps:
        f.add(x)
    return '%s, %d of them into %s' % (c.tag, len(comps), f.name)


@operation(2)
def merge_files(w, rnd):
    f = pick(rnd, free_files(w))
    if not f:
        return None
    others = [x for x in free_files(w) if x.cal is f.cal and x is not f]
    to = pick(rnd, others)
    if not to:
        return None
    have = {(c.uid, c.rid) for c in to.comps()}
    if have & {(c.uid, c.rid) for c in f.comps()}:
        return None
    comps = f.comps()
    take_out(w, comps)
    for c in comps:
        to.add(c)
    return '%s into %s' % (f.name, to.name)


@operation(2)
def copy_event(w, rnd):
    """A copy with a new UID, our lines in it."""
    c = pick(rnd, masters(w))
    if not c:
        return None
    w.count += 1
    n = w.count
    cal = rnd.choice(w.cals)
    # Of a new UID it is as likely a copy itself.
    for x in w.set_of(c):
        x.copied |= x.renamed and x.taken
        if x.renamed:
            w.loosen([c])
    comps = [x.copy() for x in w.set_of(c)]
    f = None
    for x in comps:
        x.copied, x.edited = True, x.made
        x.put('UID', 'u%d@walk' % n)
        x.put('SUMMARY', x.summary.replace(c.tag, 'E%d' % n))
        if f:
            f.add(x)
        else:
            f = place(w, rnd, x, cal)
    # What said something else than its series says yet another thing now.
    master = next(x for x in comps if not x.rid)
    for x in comps:
        if x.made and not x.says_the_same(master):
            x.adopt()
    return '%s as E%d into %s/%s' % (c.tag, n, cal.name, f.name)


@operation(1)
def copy_same_uid(w, rnd):
    c = pick(rnd, [c for c in masters(w)
                   if w.file_of(c).cal is w.cals[0] and
                   c.uid not in w.cals[1].sets()])
    if not c:
        return None
    f = None
    for x in [x.copy() for x in w.set_of(c)]:
        x.copied, x.edited, x.beside = True, x.made, True
        x.missed = {k for k in KINDS if KINDS[k] not in x.ours()}
        if f:
            f.add(x)
        else:
            f = place(w, rnd, x, w.cals[1])
    w.loosen([c])
    w.keep([c])
    return '%s into %s' % (c.tag, f.name)


@operation(1)
def exchange(w, rnd):
    """Two calendars give each other what they have of a UID."""
    one, two = w.cals
    uid = pick(rnd, sorted(set(one.sets()) & set(two.sets())))
    if not uid or any(f.broken is not None for f in w.files()):
        return None
    sets = one.sets()[uid], two.sets()[uid]
    for comps in sets:
        take_out(w, comps)
    for comps, was, to in (sets[0], one, two), (sets[1], two, one):
        f = place(w, rnd, comps[0], to)
        for x in comps[1:]:
            f.add(x)
        moved(w, comps[0], was, to)
    w.loosen(sets[0] + sets[1])
    # Nobody can tell any more which of the two was the copy.
    if {i for x in sets[0] for i in x.ids()} & \
            {i for x in sets[1] for i in x.ids()}:
        for x in sets[0] + sets[1]:
            x.copied = True
    return '%s' % uid


@operation(1)
def new_uids(w, rnd):
    """A program that gives each event another UID in each export."""
    cal = rnd.choice(w.cals)
    if any(f.broken is not None for f in cal.files):
        return None
    for uid, comps in cal.sets().items():
        if comps[0].tag == 'anchor':
            continue
        w.count += 1
        for c in comps:
            c.put('UID', 'n%d@walk' % w.count)
            c.renamed = True
            # Who has the former UID has the booking.
            c.copied |= any(uid in o.sets() for o in w.cals if o is not cal)
            touch(w, c)
    return cal.name


@operation(4)
def rewrite_file(w, rnd):
    f = pick(rnd, free_files(w, False))
    if not f:
        return None
    style = Style(rnd)
    rewrite(w, f, style, stamp_of_others(w))
    return '%s: %s' % (f.name, style)


def stamp_of_others(w):
    """What stands as the tool wrote it, it knows by that: no other program
    writes in the second of a run."""
    at = dt.datetime.fromtimestamp(w.now - 1, UTC)
    return at.strftime('%Y%m%dT%H%M%SZ')


@operation(2)
def damage_file(w, rnd):
    f = pick(rnd, free_files(w, False))
    if not f:
        return None
    data = f.disk_bytes()
    how = rnd.choice(['cut', 'empty'])
    # Overrides in other files are booked for themselves, as long as no run has
    # seen their series; that stays when it comes.
    w.keep([c for c in f.comps(False) if not c.rid and any(
        w.file_of(x) is not f for x in w.set_of(c))])
    f.broken = b'' if how == 'empty' else \
        data[:rnd.randrange(len(data) // 3, len(data) - 20)]
    f.dirty = True
    # Under a new UID that no run has seen, the rest of it is another event.
    w.loosen([c for c in f.comps(True) if c.renamed])
    return '%s %s' % (f.name, how)


@operation(2)
def heal_files(w, rnd):
    broken = [f for f in w.files() if f.broken is not None]
    for f in broken:
        f.broken, f.dirty = None, True
    return ' '.join(f.name for f in broken) or None


# --- settings --------------------------------------------------------------
@operation(1)
def switch_mode(w, rnd):
    cal = rnd.choice(w.cals)
    cal.mode = {'series': 'occurrences', 'occurrences': 'series'}[cal.mode]
    w.keep(cal.comps())
    w.loosen(cal.comps())
    w.configure()
    return '%s: %s' % (cal.name, cal.mode)


@operation(1)
def switch_far(w, rnd):
    cal = rnd.choice(w.cals)
    cal.far = {'hold': 'wait', 'wait': 'hold'}[cal.far]
    w.keep(cal.comps())
    w.configure()
    return '%s: %s' % (cal.name, cal.far)


@operation(1)
def switch_exclude(w, rnd):
    w.exclude = not w.exclude
    w.keep([c for f in w.files() for c in f.comps()
            if c.value('CATEGORIES')])  # in damaged files, too
    w.configure()
    return str(w.exclude)


@operation(1)
def switch_properties(w, rnd):
    before = set(w.props)
    w.props = [k for k in ('conference', 'url', 'location', 'description')
               if rnd.random() < .6] or ['conference']
    for c in w.comps(True):
        if c.beside:
            c.missed |= set(w.props) - before
    w.configure()
    return ' '.join(w.props)


# --- the server and the clock ----------------------------------------------
FAULTS = ['apply +1 cut-after', 'apply +1 cut-before', 'apply +1-3 half',
          'apply +1 garbage', 'apply +1-2 status=500', 'apply +1 no-id',
          'apply +1 status=400 code=121003', 'update +1-2 status=500',
          'update +1 cut-after', 'update +1-2 status=400 code=121003',
          'delete +1 cut-after', 'delete +1-2 status=500',
          'delete +1 after status=404 code=121004', 'token +1 status=500',
          'any +2 cut-before', 'any +3- status=500', 'any +1 revoke']


@operation(3)
def server_faults(w, rnd):
    text = rnd.choice(FAULTS)
    w.machine.box.script(text)
    w.scripted = True
    r = w.run('sync')
    w.machine.box.script('')
    w.scripted = False
    return '%s: exit %d' % (text, r.rc)


@operation(2)
def meddle(w, rnd):
    """Another one deletes or changes a reservation at the server."""
    live = {i: r for i, r in w.machine.box.reserves().items()
            if int(r['end_time']) > w.now and i not in w.strangers}
    rid = pick(rnd, sorted(live))
    if not rid:
        return None
    w.meddled = True
    topic = live[rid]['meeting_settings'].get('topic', '')
    if rnd.random() < .5:
        w.machine.box.meddle('DELETE', rid)
        w.loose.add(topic.split(' ')[0])
        return 'deleted ' + topic
    w.machine.box.meddle('PUT', rid, {'meeting_settings': {'topic':
                                      topic.split(' ')[0] + ' meddled'}})
    return 'changed ' + topic


@operation(1)
def stranger(w, rnd):
    """Another program of this app reserves, with a title of ours."""
    c = pick(rnd, masters(w))
    before = set(w.machine.box.reserves())
    w.machine.box.meddle('POST', 'apply', {
        'owner_id': 'ou_me', 'end_time': str(w.now + 20 * DAY),
        'meeting_settings': {'topic': c.summary if c else 'stranger'}})
    new = set(w.machine.box.reserves()) - before
    w.strangers |= new
    w.excused |= new
    return ' '.join(new)


@operation(4)
def clock(w, rnd):
    by = rnd.choice([HOUR, 5 * HOUR, DAY, DAY, 2 * DAY, 6 * DAY, 15 * DAY,
                     -2 * HOUR, -DAY])
    w.clock(w.now + by)
    return '%+d h' % (by // HOUR)


# --- runs ------------------------------------------------------------------
@operation(12)
def sync(w, rnd):
    r = w.run('sync')
    return 'exit %d' % r.rc


@operation(4)
def sync_one(w, rnd):
    """A run of one calendar, while the other one is left out."""
    cal = rnd.choice(w.cals)
    others = bytes_of(w, cal)
    # One that is called off in this calendar is so, whoever has its link: of
    # two that were exchanged nobody can tell which was the copy.
    off = {(c.uid, link) for f in cal.files for c in f.comps() if c.cancelled
           for link in c.links()}
    # A number that has come back is also the one of a former reservation.
    there = {(link, rid) for f in w.files() for c in f.comps(True)
             if f.cal is not cal and f.broken is None and not c.copied
             for link in c.links() if (c.uid, link) not in off
             for rid in (w.setting.get('numbers') and c.ids() or [None])}
    held = w.machine.box.reserves()
    r = w.run('sync', cal.name)
    if not w.rewrite and others != bytes_of(w, cal):
        raise Fault('other-calendar: it has changed: %s' % r)
    for c in r.calls:
        was = held.get(c.get('reserve_id'), {})
        if c['call'] == 'delete' and there & {
                (was.get('url'), rid) for rid in (was.get('id'), None)}:
            raise Fault('other-calendar: its link is dead: %s: %s' % (was, r))
    return '%s: exit %d' % (cal.name, r.rc)


@operation(8)
def killed_step(w, rnd):
    n = rnd.choice([rnd.randint(1, 15), rnd.randint(1, 80)])
    r = w.run('sync', step='kill:%d' % n)
    if rnd.random() < .3:
        w.same_without_cache()
    return '%d: exit %d' % (n, r.rc)


@operation(4)
def failed_step(w, rnd):
    n = rnd.choice([rnd.randint(1, 15), rnd.randint(1, 80)])
    r = w.run('sync', step='fail:%d' % n)
    return '%d: exit %d' % (n, r.rc)


@operation(2)
def killed_time(w, rnd):
    r = w.run('sync', kill_after=rnd.random() * .03)
    return 'exit %d' % r.rc


@operation(1)
def two_at_once(w, rnd):
    w.save()
    a, b = w.machine.start('sync'), w.machine.start('sync')
    ra, rb = w.machine.wait(a, ['sync']), w.machine.wait(b, ['sync'])
    w.absorb(ra)
    if 0 in (ra.rc, rb.rc):
        w.know_made(())
    return 'exits %d %d' % (ra.rc, rb.rc)


@operation(1)
def other_state(w, rnd):
    """A second installation with a state of its own syncs these folders."""
    if not w.setting.get('states'):
        return None
    before = set(w.machine.box.reserves())
    r = w.run('--state', w.other_state(), 'sync', disturbed=True)
    new = {i: x for i, x in w.machine.box.reserves().items()
           if i not in before}
    w.foreign |= set(new)
    w.foreign_links |= {x['url'] for x in new.values()}
    # Where our id had been taken out, our stamps are now those that it found.
    for c in w.comps():
        c.copied |= c.taken and bool(set(c.ids()) & set(new))
    return 'exit %d' % r.rc


def there(f):
    with open(f.path, 'rb') as disk:
        return disk.read()


@operation(1)
def edit_during(w, rnd):
    """An editor that has read a file saves it while a run is at work."""
    c = pick(rnd, singles(w))
    if not c:
        return None
    w.save()
    f = w.file_of(c)
    had = f.disk_bytes()
    w.machine.box.script('any * delay=80')
    proc = w.machine.start('sync')
    time.sleep(rnd.choice([.01, .04, .08]))
    title = '%s during %d' % (c.tag, rnd.randrange(1000))
    c.put('SUMMARY', title)
    touch(w, c)
    if f.broken is None and there(f) != had:
        # What the run has just put in goes with the editor's old copy.
        for x in f.comps():
            x.taken = True
    w.save()
    r = w.machine.wait(proc, ['sync'])
    w.machine.box.script('')
    w.absorb(r)
    return '%s: exit %d' % (title, r.rc)


@operation(2)
def command(w, rnd):
    out = w.machine.path('home', 'out.')
    args = rnd.choice([['status'], ['verify'], ['verify', '--repair'],
                       ['export', '-o', out + rnd.choice(['ics', 'html'])],
                       ['sync', '-n'], ['explain', 'UID'], ['show', 'UID'],
                       ['active', 'UID'], ['doctor', '--offline'],
                       ['backup', out + 'db']])
    if 'UID' in args:
        c = pick(rnd, masters(w))
        args[1] = c.uid if c else 'nobody@walk'
    if args[0] == 'backup' and not os.path.exists(w.machine.state):
        return None
    if args[0] == 'backup' and os.path.exists(args[1]):
        os.unlink(args[1])
    w.save()
    before, rewrite = w.machine.snapshot('w'), w.rewrite
    w.rewrite = None
    r = w.run(*args)
    w.rewrite = rewrite
    if '--repair' not in args and (
            r.mutating or before != w.machine.snapshot('w')):
        raise Fault('only-looks: it has changed something: %s' % r)
    return '%s: exit %d' % (' '.join(args), r.rc)


@operation(1)
def cancel_many(w, rnd):
    cal = rnd.choice(w.cals)
    args = rnd.choice([['--all'], ['--calendar', cal.name]])
    if any(f.broken is not None for f in w.files()):
        return None
    others = bytes_of(w, cal) if '--calendar' in args else None
    # A lone link under a UID that no sync has seen is known no more.
    for f in w.files():
        for c in f.comps(True):
            c.copied |= c.renamed and c.taken
    r = w.run('cancel', *args)
    if others is not None and not w.rewrite and others != bytes_of(w, cal):
        raise Fault('cancelled-others: in another calendar: %s' % r)
    w.loosen(w.comps())
    return '%s: exit %d' % (' '.join(args), r.rc)


@operation(1)
def cancel_uid(w, rnd):
    c = pick(rnd, masters(w))
    if not c:
        return None
    # What another program takes out is none of the command's doing.
    before, rewrite = linked(w, c.uid), w.rewrite
    w.rewrite = None
    r = w.run('cancel', c.uid)
    w.rewrite = rewrite
    live = {v['url'] for v in w.machine.box.reserves().values()
            if int(v['end_time']) > w.now}
    gone = [v for v in before - linked(w, c.uid) if live.issuperset(v[-1])]
    if gone:
        raise Fault('cancelled-others: %s: %s' % (gone, r))
    w.loosen([c])
    return '%s: exit %d' % (c.tag, r.rc)


def bytes_of(w, without):
    """The bytes of the other calendars' files."""
    w.save()
    found = {}
    for f in w.files():
        if f.cal is not without and os.path.exists(f.path):
            with open(f.path, 'rb') as disk:
                found[f.path] = disk.read()
    return found


def linked(w, uid):
    """The VEVENTs with links that are not of the UID."""
    return {(f.cal.name, v.uid, v.rid, frozenset(v.links()))
            for f in w.files() if f.broken is None
            for v in f.comps(True) if v.links() and v.uid != uid}


@operation(10)
def settle(w, rnd):
    oracle.settle(w)
    return 'ok'


BY_NAME = {name: f for name, _, f in TABLE}


def anchors(w):
    """An all-day event in each calendar, so that none is ever empty."""
    for cal in w.cals:
        f = File(cal, 'all.ics' if cal.kind == 'file' else 'anchor.ics')
        f.add(Comp([Line(t.encode() + b'\r\n') for t in (
            'BEGIN:VEVENT', 'UID:anchor-%s@walk' % cal.name,
            'DTSTAMP:20260101T000000Z', 'DTSTART;VALUE=DATE:20300101',
            'SUMMARY:anchor', 'END:VEVENT')]))
        cal.files.append(f)
    w.save()


def rewriter(seed):
    """A program that rewrites some files after each run, in one style."""
    import random
    rnd = random.Random(seed)
    style = Style(rnd)

    def after(w):
        for f in free_files(w):
            if rnd.random() < .5:
                rewrite(w, f, style, stamp_of_others(w))
        w.save()
    return after
