# SPDX-License-Identifier: MIT
"""Programs with which people edit events: each parses and writes with the
real library.  An adapter has the VEVENTs of one resource in `events`, and

    get(e, name)        the value: a text, or a time as naive local time
    set(e, name, value) replaces all; None removes; a datetime is local time
    add(e, name, value) one more
    copy(e)             a further VEVENT with the same properties
    remove(e)
    data()              the resource as the library writes it
"""
import collections
import datetime
import re

import icalendar
import pytz
import vobject

from vevents import Calendar, name_of, value_of

ZONE = pytz.timezone('Asia/Shanghai')


def local(t):
    """A naive time in Shanghai, of what a library has for a time."""
    return t.astimezone(ZONE).replace(tzinfo=None) if t.tzinfo else t


class Text(Calendar):
    """Somebody's own program: unfolds, edits lines, writes them unfolded."""

    def get(self, e, name):
        depth = 0
        for line in e:
            depth += line.startswith('BEGIN:') - line.startswith('END:')
            if depth == 0 and name_of(line) == name:
                value = value_of(line)
                if re.fullmatch(r'\d{8}T\d{6}Z?', value):
                    t = datetime.datetime.strptime(value[:15],
                                                   '%Y%m%dT%H%M%S')
                    return local(pytz.utc.localize(t)) if value[15:] else t
                return value
        return None

    def set(self, e, name, value):
        depth, keep = 0, []
        for line in e:
            depth += line.startswith('BEGIN:') - line.startswith('END:')
            if depth or name_of(line) != name:
                keep.append(line)
        e[:] = keep
        if value is not None:
            self.add(e, name, value)

    def add(self, e, name, value):
        at = next((i for i, l in enumerate(e) if l.startswith('BEGIN:')),
                  len(e))
        if isinstance(value, datetime.datetime):
            e.insert(at, '%s;TZID=Asia/Shanghai:%s' %
                     (name, value.strftime('%Y%m%dT%H%M%S')))
        else:
            e.insert(at, '%s:%s' % (name, value))

    def copy(self, e):
        self.events.append(list(e))
        return self.events[-1]

    def remove(self, e):
        self.events = [x for x in self.events if x is not e]


class Vobject:
    def __init__(self, data=None, instance=None):
        self.cal = instance or vobject.readOne(data.decode())

    @property
    def events(self):
        return self.cal.contents.get('vevent', [])

    def get(self, e, name):
        found = e.contents.get(name.lower())
        if not found:
            return None
        v = found[0].value
        return local(v) if isinstance(v, datetime.datetime) else v

    def set(self, e, name, value):
        e.contents.pop(name.lower(), None)
        if value is not None:
            self.add(e, name, value)

    def add(self, e, name, value):
        if isinstance(value, datetime.datetime):
            value = value.replace(tzinfo=vobject.icalendar.getTzid(
                'Asia/Shanghai') or ZONE.localize(value).tzinfo)
        line = e.add(name.lower())
        line.value = [value] if name == 'EXDATE' else value

    def copy(self, e):
        new = self.cal.add('vevent')
        new.copy(e)
        return new

    def remove(self, e):
        self.cal.remove(e)

    def data(self):
        return self.cal.serialize().encode()


class Icalendar:
    def __init__(self, data=None, instance=None):
        self.cal = instance or icalendar.Calendar.from_ical(data)

    @property
    def events(self):
        return [c for c in self.cal.subcomponents if c.name == 'VEVENT']

    def get(self, e, name):
        v = e.get(name)
        if v is None:
            return None
        if isinstance(v, list):
            v = v[0]
        if hasattr(v, 'dt'):
            return local(v.dt) if isinstance(v.dt, datetime.datetime) \
                else v.dt
        return v.to_ical().decode() if name == 'RRULE' else str(v)

    def set(self, e, name, value):
        if name in e:
            del e[name]
        if value is not None:
            self.add(e, name, value)

    def add(self, e, name, value):
        if isinstance(value, datetime.datetime):
            value = ZONE.localize(value)
        if name == 'RRULE':
            value = icalendar.vRecur.from_ical(value)
        e.add(name, [value] if name == 'EXDATE' else value)

    def copy(self, e):
        new = icalendar.Event.from_ical(e.to_ical())
        self.cal.add_component(new)
        return new

    def remove(self, e):
        self.cal.subcomponents.remove(e)

    def data(self):
        return self.cal.to_ical()


# --- lines of ours ---------------------------------------------------------
OURS = re.compile(rb'vc\.feishu\.cn|X-ICSRESERVE-ID|Video Call', re.I)


def kinds(e):
    """Of a VEVENT of Text: how many lines of ours of each kind there are, and
    their links."""
    seen, links = collections.Counter(), set()
    depth = 0
    for line in e:
        depth += line.startswith('BEGIN:') - line.startswith('END:')
        name = re.match('[^:;]*', line).group().upper()
        found = re.findall(r'https://vc\.feishu\.cn/j/\d+', line)
        if name == 'X-ICSRESERVE-ID':
            seen['id'] += 1
        elif name == 'DESCRIPTION' and depth == 0:
            seen.update(['fence'] * line.count('----( Video Call )----'))
            links.update(found)
        elif found:
            seen[name.lower()] += 1
            links.update(found)
    return dict(seen), links


def ours(data):
    """The lines of a file that are ours, or look like it."""
    return [l for l in re.sub(rb'\r?\n[ \t]', b'', data).splitlines()
            if OURS.search(l)]


# --- what people do, with any of these -------------------------------------
STEP = datetime.timedelta(days=1)


def find(c, recid=None):
    for e in c.events:
        if c.get(e, 'RECURRENCE-ID') == recid:
            return e
    return None


def title(c, text, recid=None):
    c.set(find(c, recid), 'SUMMARY', text)


def field(c, name, value, recid=None):
    c.set(find(c, recid), name, value)


def shift(c, minutes, overrides=True):
    """Move the series, and its overrides with it."""
    delta = datetime.timedelta(minutes=minutes)
    for e in c.events:
        if c.get(e, 'RECURRENCE-ID') is None or overrides:
            for name in 'DTSTART', 'RECURRENCE-ID':
                t = c.get(e, name)
                if t is not None:
                    c.set(e, name, t + delta)


def exdate(c, t):
    """Delete this occurrence."""
    e = find(c, t)
    if e is not None:
        c.remove(e)
    c.add(find(c), 'EXDATE', t)


def count(c, n):
    c.set(find(c), 'RRULE', 'FREQ=DAILY;COUNT=%d' % n)


def override(c, recid, start, text):
    """Edit this occurrence alone: clients copy the series' VEVENT."""
    e = find(c, recid)
    if e is None:
        e = c.copy(find(c))
        c.set(e, 'RRULE', None)
        c.set(e, 'EXDATE', None)
        c.set(e, 'RECURRENCE-ID', recid)
    c.set(e, 'DTSTART', start)
    c.set(e, 'SUMMARY', text)


def restore(c, recid):
    """Take this occurrence's own version back."""
    c.remove(find(c, recid))


def status(c, value, recid=None, all=False):
    for e in c.events:
        if all or c.get(e, 'RECURRENCE-ID') == recid:
            c.set(e, 'STATUS', value)
