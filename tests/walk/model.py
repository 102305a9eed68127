# SPDX-License-Identifier: MIT
"""What the user wrote, beside what stands on disk.

A calendar is a folder of files, a file a list of lines and VEVENTs, a VEVENT
(`Comp`) a list of lines.  Each line (`Line`) has two raw forms: `user`, what
the user wrote last, and `disk`, what stands there now.  They differ where the
tool wrote: `user` is None for a line that it inserted.  An edit changes both
forms, as another program's edit does.  `absorb` reads a file after a run and
says what the tool may not have done to it.
"""
import collections
import datetime as dt
import os
import re
from zoneinfo import ZoneInfo

import lines as L

UTC = dt.timezone.utc
SYSTEM_ZONE = 'Asia/Shanghai'
OWN_ZONE = 'Walk/Kathmandu'             # has a VTIMEZONE in the file
OWN_OFFSET = dt.timezone(dt.timedelta(hours=5, minutes=45))
STAMPS = ('DTSTAMP', 'LAST-MODIFIED')
BLANKS = ('URL', 'LOCATION')
KINDS = ('CONFERENCE', 'DESCRIPTION') + BLANKS
VTIMEZONE = ['BEGIN:VTIMEZONE', 'TZID:' + OWN_ZONE, 'BEGIN:STANDARD',
             'DTSTART:19700101T000000', 'TZOFFSETFROM:+0545',
             'TZOFFSETTO:+0545', 'END:STANDARD', 'END:VTIMEZONE']


class Fault(Exception):
    """What the walk has found; the first word names its kind."""


class Line:
    def __init__(self, user, disk=None):
        self.user = user
        self.disk = user if disk is None else disk

    @property
    def raw(self):
        return self.disk if self.user is None else self.user

    @property
    def name(self):
        return L.name(self.raw)

    def copy(self):
        return Line(self.user, self.disk)

    def each(self, change):
        """Both forms through a function of raw lines."""
        same = self.user == self.disk
        if self.user is not None:
            self.user = change(self.user)
        self.disk = self.user if same else change(self.disk)


def zone_of(name):
    if name == OWN_ZONE:
        return OWN_OFFSET
    return ZoneInfo(name)


