# SPDX-License-Identifier: MIT
"""Programs that write a whole folder anew before and after each run, for five
rounds of edits: libical, the Python libraries, and stand-ins for gateways that
keep only what they know.  A run after a rewrite is idle, each VEVENT has at
most one line of a kind, links are stable, and `cancel --all` leaves no line of
ours, nor a blank one in its place."""
import ctypes

from clients import *
from world import *

ALL = 'conference url location description'


# --- the programs ----------------------------------------------------------
def libical():
    """None: there is no such library."""
    try:
        lib = ctypes.CDLL('libical.so.3')
    except OSError:
        return None
    lib.icalparser_parse_string.restype = ctypes.c_void_p
    lib.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    lib.icalcomponent_as_ical_string_r.restype = ctypes.c_char_p
    lib.icalcomponent_as_ical_string_r.argtypes = [ctypes.c_void_p]
    return lambda data: lib.icalcomponent_as_ical_string_r(
        lib.icalparser_parse_string(data))


def lines(change):
    """A program that changes the list of a VEVENT's lines."""
    def program(data):
        c = Text(data)
        for e in c.events:
            e[:] = change(e)
        return c.data()
    return program


def name(line):
    return re.match('[^:;]*', line).group()


def gateway(e):
    """As Exchange's: what it doesn't know goes, its own comes."""
    own = ['X-MICROSOFT-CDO-BUSYSTATUS:BUSY']
    return own + [
        l.replace('DESCRIPTION:', 'DESCRIPTION;LANGUAGE=zh-CN:') +
        '\\n' * (l.startswith('DESCRIPTION') and not l.endswith('\\n'))
        for l in e if l not in own and not re.match(
            'X-ICSRESERVE|CONFERENCE|URL', l)]


def service(e):
    """As Google's: its own stamps and STATUS."""
    names = [name(l) for l in e]
    return [l for l in ('STATUS:CONFIRMED', 'SEQUENCE:1',
                        'CREATED:20250101T000000Z') if name(l) not in names] \
        + [re.sub('^DTSTAMP:.*', 'DTSTAMP:20260101T000000Z', l) for l in e
           if not re.match('X-ICSRESERVE|CONFERENCE|URL', l)]


def bare(e):
    """Parameters of ours are gone."""
    return [re.sub('^(CONFERENCE|URL|LOCATION|DESCRIPTION);'
                   '(?:"[^"]*"|[^":])*:', r'\1:', l) for l in e]


def lower(e):
    return [l if l.startswith(('BEGIN', 'END')) else
            name(l).lower() + l[len(name(l)):] for l in e]


PROGRAMS = {
    'libical': libical(), 'icalendar': lambda d: Icalendar(d).data(),
    'vobject': lambda d: Vobject(d).data(), 'a gateway': lines(gateway),
    'a service': lines(service), 'no parameters': lines(bare),
    'lower case': lines(lower), 'no DESCRIPTION': lines(
        lambda e: [l for l in e if not l.startswith('DESCRIPTION')])}


# --- the rounds ------------------------------------------------------------
class Folder:
    def __init__(self, program, mode, password):
        self.program, self.mode, self.bad = program, mode, []
        self.box = Sandbox('--rate-second', '0', '--rate-minute', '0')
        self.folder = path('p%d' % Sandbox.count)
        self.tool = Tool(
            self.box, sync={'recurrence': mode, 'max_deletes': '99'},
            meeting={'password': '471147'},
            writeback={'properties': ALL, 'password': password},
            calendar_team={'path': self.folder})
        for uid, extra in (('a', 'DESCRIPTION:Agenda'), ('n', ''),
                           ('p', 'LOCATION:Room 5')):
            self.put(uid + '.ics', calendar(event(uid, extra)))
        self.put('s.ics', calendar(
            event('s', 'RRULE:FREQ=DAILY;COUNT=6'),
            event('s', 'RECURRENCE-ID:20251206T020000Z', '20251206T050000Z',
                  'Moved')))

    def put(self, f, data):
        write(os.path.join(self.folder, f), data)

    def data(self):
        return {f: read(os.path.join(self.folder, f))
                for f in sorted(os.listdir(self.folder))}

    def rewrite(self):
        for f, data in self.data().items():
            self.put(f, self.program(data))

    def links(self):
        return sorted(r['url'] for r in self.box.reservations())

    def run(self, what, idle):
        before = self.data(), len(mutating(self.box))
        run = self.tool.sync()
        after = self.data(), len(mutating(self.box))
        if run.rc or (idle and before != after):
            self.bad.append('%s: %s' % (what, run))
        for f, data in after[0].items():
            c = Text(data)
            for e in c.events:
                seen, links = kinds([name(l).upper() + l[len(name(l)):]
                                     for l in e])
                if any(n > 1 for n in seen.values()) or len(links) > 1 or \
                        not links <= set(self.links()):
                    self.bad.append('%s: %s: %s %s' % (what, f, seen, links))

    def retitle(self, n):
        for f, data in self.data().items():
            c = Text(data)
            for e in c.events:
                if c.get(e, 'RECURRENCE-ID') is None:
                    title(c, 'New %d' % n)
            self.put(f, c.data())

    def rounds(self):
        self.run('first', False)
        links = self.links()
        for n in range(5):
            self.rewrite()
            self.run('round %d, rewritten' % n, True)
            self.retitle(n)
            self.rewrite()
            self.run('round %d, edited' % n, False)
        if self.links() != links:
            self.bad.append('links changed')
        run = self.tool.run('cancel', '--all')
        for f, data in self.data().items():
            left = ours(data) + re.findall(
                rb'(?mi)^(?:DESCRIPTION|LOCATION|URL)[^:\r\n]*:\s*$', data)
            if run.rc or left or self.box.reservations():
                self.bad.append('cancel: %s: %s' % (f, left))
        self.box.stop()
        return self.bad


for who, program in PROGRAMS.items():
    if program is None:
        skip(who, 'there is no libical.so.3')
        continue
    for mode, password in ('series', 'no'), ('occurrences', 'yes'):
        bad = Folder(program, mode, password).rounds()
        result(not bad, '%s, %s, password %s: five rounds' % (
            who, mode, password), '\n'.join(bad[:4]))
finish()
