# SPDX-License-Identifier: MIT
"""styles.py [--sample]: calendars of other programs, booked, then rewritten in
every way that a program may that keeps their meaning, one after the other: each
time the next run is idle.  At the end `cancel --all` leaves no line of ours,
and every name and value that was there before."""
import concurrent.futures
import glob
import itertools

from world import *

BATCH = 128
BOM = b'\xef\xbb\xbf'
EARLY = 631152000                       # 1990-01-01: most is in the future
OURS = re.compile(rb'vc\.feishu\.cn|X-ICSRESERVE-ID|Video Call', re.I)
MINE = ('CONFERENCE', 'URL', 'LOCATION', 'X-ICSRESERVE-ID')
STAMPS = ('DTSTAMP', 'LAST-MODIFIED', 'CREATED', 'SEQUENCE')
PARAM = re.compile(r'(;[^=;:"]+=)((?:"[^"]*"|[^";:])*)')


# --- a calendar as lines ---------------------------------------------------
class Line:
    """NAME, parameters as [(name, [value, ...])], value; or raw text that is
    no property."""

    def __init__(self, text):
        self.raw = text
        m = re.match(r'\s*([A-Za-z0-9-]+)((?:;[^=;:"]+=(?:"[^"]*"|[^";:])*)*)'
                     r':(.*)\Z', text, re.S)
        self.name, params, self.value = m.groups() if m else ('', '', text)
        self.params = [(p[1:-1], re.findall(r'"[^"]*"|[^",]+', v) or [''])
                       for p, v in PARAM.findall(params)]

    def key(self):
        return self.name.upper()

    def ours(self):
        return self.key() in MINE and (
            'vc.feishu.cn' in self.value or self.key() == MINE[3])

    def text(self):
        if not self.name:
            return self.raw
        return self.name + ''.join(
            ';%s=%s' % (p, ','.join(v)) for p, v in self.params) + \
            ':' + self.value


def parse(data):
    """Its lines; a BOM is left out, a fold may stand inside a character."""
    text = re.sub(rb'\r?\n[ \t]', b'', data.removeprefix(BOM)).decode(
        'utf-8', 'surrogateescape')
    return [Line(l) for l in re.split('\r?\n', text)]


def fold(text, width, eol):
    """At so many octets, not inside a character."""
    out, room = [], width
    data = text.encode('utf-8', 'surrogateescape')
    while len(data) > room:
        at = room
        while at > 1 and data[at] & 0xc0 == 0x80:
            at -= 1
        out.append(data[:at])
        data, room = data[at:], width - 1
    return (eol.encode() + b' ').join(out + [data])


class Form:
    """What the styles change; they add up."""

    def __init__(self):
        self.width, self.eol = 75, '\r\n'


def each(change):
    def style(lines, form):
        for l in lines:
            if l.name:
                change(l)
        return lines
    return style


def in_vevent(lines):
    """(line, whether it is a VEVENT's own)"""
    stack = []
    for l in lines:
        if l.key() == 'BEGIN':
            stack.append(l.value.strip().upper())
        yield l, stack[-1:] == ['VEVENT'] and l.key() not in ('BEGIN', 'END')
        if l.key() == 'END' and stack:
            stack.pop()


def sort_lines(lines, form):
    """By name in each component, what is inside of it last."""
    def block(i):
        own, inner = [], []
        while i < len(lines):
            l = lines[i]
            if l.key() == 'BEGIN':
                more, end = block(i + 1)
                inner += [l] + more
                i = end
                if i < len(lines):
                    inner.append(lines[i])
            elif l.key() == 'END':
                break
            else:
                own.append(l)
            i += 1
        return sorted(own, key=Line.key) + inner, i
    return block(0)[0]


def sort_params(l):
    l.params.sort(key=lambda p: p[0].upper())


def bare(v):
    return v[1:-1] if len(v) > 1 and v[0] == v[-1] == '"' else v


def quote(l):
    # VALUE is no text: RFC 5545 has no quotes there.
    l.params = [(p, v if p.upper() == 'VALUE' and not l.ours() else
                 ['"%s"' % bare(x) for x in v]) for p, v in l.params]


