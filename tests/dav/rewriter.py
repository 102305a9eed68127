# SPDX-License-Identifier: MIT
"""A server that stores an event in a form, under a name and in as many
resources as it likes: `style` is a set of words."""
import hashlib
import os
import re
import sys

from fake import Fake

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'chain'))
from vevents import Calendar, name_of, value_of     # noqa: E402

STAMPS = ('DTSTAMP', 'LAST-MODIFIED')
KNOWN = ('UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'DURATION', 'RRULE', 'EXDATE',
         'RECURRENCE-ID', 'SUMMARY', 'DESCRIPTION', 'LOCATION', 'URL',
         'STATUS', 'SEQUENCE', 'LAST-MODIFIED')


def get(event, name):
    return next((value_of(l) for l in event if name_of(l) == name), None)


def plain(line):
    """Without parameters but those that say when."""
    kept = re.findall(r';(?:TZID|VALUE=DATE(?=[;:]))[^;:]*', line)
    return name_of(line) + ''.join(kept) + ':' + value_of(line)


def change(event, style, count):
    """One VEVENT's lines, as the server has them."""
    if 'unknown-dropped' in style:
        event = [l for l in event if name_of(l) in KNOWN]
    if 'parameters-dropped' in style:
        event = [plain(l) for l in event]
    if 'quoted' in style:
        event = [re.sub(r'(;[A-Z-]+=)([^";:,]+)(?=[;:])', r'\1"\2"', l)
                 for l in event]
    if 'lower' in style:
        event = [re.sub('^[^:;]*', lambda m: m.group().lower(), l)
                 for l in event]
    if 'stamps' in style:
        event = [l for l in event if name_of(l) not in STAMPS] + [
            '%s:2024%02d%02dT000000Z' % (n, count % 12 + 1, count % 28 + 1)
            for n in STAMPS]
    if 'marks' in style:
        event = [l for l in event if not l.startswith('X-SERVER')] + [
            'X-SERVER-SAVED:%d' % count, 'X-SERVER-COLOUR;X-A="b;c":red']
    if 'sorts' in style:
        event = sorted(event)
    return event


class Rewriter(Fake):
    def __init__(self, *style):
        super().__init__()
        self.style, self.saves = set(style), 0

    def form(self, data):
        c = Calendar(data)
        c.events = [change(e, self.style, self.saves) for e in c.events]
        if 'reverses' in self.style:
            c.events.reverse()
        return c.data('\n' if 'lf' in self.style else '\r\n',
                      None if 'unfolds' in self.style else
                      60 if 'folds' in self.style else 75)

    def parts(self, name, data):
        """(name, bytes) of the resources that one becomes."""
        c = Calendar(data)
        masters = [e for e in c.events if get(e, 'RECURRENCE-ID') is None]
        if 'splits' not in self.style or len(c.events) == 1:
            yield name, data
            return
        # What has no master keeps the name: the server knows no other.
        for i, e in enumerate(masters + [e for e in c.events
                                         if e not in masters]):
            alone = Calendar(data)
            alone.events = [e]
            at = get(e, 'RECURRENCE-ID')
            yield (name if i == 0 else '%s-%s.ics' % (
                get(e, 'UID'), re.sub('[^0-9TZ]', '', at))), alone.data()

    def write(self, name, data):
        if isinstance(data, str):
            data = data.encode()
        self.saves += 1
        for part, text in self.parts(name, data):
            text = self.form(text)
            target = part
            if 'renames' in self.style:
                target = '%s.ics' % hashlib.sha1(
                    part.encode() + b'%d' % self.saves).hexdigest()[:20]
                if part in self.items:
                    self.delete(part)
            if self.items.get(target) != text:
                super().write(target, text)

    # --- what a person edits there
    def edit(self, uid, how, at=None):
        """how(lines) of the VEVENT; None, and it is gone."""
        for name in list(self.items):
            c = Calendar(self.items[name])
            for i, e in enumerate(c.events):
                if get(e, 'UID') != uid or get(e, 'RECURRENCE-ID') != at:
                    continue
                made = how(list(e))
                c.events[i:i + 1] = [made] if made else []
                if c.events:
                    self.write(name, c.data())
                else:
                    self.delete(name)
                return
        raise KeyError(uid, at)

    def add(self, uid, event):
        """An override beside its series, or a resource of its own."""
        self.drop(uid, get(event, 'RECURRENCE-ID'))
        for name in list(self.items):
            c = Calendar(self.items[name])
            if get(c.events[0], 'UID') == uid and any(
                    get(e, 'RRULE') for e in c.events):
                c.events.append(event)
                return self.write(name, c.data())
        raise KeyError(uid)

    def drop(self, uid, at):
        """The override of an occurrence, if there is one."""
        try:
            self.edit(uid, lambda lines: None, at)
        except KeyError:
            pass

    def events(self):
        return [e for d in self.items.values() for e in Calendar(d).events]
