# SPDX-License-Identifier: MIT
"""crash.py [--sample] [--step N]: a run that pulls, books, writes and pushes is
killed at each of its steps, also between the server's answer and our record,
and again with each step failing; the runs after it end as an undisturbed one."""
from common import *

WIDTH = 11      # the sample takes each so many-th step


def begin(odd):
    f = Fake(*odd)
    for i in range(4):
        f.write('e%d.ics' % i, calendar(event('e%d' % i)))
    w = World(f)
    if 'first' not in odd:
        w.run()
        f.write('e0.ics', f.items['e0.ics'].replace(b'Meeting', b'Muting'))
        f.write('e1.ics', calendar(event('e1')))
        f.delete('e2.ics')
        f.write('e4.ics', calendar(event('e4')))
    return f, w


def look(f, w):
    """All that must come out the same."""
    held = {u: t for t, u in w.held().items()}
    there = {}
    for n, d in f.items.items():
        text = re.sub(rb'\r?\n[ \t]', b'', d).decode()
        for u, t in held.items():
            text = text.replace(u, '<%s>' % t)
        there[n] = re.sub(r'749\d{16}', '<id>', text)
    rows = w.tool.sql('SELECT name, wrote <> 0, held <> 0, base <> 0 FROM remote_items '
                      'ORDER BY name')
    here = {os.path.basename(p): s[4] for p, s in files(w.folder).items()}
    same_bytes = {n: d == f.items.get(n) for n, d in here.items()}
    return {'server': there, 'held': sorted(held.values()), 'rows': rows,
            'folder': same_bytes}


def judge(name, f, w, want):
    runs = [w.run(), w.run()]
    got = look(f, w)
    bad = ['%s: %s\nis %s' % (k, want[k], got[k])
           for k in want if want[k] != got[k]]
    before, calls = dict(f.items), len(mutating(w.box))
    last = w.run()
    if last.rc or dict(f.items) != before or f.methods() != ['REPORT'] or \
            len(mutating(w.box)) != calls:
        bad.append('not quiet: %s %s' % (last, f.methods()))
    result(not bad, name, '\n'.join(bad + [str(r) for r in runs]))


def main():
    sample = '--sample' in sys.argv
    only = int(sys.argv[sys.argv.index('--step') + 1]) \
        if '--step' in sys.argv else 0
    for odd in [], ['first'], ['drops'], ['sorts', 'no-data']:
        f, w = begin(odd)
        first = w.run(ICSRESERVE_STEP='count')
        w.run()
        want = look(f, w)
        f.stop()
        steps = re.findall(r'(?m)^step \d+ (\S+)$', first.err)
        result('put-answer' in steps and 'committed-pushed' in steps,
               'crash: %s: %d steps' % (odd, len(steps)), first)
        for n, name in enumerate(steps, 1):
            if only and n != only or sample and n % WIDTH and \
                    name not in ('put-answer', 'commit-pushed'):
                continue
            for mode in 'kill', 'fail':
                f, w = begin(odd)
                run = w.run(ICSRESERVE_STEP='%s:%d' % (mode, n))
                if (mode == 'kill') != (run.rc == 100):
                    result(False, 'crash: %s: %s at step %d' % (
                        odd, mode, n), run)
                judge('crash: %s: %s at step %d (%s)' % (odd, mode, n, name),
                      f, w, want)
                f.stop()


def leave():
    """A calendar that was synced, and left the configuration."""
    f = Fake()
    for i in range(3):
        f.write('e%d.ics' % i, calendar(event('e%d' % i)))
    w = World(f)
    w.tool.set(calendar_local={'path': write('local.ics', calendar())})
    w.run()
    w.tool.sections.pop('calendar_team')
    w.tool.set()
    return f, w


def departed():
    """Its copy goes, in whatever run."""
    f, w = leave()
    steps = re.findall(r'(?m)^step \d+ (\S+)$', w.run(
        ICSRESERVE_STEP='count').err)
    f.stop()
    result(steps.count('mirror-remove') == 3 and 'committed-departed' in
           steps, 'crash: departed: %d steps' % len(steps), steps)
    for n, name in enumerate(steps, 1):
        for mode in 'kill', 'fail':
            f, w = leave()
            held = w.held()
            w.run(ICSRESERVE_STEP='%s:%d' % (mode, n))
            run = w.run()
            same('crash: departed: %s at step %d (%s)' % (mode, n, name), (
                run.rc, os.path.exists(w.folder), w.held(), f.methods(),
                w.tool.sql('SELECT count(*) FROM remotes, remote_items')),
                (0, False, held, [], [(0,)]))
            f.stop()


departed()
main()
finish()