def quote_list(l):
    """As libical writes a list of features: one text in quotes."""
    if l.ours():
        l.params = [(p, ['"%s"' % ','.join(bare(x) for x in v)])
                    for p, v in l.params]


def unquote(l):
    l.params = [(p, [x if re.search('[:;,]', x) else bare(x) for x in v])
                for p, v in l.params]


def upper(l):
    l.name = l.name.upper()
    l.params = [(p.upper(), v) for p, v in l.params]
    if l.name in ('BEGIN', 'END'):
        l.value = l.value.upper()


def lower(l):
    l.name = l.name.lower()
    l.params = [(p.lower(), v) for p, v in l.params]


def drop_params(l):
    if l.ours():
        l.params = []
    l.params = [p for p in l.params if p[0].upper()[:2] != 'X-']


def add_params(l):
    if l.ours():
        l.params += [('X-ADDED', ['"a: b"']), ('LANGUAGE', ['en'])]


def add_lines(lines, form):
    out, last = [], False
    for l, own in in_vevent(lines):
        if l.key() == 'END' and l.value.strip().upper() == 'VEVENT':
            out += [Line('X-ADDED;X-P="q":1'), Line('CREATED:20250101T000000Z')]
        out.append(l)
    return out


def stamp(lines, form):
    """The server's own stamps."""
    for l, own in in_vevent(lines):
        if own and l.key() in ('DTSTAMP', 'LAST-MODIFIED'):
            l.value = '20300101T000000Z'
    return lines


def blanks(lines, form):
    """Blanks round a value of ours."""
    for l in lines:
        if l.ours():
            l.value = ' ' + l.value.strip() + '  '
    return lines


def trim(lines, form):
    for l in lines:
        if l.ours():
            l.value = l.value.strip()
    return lines


def escape(lines, form):
    """Everything is TEXT to it; the links have nothing to escape but where
    \\n is written \\N."""
    for l, own in in_vevent(lines):
        if own and l.key() == 'DESCRIPTION' and 'vc.feishu.cn' in l.value:
            l.value = re.sub(r'(?<!\\)((?:\\\\)*)\\n', r'\1\\N', l.value)
    return lines


def reverse(lines, form):
    """The properties of each VEVENT from last to first; equal names stay in
    order."""
    out, run = [], []
    for l, own in in_vevent(lines):
        if own:
            run.append(l)
            continue
        names = list(dict.fromkeys(x.key() for x in run))[::-1]
        out += [x for n in names for x in run if x.key() == n] + [l]
        run = []
    return out + run


def width(n):
    def style(lines, form):
        form.width = n
        return lines
    return style


def eol(text):
    def style(lines, form):
        form.eol = text
        return lines
    return style


STYLES = [
    ('sorted', sort_lines), ('parameters sorted', each(sort_params)),
    ('unquoted', each(unquote)), ('LF', eol('\n')), ('stamps', stamp),
    ('quoted', each(quote)), ('lists quoted', each(quote_list)),
    ('lower case', each(lower)), ('folded at 60', width(60)),
    ('lines added', add_lines), ('CRLF', eol('\r\n')), ('reversed', reverse),
    ('blanks', blanks), ('trimmed', trim), ('upper case', each(upper)),
    ('folded at 998', width(998)), ('parameters added', each(add_params)),
    ('escapes', escape), ('parameters dropped', each(drop_params)),
    ('unfolded', width(10 ** 9))]


# --- the runs --------------------------------------------------------------
names, origin = {}, {}


def gather(folder):
    for f in sorted(glob.glob(folder + '/**', recursive=True)):
        if os.path.isfile(f) and os.path.basename(f) not in (
                'README.md', 'SOURCES.md', 'MANIFEST.tsv',
                'acceptance.sealed') and os.path.getsize(f) < 200000:
            with open(f, 'rb') as data:
                p = write('in/%05d/c.ics' % len(names), data.read())
            names[p] = os.path.relpath(f, ROOT)


