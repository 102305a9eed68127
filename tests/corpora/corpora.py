# SPDX-License-Identifier: MIT
"""The driver of corpora.sh.  Each file is a calendar of its own; a batch of
them shares a run, a state and a sandbox.  Whether anything but our own lines
changed is judged here without any of the program's code."""
import concurrent.futures
import glob
import itertools

from world import *

BATCH = 128
EARLY = 631152000                       # 1990-01-01: most is in the future
STAMP = '19900101T000000Z'
FENCE = re.compile(r'(\\n)*----\( Video Call \)----\\n(?:(?!----\().)*?'
                   r'\\n---===---')
totals = collections.Counter()
problems = collections.Counter()
skipped = collections.Counter()


def logical_lines(data):
    """Content lines with their terminators and continuations."""
    lines = re.findall(rb'[^\n]*\n|[^\n]+\Z', data)
    out = []
    for l in lines:
        if out and l[:1] in (b' ', b'\t'):
            out[-1] += l
        else:
            out.append(l)
    return out


def unfold(line):
    text = re.sub(rb'\r?\n[ \t]', b'', line)
    return re.sub(rb'\r?\n\Z', b'', text).decode('utf-8', 'surrogateescape')


def name_and_value(line):
    text = unfold(line.removeprefix(b'\xef\xbb\xbf'))
    m = re.match(r'([^:;]*)((?:"[^"]*"|[^":])*):(.*)\Z', text, re.S)
    return (m.group(1).strip().upper(), m.group(3)) if m else ('', '')


def is_ours(name, value, links):
    if name == 'X-ICSRESERVE-ID':
        return value in links.values()
    if name in ('DTSTAMP', 'LAST-MODIFIED'):
        return value == STAMP
    if name == 'DESCRIPTION':
        return any(l in value for l in links) and FENCE.search(value)
    return name in ('CONFERENCE', 'URL', 'LOCATION') and value in links


def took_the_place_of(name, old, new):
    """Whether a line of ours may stand where the user's stood."""
    old_name, value = name_and_value(old)
    if old_name != name:
        return False
    if name in ('URL', 'LOCATION'):
        return not value.strip(' \t\r\n')
    if name == 'DESCRIPTION':
        # The user's text stays as it is, our block comes behind it.
        text, more = unfold(old), unfold(new)
        return more.startswith(text) and FENCE.fullmatch(more[len(text):])
    return name in ('DTSTAMP', 'LAST-MODIFIED')


def utf8(data):
    """A file in UTF-16 is written in UTF-16."""
    for mark, name in (b'\xff\xfe', 'utf-16-le'), (b'\xfe\xff', 'utf-16-be'):
        if data.startswith(mark):
            return data.decode(name).encode()
    return data


def explain(old, new, links):
    """The ids of ours in new, or a sentence on what else changed."""
    old, new = utf8(old), utf8(new)
    olds, ids, depth = logical_lines(old), [], []
    i = 0
    for line in logical_lines(new):
        name, value = name_and_value(line)
        if name == 'BEGIN':
            depth.append(value.strip().upper())
        if i < len(olds) and line == olds[i]:
            i += 1
        elif not is_ours(name, value, links):
            return 'neither the old line nor one of ours: %r' % line
        elif depth != ['VCALENDAR', 'VEVENT']:
            return 'a line of ours in %r' % depth
        else:
            if name == 'X-ICSRESERVE-ID':
                ids.append(value)
            if i < len(olds) and took_the_place_of(name, olds[i], line):
                i += 1
        if name == 'END' and depth:
            depth.pop()
    if i < len(olds):
        return 'a line is missing: %r' % olds[i]
    return ids


def tally(run, log):
    for k, v in run.json['totals'].items():
        totals[k] += v
    for p in run.json['problems']:
        problems[p['kind']] += 1
    for why in re.findall(r'skipped: (.*)', run.err):
        skipped[re.sub(r'organised by .*, whom', 'organised by X, whom',
                       re.sub(r'\(.*\)|^\S+ has', '', why)).strip()] += 1