class Comp:
    """A VEVENT.  made: the tool made it, the user wrote nothing of it."""

    def __init__(self, rows, made=False):
        self.lines = rows
        self.made = made
        self.soft = False       # rewritten: compared by meaning
        self.copied = False     # with lines and stamps of another one
        self.described = False  # text changed around or in our block
        self.was_made = None    # what it said before it was the user's
        self.perhaps_made = None    # or what a run may have recorded since
        self.first = None       # what it said when the tool made it
        self.edited = False     # a made one that a user has touched
        self.persons = False    # and that a run has seen to say neither
        self.taken = False      # somebody took out a line of ours
        self.stamped = set()    # values that the tool has given to stamps
        self.renamed = False    # a new UID that no run has seen
        self.beside = False     # a copy under the UID of its original
        self.missed = set()     # kinds that only the original got meanwhile

    # --- lines -------------------------------------------------------------
    def mine(self):
        """The lines by which the VEVENT means something."""
        return [l for l in self.lines if self.made or l.user is not None]

    def find(self, name):
        depth = 0
        for l in self.mine():
            n = l.name
            if n == 'BEGIN':
                depth += 1
            elif n == 'END':
                depth -= 1
            elif depth == 1 and n == name:
                return l
        return None

    def value(self, name, default=''):
        l = self.find(name)
        if not l:
            return default
        return L.value(l.disk if self.made else l.user)

    def params(self, name):
        l = self.find(name)
        return dict(L.cut(l.disk if self.made else l.user)[1]) if l else {}

    def eol(self):
        return b'\r\n' if self.lines[0].disk.endswith(b'\r\n') else b'\n'

    def put(self, name, value, params=(), after=None):
        """Write a line in the user's name; in a made VEVENT, into it."""
        raw = L.make(name, list(params), value, self.eol())
        l = self.find(name)
        if not l and name in STAMPS:    # the one that the tool put in
            l = next((x for x in self.lines if x.name == name), None)
        self.edited = self.made
        if l and name in STAMPS and L.value(l.disk) == value:
            l.each(lambda old: L.with_eol(old, self.eol()))
            return              # nobody can tell it from the one before
        if l:
            l.disk = raw
            if not self.made:
                l.user = raw
            return
        new = Line(None if self.made else raw, raw)
        at = self.find(after) if after else None
        n = self.lines.index(at) + 1 if at else len(self.lines) - 1
        self.lines.insert(n, new)

    def drop(self, name):
        l = self.find(name)
        if l:
            self.lines.remove(l)

    def adopt(self):
        """A made VEVENT that the user has edited is the user's."""
        if not self.made:
            return
        self.was_made = self.says()
        self.made = False
        self.copied = True
        for l in self.lines:
            if not L.is_ours(l.disk) and l.name != 'LAST-MODIFIED':
                l.user = L.plain(l.disk, self.eol())

    def copy(self):
        c = Comp([l.copy() for l in self.lines], self.made)
        c.soft, c.copied = self.soft, self.copied
        c.described, c.taken = self.described, self.taken
        c.edited, c.was_made = self.edited, self.was_made
        c.perhaps_made = self.perhaps_made
        c.persons = self.persons
        c.first = self.first
        c.stamped = set(self.stamped)
        c.beside, c.missed = self.beside, set(self.missed)
        c.renamed = self.renamed
        return c

    # --- meaning -----------------------------------------------------------
    @property
    def uid(self):
        return self.value('UID')

    @property
    def rid(self):
        return self.value('RECURRENCE-ID')

    @property
    def summary(self):
        return L.unescape(self.value('SUMMARY'))

    @property
    def tag(self):
        """The name that an event keeps through all edits of its title."""
        return self.summary.split(' ')[0]

    @property
    def cancelled(self):
        return self.value('STATUS') == 'CANCELLED'

    @property
    def rule(self):
        return dict(p.split('=') for p in self.value('RRULE').split(';')
                    if p)

    def wall(self, name):
        v = self.value(name).rstrip('Z')
        return dt.datetime.strptime(v, '%Y%m%dT%H%M%S') if v else None

    @property
    def zone(self):
        if self.value('DTSTART').endswith('Z'):
            return 'UTC'
        return self.params('DTSTART').get('TZID', '').strip('"')

    def instant(self, wall):
        return instant(zone_of(self.zone or SYSTEM_ZONE), wall)

    @property
    def start(self):
        return self.instant(self.wall('DTSTART'))

    @property
    def minutes(self):
        d = self.wall('DTEND') - self.wall('DTSTART')
        return int(d.total_seconds() // 60)

    @property
    def end(self):
        return self.start + self.minutes * 60

    def stamp(self, name, wall, after=None):
        text, params = written(self.zone, wall)
        self.put(name, text, params, after)

    def says(self):
        """What an override says beside its times, stamps and our lines."""
        found = []
        for l in self.mine():
            n = l.name
            if n in STAMPS + ('SEQUENCE', 'CREATED', 'RRULE', 'EXDATE',
                              'RECURRENCE-ID', 'DTSTART', 'DTEND', 'UID') or \
                    n.startswith('X-') or L.is_ours(l.raw):
                continue
            prop, params, val = L.meaning(l.raw)
            if prop == 'DESCRIPTION':
                val = L.without_block(L.unescape(val))
            if val.strip():
                found.append((prop, params, val))
        return sorted(found)

    def extras(self):
        """The X- lines in it that are not ours."""
        return sorted(L.unfold(l.raw) for l in self.mine()
                      if l.name.startswith('X-') and not L.is_ours(l.raw))

    def says_the_same(self, master):
        """Whether an override is what the tool would make, or has made."""
        return self.wall('RECURRENCE-ID') == self.wall('DTSTART') and \
            self.zone == master.zone and self.minutes == master.minutes and \
            self.is_of_both(master.says())

    def is_of_both(self, series):
        """Each line is its series' of today, or one that it was made with;
        none is missing that is both.  Of a person's only as a whole."""
        here = self.says()
        if self.persons:
            return here in (series, self.was_made, self.first)
        made = (self.was_made or []) + (self.first or [])
        return all(l in series or l in made for l in here) and \
            all(l in here for l in series if l in made)

    def exdates(self):
        found = []
        for l in self.mine():
            if l.name == 'EXDATE':
                v = L.value(l.disk if self.made else l.user)
                found += [dt.datetime.strptime(x.rstrip('Z'),
                          '%Y%m%dT%H%M%S') for x in v.split(',')]
        return found

    def occurrences(self, until):
        """Wall clock times of a series; DTSTART is the first."""
        first, rule = self.wall('DTSTART'), self.rule
        if not rule:
            return [first]
        step = {'DAILY': 1, 'WEEKLY': 7}[rule['FREQ']] * \
            int(rule.get('INTERVAL', 1))
        count = int(rule.get('COUNT', 100000))
        last = rule.get('UNTIL')
        out, found = set(self.exdates()), []
        zone = zone_of(self.zone or SYSTEM_ZONE)
        if last:
            until = min(until, stamp_of(last))
        for i in range(count):
            t = first + dt.timedelta(days=i * step)
            if instant(zone, t) > until:
                break
            if t not in out:
                found.append(t)
        return found

    def endless(self):
        return bool(self.rule) and not {'COUNT', 'UNTIL'} & set(self.rule)

    def period(self):
        rule = self.rule
        return dt.timedelta(days={'DAILY': 1, 'WEEKLY': 7}[rule['FREQ']] *
                            int(rule.get('INTERVAL', 1)))

    def ids(self):
        """The ids of reservations that it carries, whoever wrote them."""
        return [L.value(l.disk).strip() for l in self.lines
                if l.name == 'X-ICSRESERVE-ID']

    def links(self):
        """The links on our host in it, whoever wrote them."""
        return {u for l in self.lines if l.name in KINDS
                for u in L.LINK.findall(L.unescape(L.value(l.disk)))}

    @property
    def unproved(self):
        """A copy that has kept one link of ours alone may be a person's, and
        one with a page and a place, once the reservation has ended.  Whoever
        took the id line out."""
        return self.copied and set(self.ours()) in (
            {'CONFERENCE'}, {'URL'}, {'LOCATION'}, {'URL', 'LOCATION'})

    @property
    def unmarked(self):
        """A program and a user have taken the last line of the tool's out:
        nothing shows any longer who made the VEVENT."""
        return self.edited and self.taken and not self.ours()

    def ours(self):
        """{property: [line]} of what the tool has written into it."""
        found = {}
        for l in self.lines:
            prop, _, val = L.cut(l.disk)
            if l.user is not None and prop not in BLANKS + ('DESCRIPTION',):
                continue
            if L.is_ours(l.disk) or prop == 'DESCRIPTION' and \
                    L.FENCE in L.unescape(val):
                if l.user is None or l.user != l.disk:
                    found.setdefault(prop, []).append(l)
        return found


def instant(zone, wall):
    return int(wall.replace(tzinfo=zone).timestamp())


def stamp_of(text):
    t = dt.datetime.strptime(text, '%Y%m%dT%H%M%SZ')
    return int(t.replace(tzinfo=UTC).timestamp())


def written(zone, wall):
    text = wall.strftime('%Y%m%dT%H%M%S')
    if zone == 'UTC':
        return text + 'Z', []
    return text, [('TZID', zone)] if zone else []


class File:
    def __init__(self, cal, name, eol=b'\r\n', items=None):
        self.cal, self.name, self.eol = cal, name, eol
        self.items = items if items is not None else [
            Line(t + eol) for t in (b'BEGIN:VCALENDAR', b'VERSION:2.0',
                                    b'PRODID:-//walk//EN', b'END:VCALENDAR')]
        self.broken = None      # what stands on disk while it is damaged
        self.dirty = True

    @property
    def path(self):
        return os.path.join(self.cal.folder, self.name)

    def comps(self, made=True):
        return [c for c in self.items if isinstance(c, Comp) and
                (made or not c.made)]

    def add(self, comp):
        """At its end, in its style of line ends."""
        for l in comp.lines:
            l.each(lambda raw: L.with_eol(raw, self.eol))
        if comp.zone == OWN_ZONE and not any(
                isinstance(l, Line) and OWN_ZONE.encode() in l.disk
                for l in self.items):
            self.items[3:3] = [Line(t.encode() + self.eol)
                               for t in VTIMEZONE]
        self.items.insert(len(self.items) - 1, comp)
        self.dirty = True

    def remove(self, comp):
        self.items.remove(comp)
        self.dirty = True

    def all_lines(self):
        for item in self.items:
            if isinstance(item, Comp):
                yield from item.lines
            else:
                yield item

    def disk_bytes(self):
        return b''.join(l.disk for l in self.all_lines())

    def save(self, inplace=False):
        """As another program saves: by a new inode, or in place."""
        data = self.broken if self.broken is not None else self.disk_bytes()
        os.makedirs(self.cal.folder, exist_ok=True)
        name = self.path if inplace else self.path + '.new~'
        with open(name, 'wb') as f:
            f.write(data)
        if not inplace:
            os.rename(name, self.path)
        self.dirty = False

    # --- after a run -------------------------------------------------------
    def absorb(self):
        try:
            with open(self.path, 'rb') as f:
                data = f.read()
        except FileNotFoundError:
            raise Fault('lost-file: %s is gone' % self.name) from None
        if self.broken is not None:
            if data != self.broken:
                raise Fault('foreign-byte: the damaged file %s was written'
                            % self.name)
            return
        if data == self.disk_bytes():
            return
        groups = group(L.split(data))
        for raw in L.split(data):
            if L.with_eol(raw, self.eol) != raw:
                raise Fault('line-end: of %r in %s' % (raw, self.name))
        self.items = Aligner(self, groups).run()


def group(raws):
    """Raw lines, those of a VEVENT as a list of its own."""
    out, inside = [], None
    for raw in raws:
        text = L.unfold(raw).upper()
        if text == 'BEGIN:VEVENT':
            inside = []
            out.append(inside)
        (out if inside is None else inside).append(raw)
        if text == 'END:VEVENT':
            inside = None
    return out


class Aligner:
    """Finds each of the user's lines in what stands on disk now."""

    def __init__(self, file, groups):
        self.file, self.groups = file, groups
        self.there = collections.Counter(
            self.key(g) for g in groups if isinstance(g, list))
        self.were = collections.Counter(
            self.key([l.disk for l in i.lines]) for i in file.items
            if isinstance(i, Comp) and not i.made)

    def fault(self, kind, what, *more):
        text = '%s: %s in %s' % (kind, what, self.file.name)
        for m in more:
            text += '\n' + (m if isinstance(m, str) else
                            m.decode(errors='backslashreplace'))
        raise Fault(text)

    def run(self):
        made = {self.key([l.disk for l in i.lines]): i
                for i in self.file.items if isinstance(i, Comp) and i.made}
        want = [i for i in self.file.items
                if isinstance(i, Line) or not i.made]
        items, at = [], 0
        for g in self.groups:
            while at < len(want) and self.gone(want[at]):
                at += 1
            w = want[at] if at < len(want) else None
            if isinstance(g, bytes):
                if not isinstance(w, Line) or w.user != g:
                    self.unexpected(w, g)
                items.append(w)
                at += 1
            elif isinstance(w, Comp) and self.key(g) == self.key(
                    [l.disk for l in w.lines]):
                items.append(self.remade(w, g) or self.comp(w, g))
                at += 1
            elif self.key(g) in made or self.key(g)[1] and any(
                    L.name(r) == 'X-ICSRESERVE-ID' for r in g):
                items.append(Comp([Line(None, r) for r in g], True))
                old = made.get(self.key(g))
                if old:
                    for name in ('edited', 'taken', 'copied', 'first',
                                 'persons'):
                        setattr(items[-1], name, getattr(old, name))
                else:
                    items[-1].first = items[-1].says()
            else:
                self.unexpected(w, b''.join(g))
        while at < len(want) and self.gone(want[at]):
            at += 1
        if at < len(want):
            self.unexpected(want[at], b'')
        return items

    def remade(self, w, g):
        """The tool's own again, and made anew of what its series says now."""
        new = Comp([Line(None, r) for r in g], True)
        if not w.rid or not w.was_made:
            return None
        for m in self.file.cal.comps(False):
            if m.uid != w.uid or m.rid or new.says() != m.says():
                continue
            edited = new.says() != w.says() and (
                w.is_of_both(m.says()) or w.says() == w.perhaps_made)
            ruled = new.says() == w.says() and \
                new.extras() == m.extras() != w.extras()
            if edited or ruled:
                return new
        return None

    def gone(self, w):
        """An override that says what its master does may be taken out."""
        if not isinstance(w, Comp) or not w.rid:
            return False
        key = self.key([l.disk for l in w.lines])
        gone = self.there[key] < self.were[key] and any(
            w.says_the_same(m) for m in self.file.cal.comps(False)
            if m.uid == w.uid and not m.rid)
        self.were[key] -= gone
        return gone

    def unexpected(self, want, got):
        if isinstance(want, Comp):
            self.fault('lost-event', 'a VEVENT is missing',
                       b''.join(l.user or b'' for l in want.lines),
                       'there is:', got)
        self.fault('foreign-byte', 'a line outside of events',
                   want.user if want else b'(end)', 'there is:', got)

    @staticmethod
    def key(raws):
        uid = rid = ''
        for raw in raws:
            n = L.name(raw)
            if n == 'UID':
                uid = L.value(raw)
            elif n == 'RECURRENCE-ID':
                rid = L.value(raw)
        return uid, rid

    def comp(self, comp, raws):
        want = [l for l in comp.lines if l.user is not None]
        out, at = [], 0
        for raw in raws:
            w = want[at] if at < len(want) else None
            if w and self.matches(comp, w, raw):
                w.disk = raw
                out.append(w)
                at += 1
                continue
            # A blank line that is optional by now, and then ours.
            if w and self.optional(comp, w) and at + 1 < len(want) and \
                    self.matches(comp, want[at + 1], raw):
                want[at + 1].disk = raw
                out.append(want[at + 1])
                at += 2
                continue
            if comp.copied and L.name(raw) in BLANKS and \
                    not L.value(raw).strip():
                out.append(Line(raw))
                continue
            if not L.is_ours(raw) and L.name(raw) != 'LAST-MODIFIED':
                self.fault('foreign-byte', 'in the VEVENT of %s %s' % (
                    comp.tag, comp.rid), w.user if w else b'(its end)',
                    'there is:', raw, 'of:', b''.join(raws))
            if L.name(raw) in STAMPS:
                comp.stamped.add(L.value(raw))
            out.append(Line(None, raw))
        while at < len(want) and self.optional(comp, want[at]):
            at += 1
        if at < len(want):
            self.fault('foreign-byte', 'lost from the VEVENT of %s %s' % (
                comp.tag, comp.rid), want[at].user, 'of:', b''.join(raws))
        comp.lines = out
        return comp

    @staticmethod
    def optional(comp, l):
        # A stamp may be set to the very value that the tool wrote.
        prop, _, val = L.cut(l.user)
        return prop == 'LAST-MODIFIED' and val in comp.stamped or (
            comp.copied or comp.soft) and (
            prop == 'LAST-MODIFIED' or prop in BLANKS and not val.strip())

    @staticmethod
    def matches(comp, l, raw):
        if l.user == raw:
            return True
        prop, params, val = L.cut(raw)
        uprop, uparams, uval = L.cut(l.user)
        if prop != uprop:
            return False
        if comp.soft and L.meaning(raw) == L.meaning(l.user):
            return True
        if prop in STAMPS:
            comp.stamped.add(val)
            return bool(re.fullmatch(r'\d{8}T\d{6}Z', val))
        if prop in BLANKS and not uval.strip():
            return L.is_ours(raw) or comp.soft and not val.strip()
        if prop == 'DESCRIPTION':
            text = L.unescape(val)
            if comp.described and L.words(text) == L.words(
                    L.unescape(uval)):
                return True
            if L.FENCE not in text and not l.user == l.disk:
                # The block went again: what is left is the user's text.
                return text.strip('\n') == L.unescape(uval).strip('\n')
            return L.FENCE in text and L.without_block(text) == \
                L.unescape(uval).strip('\n')
        return False


class Calendar:
    """kind: a vdir with an event in each file, a folder of files with
    several, or one file."""

    def __init__(self, name, folder, mode, far, kind):
        self.name, self.folder, self.mode, self.far = name, folder, mode, far
        self.kind = kind
        self.files = []

    @property
    def path(self):
        return os.path.join(self.folder, 'all.ics') \
            if self.kind == 'file' else self.folder

    def comps(self, made=True):
        return [c for f in self.files for c in f.comps(made)]

    def sets(self):
        """{UID: [VEVENT]} over all files; made ones included."""
        found = {}
        for c in self.comps():
            found.setdefault(c.uid, []).append(c)
        return found

    def file_of(self, comp):
        for f in self.files:
            if comp in f.items:
                return f
        return None
