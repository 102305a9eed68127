# SPDX-License-Identifier: MIT
"""Where a person sees the link: how each program of icsreserve.conf(5), WHERE
THE LINK IS SEEN, looks for it, tried on events that a server or a library has
rewritten.  The manual's table is read and must say the same, property by
property, and so must its words on events that have a place."""
from clients import *
from servers import *

LINK = r'https://vc\.feishu\.cn/j/[0-9]+'
PROPERTIES = ('conference', 'url', 'location', 'description')


# --- an event as a reader has it -------------------------------------------
def values(e, name):
    """Those of a VEVENT's own properties, unescaped."""
    depth = 0
    for line in e:
        depth += line.startswith('BEGIN:') - line.startswith('END:')
        m = re.match(r'(?i)%s((?:;(?:"[^"]*"|[^":])*)?):(.*)' % name, line)
        if m and depth == 0:
            text = re.sub(r'\\([nN;,\\])', lambda x: '\n' if x[1] in 'nN'
                          else x[1], m[2])
            yield text if name in ('LOCATION', 'DESCRIPTION') else m[2]


def whole(e, name):
    """The value is a link and nothing else."""
    return [v for v in values(e, name) if re.fullmatch(LINK, v.strip())]


def text(e, name):
    """An address in a text, which programs make a link of."""
    return [m for v in values(e, name)
            for m in re.findall(r'(?<!\S)%s(?!\S)' % LINK, v)]


def block(e):
    """Apple's own form of a video call."""
    return [m for v in values(e, 'DESCRIPTION') for m in re.findall(
        r'(?m)^----\( Video Call \)----\n(%s)\n---===---$' % LINK, v)]


READERS = {
    'Outlook, Exchange': lambda e: text(e, 'LOCATION') +
    text(e, 'DESCRIPTION'),
    'Google Calendar, Android': lambda e: text(e, 'LOCATION') +
    text(e, 'DESCRIPTION'),
    'Apple Calendar': lambda e: whole(e, 'URL') + text(e, 'LOCATION') +
    block(e),
    'MeetingBar': lambda e: whole(e, 'URL') + text(e, 'LOCATION') +
    text(e, 'DESCRIPTION'),
    'Thunderbird': lambda e: whole(e, 'URL') + text(e, 'LOCATION') +
    text(e, 'DESCRIPTION'),
    'GNOME Calendar': lambda e: whole(e, 'LOCATION') +
    text(e, 'DESCRIPTION'),
    'Evolution': lambda e: text(e, 'LOCATION') + text(e, 'DESCRIPTION'),
    'KDE: Merkuro, KOrganizer': lambda e: whole(e, 'CONFERENCE') +
    whole(e, 'URL') + text(e, 'LOCATION') + text(e, 'DESCRIPTION'),
    'Nextcloud Calendar': lambda e: whole(e, 'CONFERENCE') +
    text(e, 'LOCATION') + text(e, 'DESCRIPTION')}
# Which the manual names for an event that has a place.
BLIND = {'Outlook, Exchange', 'Google Calendar, Android', 'GNOME Calendar',
         'Evolution'}


def manual():
    """{program: the properties of which it shows a link}"""
    with open(os.path.join(ROOT, 'contrib/man/icsreserve.conf.5')) as f:
        part = f.read().split('.Sh WHERE THE LINK IS SEEN')[1]
    part = part.split('.El')[0]
    assert 'Em conference Ta Em url Ta Em location Ta Em description' in part
    found = {}
    for row in re.findall(r'(?m)^\.It (.*)', part)[1:]:
        cells = [c.strip().strip('"') for c in row.split(' Ta ')]
        found[cells[0]] = {p for p, c in zip(PROPERTIES, cells[1:])
                           if c != r'\(en'}
    return found


# --- who rewrites ----------------------------------------------------------
class Through:
    """A server: what is put there, as it gives it back."""

    def __init__(self, kind):
        self.server = SERVERS[kind]()

    def __call__(self, data):
        href = self.server.collection + re.search(
            rb'UID:(\w+)', data)[1].decode() + '.ics'
        self.server.put(href, data)
        return self.server.read(href)


def booked(properties):
    """The files of a plain event and of one with a place, with links."""
    box = Sandbox('--rate-second', '0', '--rate-minute', '0')
    folder = path('readers', properties.replace(' ', '-'))
    for uid, extra in ('plain', ''), ('place', 'LOCATION:Room 5'):
        write(os.path.join(folder, uid + '.ics'), calendar(event(
            uid, 'DESCRIPTION:Agenda\\, in full\\nsecond line\n' + extra)))
    tool = Tool(box, writeback={'properties': properties},
                calendar_team={'path': folder})
    run = tool.sync()
    if run.rc:
        result(False, properties + ': sync', run)
    links = {r['url'] for r in box.reservations()}
    box.stop()
    return {uid: read(os.path.join(folder, uid + '.ics'))
            for uid in ('plain', 'place')}, links


def seen_in(data, links):
    """The programs that show one of these links, and no other."""
    e = Text(data).events[0]
    return {who for who, find in READERS.items()
            if find(e) and set(find(e)) <= links}


def main():
    writers = {'nobody': lambda d: d, 'icalendar': lambda d: Icalendar(
        d).data(), 'vobject': lambda d: Vobject(d).data(),
        **{k: Through(k) for k in SERVERS}}
    told = manual()
    same('the manual has these programs', sorted(told), sorted(READERS))
    for p in PROPERTIES:
        data, links = booked(p)
        for who, rewrite in writers.items():
            same('%s, rewritten by %s: as the manual says' % (p, who),
                 seen_in(rewrite(data['plain']), links),
                 {w for w, shown in told.items() if p in shown})
    for properties, blind in ((' '.join(PROPERTIES[:3]), BLIND),
                              (' '.join(PROPERTIES), set())):
        data, links = booked(properties)
        for who, rewrite in writers.items():
            what = '%s, rewritten by %s: ' % (properties, who)
            same(what + 'everybody sees the link',
                 seen_in(rewrite(data['plain']), links), set(READERS))
            same(what + 'of an event with a place, all but',
                 set(READERS) - seen_in(rewrite(data['place']), links), blind)


if missing():
    skip('readers', 'without %s: run make deps' % ', '.join(missing()))
else:
    main()
finish()