def first_run(batch, tool, box, old):
    """Book; the problems found with the files."""
    run = tool.run('-v', '--json', 'sync', *batch, timeout=120)
    with _lock_tally:
        tally(run, box.log())
    links = {r['url']: r['id'] for r in box.reservations()}
    bad, ids = [], []
    for p in batch:
        found = explain(old[p], read(p), links)
        if isinstance(found, str):
            bad.append('%s: %s' % (names[p], found))
        else:
            ids += found
    # An override of a series has the link of its master.
    if set(ids) != set(links.values()):
        bad.append('%d reservations, %d ids written' % (len(links), len(ids)))
    if run.rc not in (0, 1, 3):
        bad.append(str(run))
    return bad


def second_run(batch, tool, box):
    before = {p: files(os.path.dirname(p)) for p in batch}
    calls = len(mutating(box))
    run = tool.sync(*batch, timeout=120)
    bad = ['%s: touched' % names[p] for p in batch
           if files(os.path.dirname(p)) != before[p]]
    # What the server refused may be tried again; nothing else.
    more = [l for l in box.log(*MUTATING)[calls:] if l['deed']]
    if more:
        bad.append('%d calls that changed something: %s' % (len(more),
                   more[0]))
    return bad


def third_run(batch, tool, box, old):
    run = tool.run('--json', 'cancel', '--all', timeout=120)
    bad = ['%s: other bytes than before' % names[p] for p in batch
           if read(p) != old[p]]
    if box.reservations():
        bad.append('%d reservations are left' % len(box.reservations()))
    if run.rc != 0:
        bad.append(str(run))
    return bad


def run_batch(batch, recurrence):
    box = Sandbox('--rate-second', '0', '--rate-minute', '0', now=EARLY)
    tool = Tool(box, now=EARLY,
                feishu={'rate_per_second': '1000', 'connections': '16',
                        'rate_per_minute': '60000'},
                sync={'all_day': 'reserve', 'existing_links': 'add',
                      'recurrence': recurrence},
                writeback={'properties':
                           'conference url location description'})
    old = {p: read(p) for p in batch}
    first = first_run(batch, tool, box, old)
    # Overrides that are made are VEVENTs of their own.
    if recurrence == 'occurrences':
        first = []
    bad = (first, second_run(batch, tool, box),
           third_run(batch, tool, box, old))
    box.stop()
    return bad


def gather(folder, each=1):
    """Copies, each in a folder of its own and named *.ics; of so many one."""
    found = [f for f in sorted(glob.glob(folder + '/**', recursive=True))
             if os.path.isfile(f) and os.path.basename(f) not in
             ('README.md', 'SOURCES.md', 'MANIFEST.tsv',
              'acceptance.sealed')][::each]
    for f in found:
        with open(f, 'rb') as data:
            p = write('in/%05d/c.ics' % len(names), data.read())
        names[p] = os.path.relpath(f, ROOT)
    return len(found)


names = {}
_lock_tally = threading.Lock()
started = time.monotonic()
n = gather(os.path.join(ROOT, 'tests/data'))
if os.path.isdir(CORPORA):
    n += gather(CORPORA, 4 if SAMPLE else 1)
else:
    skip('corpora', '../shared/corpora is not there; only tests/data runs')
batches = [list(itertools.islice(it, BATCH)) for it in [iter(names)]
           for _ in range((n + BATCH - 1) // BATCH)]
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    results = [r for mode in ('series', 'occurrences') for r in
               pool.map(run_batch, batches, itertools.repeat(mode))]
for i, what in enumerate(('booked: nothing but own lines differs',
                          'a second run does nothing',
                          'cancel --all gives the original bytes')):
    bad = [b for r in results for b in r[i]]
    result(not bad, what, '\n'.join(bad))
print('# %d files in %.1f s' % (n, time.monotonic() - started))
for title, counter in (('events', totals), ('problems', problems),
                       ('skipped', skipped)):
    print('# %s: %s' % (title, ', '.join(
        '%s %d' % kv for kv in counter.most_common() if kv[1])))
result(totals['created'] > 20, 'enough was booked to mean something')
finish()