def meaning(data):
    """{(component, name, parameters, value): times} of what people wrote."""
    seen, stack = collections.Counter(), []
    for l in parse(data):
        if l.key() == 'BEGIN':
            stack.append(l.value.strip().upper())
        # A link that people typed loses its parameters with ours.
        params = [] if l.ours() else sorted(
            (p.upper(), ','.join(bare(x) for x in v))
            for p, v in l.params if p.upper()[:2] != 'X-')
        value = l.value.rstrip() if l.name else l.raw.strip()
        if l.key() == 'DESCRIPTION':
            value = value.replace('\\N', '\\n')
        if (value or l.name) and l.key() not in STAMPS + ('X-ADDED',):
            seen[tuple(stack), l.key(), str(params), value.upper()
                 if l.key() in ('BEGIN', 'END') else value] += 1
        if l.key() == 'END' and stack:
            stack.pop()
    return seen


def rewrite(p, style, form):
    data = read(p)
    lines = style(parse(data), form)
    write(p, BOM * data.startswith(BOM) + form.eol.encode().join(
        fold(l.text(), form.width, form.eol) for l in lines))


def settled(batch, tool, box, bad):
    before = {p: read(p) for p in batch}
    calls = len(mutating(box))
    run = tool.sync(*batch, timeout=300)
    for p in batch:
        if read(p) != before[p]:
            bad.append('%s: written' % names[p])
    more = [l for l in box.log(*MUTATING)[calls:] if l['deed']]
    if more:
        bad.append('%d calls: %s' % (len(more), more[0]))
    return run


def run_batch(batch, recurrence):
    """{style: what is wrong}"""
    box = Sandbox('--rate-second', '0', '--rate-minute', '0', now=EARLY)
    tool = Tool(box, now=EARLY,
                feishu={'rate_per_second': '1000', 'connections': '16',
                        'rate_per_minute': '60000'},
                sync={'all_day': 'reserve', 'existing_links': 'add',
                      'recurrence': recurrence, 'max_deletes': '100%'},
                meeting={'password': '471147'},
                writeback={'properties':
                           'conference url location description',
                           'password': 'yes' if recurrence == 'series' else
                           'no'})
    old = {p: read(p) for p in batch}
    for p in batch:
        write(p, old[p])
    tool.sync(*batch, timeout=300)
    booked = [p for p in batch if b'X-ICSRESERVE-ID' in read(p)]
    bad = {}
    form = Form()
    for name, style in STYLES if booked else []:
        for p in booked:
            rewrite(p, style, form)
        settled(batch, tool, box, bad.setdefault(name, []))
    run = tool.run('--json', 'cancel', '--all', timeout=300)
    left = bad.setdefault('cancel', [])
    if run.rc or box.reservations():
        left.append('%d left, %s' % (len(box.reservations()), run))
    for p in booked:
        now = read(p)
        for l in re.sub(rb'\r?\n[ \t]', b'', now).splitlines():
            if OURS.search(l) and not OURS.search(old[p]):
                left.append('%s: %r' % (names[p], l[:200]))
        was, now = meaning(old[p]), meaning(now)
        if was != now:
            left.append('%s: lost %s, more %s' % (
                names[p], list((was - now))[:2], list((now - was))[:2]))
    box.stop()
    for p in batch:
        write(p, old[p])
    return len(booked), bad


def main():
    gather(os.path.join(ROOT, 'tests/data'))
    if '--sample' not in sys.argv and os.path.isdir(CORPORA):
        gather(CORPORA)
    batches = [list(itertools.islice(it, BATCH)) for it in [iter(names)]
               for _ in range((len(names) + BATCH - 1) // BATCH)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for mode in 'series', 'occurrences':
            results = list(pool.map(run_batch, batches,
                                    itertools.repeat(mode)))
            for name in [n for n, _ in STYLES] + ['cancel']:
                bad = [b for _, r in results for b in r.get(name, ())]
                result(not bad, '%s: %s' % (mode, name), '\n'.join(
                    bad[:8]) + '\n%d in all' % len(bad))
            n = sum(n for n, _ in results)
            result(n > 5, '%s: enough is booked (%d files)' % (mode, n))


main()
finish()
