# SPDX-License-Identifier: MIT
"""The driver of bench.sh: see there."""
from world import *

EVENTS = int(os.environ.get('EVENTS', 100000))
FILES = int(os.environ.get('FILES', 10000))
GENERATOR = os.path.join(ROOT, '../shared/bench/gen_ics.py')
START = 1764547200
FAST = {'rate_per_second': '1000', 'rate_per_minute': '60000',
        'connections': '16'}
# A small process in between: what a child's peak counts begins with the
# size of the one that it was forked from.
METER = """import os, sys, time
start = time.monotonic()
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, use = os.wait4(pid, 0)
with open(sys.argv[1], 'w') as f:
    f.write('%f %f %d' % (time.monotonic() - start, use.ru_utime,
                          use.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""
limits = {}
for line in open(os.path.join(os.path.dirname(__file__), 'limits.txt')):
    if line.strip() and line[0] != '#':
        limits[line.split()[0]] = float(line.split()[1])


def hold(name, value):
    result(value <= limits[name], '%s: %.4g (limit %g)' % (
        name, value, limits[name]))


def measured(tool, *args, timeout=900, **env):
    """Run and measure: seconds, user seconds, peak resident kB."""
    out, err = open(path('out'), 'wb'), open(path('err'), 'wb')
    p = subprocess.run([sys.executable, '-S', '-c', METER, path('use'), TOOL,
                        '-c', tool.config] + list(args), stdout=out,
                       stderr=err, cwd=DIR, env=tool.env(**env))
    run = Run(p.returncode, read('out').decode('utf-8', 'replace'),
              read('err').decode('utf-8', 'replace'))
    run.seconds, run.user, run.rss = map(float, read('use').split())
    return run


def show(name, run, n, size):
    print('# %-34s %7.2f s (user %.2f)  %8.1f MB  %6.1f MB/s  exit %d' % (
        name, run.seconds, run.user, run.rss / 1024,
        size / run.seconds / 1e6, run.rc))
    sys.stdout.flush()


def generate(layout, n, out, *more):
    if os.path.exists(GENERATOR):
        subprocess.run([sys.executable, GENERATOR, '--events', str(n),
                        '--layout', layout, '--seed', '1', '--out',
                        path(out), '--now', '2025-12-01T00:00:00Z', *more],
                       check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    elif layout == 'single':
        write(out, calendar(*[event('u%07d' % i) for i in range(n)]))
    else:
        for i in range(n):
            write('%s/%07d.ics' % (out, i), calendar(event('u%07d' % i)))


def strace(tool, *args):
    """System calls of a run by name, or None without strace."""
    if not shutil.which('strace'):
        skip('syscalls', 'no strace')
        return None
    p = subprocess.run(['strace', '-f', '-c', '-o', path('strace'), TOOL,
                        '-c', tool.config] + list(args), env=tool.env(),
                       cwd=DIR, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    if p.returncode not in (0, 1, 3):
        skip('syscalls', 'strace may not trace here')
        return None
    return {l.split()[-1]: int(l.split()[3]) for l in
            read('strace').decode().splitlines()
            if re.match(r' *\d+\.\d+ +\d', l) and l.split()[-1] != 'total'}


def commits(tool, *args):
    run = tool.run(*args, ICSRESERVE_STEP='count', timeout=900)
    return len(re.findall(r'step \d+ committed-', run.err))


def many_files(box):
    print('# %d files in a folder' % FILES)
    generate('vdir', FILES, 'vdir')
    size = sum(os.path.getsize(path('vdir', n))
               for n in os.listdir(path('vdir')))
    tool = Tool(box, feishu=FAST, calendar_v={'path': path('vdir')})
    show('first dry run', measured(tool, 'sync', '-n', '-q'), FILES, size)
    first = measured(tool, '--json', 'sync')
    show('first run', first, FILES, size)
    print('# booked %(created)d, skipped %(skipped)d, failed %(failed)d' %
          first.json['totals'])
    # ctime can't be set: until it is two seconds old nothing is trusted.
    until(lambda: time.time_ns() - max(
        os.stat(path('vdir', n)).st_ctime_ns
        for n in os.listdir(path('vdir'))) > 2.2e9)
    again = measured(tool, '--json', 'sync')
    show('second run, all read again', again, FILES, size)
    calls = len(box.log())
    third = measured(tool, '--json', 'sync')
    show('unchanged run', third, FILES, size)
    hold('requests-of-an-unchanged-run', len(box.log()) - calls)
    hold('commits-of-an-unchanged-run', commits(tool, 'sync'))
    counts = strace(tool, 'sync')
    if counts:
        n = len(os.listdir(path('vdir')))
        hold('syscalls-per-unchanged-file', sum(counts.values()) / n)
        hold('opens-per-unchanged-file', counts.get('openat', 0) / n)
        print('# ' + ', '.join('%s %d' % kv for kv in sorted(
            counts.items(), key=lambda kv: -kv[1])[:8]))
    print('# unchanged run / first dry run: %.3f' % (
        third.seconds / max(first.seconds, 0.001)))
    one_change(box, tool, 'vdir/' + booked_file(tool))
    return tool


def booked_file(tool):
    return os.path.basename(tool.sql(
        'SELECT path FROM files JOIN bookings ON file = files.id '
        "WHERE state = 'live' LIMIT 1 OFFSET 5")[0][0])


def one_change(box, tool, name):
    """The summary of one booked event changes."""
    data = read(name)
    at = data.index(b'X-ICSRESERVE-ID')
    start = data.rindex(b'BEGIN:VEVENT', 0, at)
    at = data.index(b'SUMMARY:', start)
    write(name, data[:at + 8] + b'CHANGED ' + data[at + 8:])
    calls = len(mutating(box))
    run = measured(tool, '--json', 'sync')
    show('after one event changed', run, 1, len(data))
    hold('calls-after-one-change', len(mutating(box)) - calls)
    hold('files-written-after-one-change',
         run.json['totals']['files_written'])
    return run


def one_file(box):
    generate('single', EVENTS, 'big.ics')
    size = os.path.getsize(path('big.ics'))
    print('# %d events in a file, %.1f MB, %.0f bytes an event' % (
        EVENTS, size / 1e6, size / EVENTS))
    # far_events = wait: what is beyond 30 days is parsed but not booked.
    tool = Tool(box, feishu=FAST, sync={'far_events': 'wait'},
                calendar_b={'path': path('big.ics')})
    empty = Tool(box, calendar_b={'path': write('none.ics', calendar())})
    floor = measured(empty, 'sync', '-n', '-q')
    dry = measured(tool, 'sync', '-n', '-q')
    show('first dry run', dry, EVENTS, size)
    first = measured(tool, '--json', 'sync')
    show('first run', first, EVENTS, size)
    print('# booked %(created)d, skipped %(skipped)d, deferred %(deferred)d,'
          ' failed %(failed)d' % first.json['totals'])
    calls = len(box.log())
    second = measured(tool, '--json', 'sync')
    show('second run, read again', second, EVENTS, size)
    hold('requests-of-an-unchanged-run', len(box.log()) - calls)
    hold('commits-of-an-unchanged-run', commits(tool, 'sync'))
    changed = one_change(box, tool, 'big.ics')
    state = sum(os.path.getsize(os.path.join(tool.home, n))
                for n in os.listdir(tool.home) if n.startswith('state.db'))
    for name, run in (('first dry run', dry), ('first run', first),
                      ('second run', second), ('one change', changed)):
        print('# %-16s %6.0f bytes of memory an event, time %.2f of the '
              'first dry run' % (name, (run.rss - floor.rss) * 1024 / EVENTS,
                                 run.seconds / dry.seconds))
    print('# state %.0f bytes an event' % (state / EVENTS))
    cancel = measured(tool, '--json', 'cancel', '--all')
    show('cancel --all', cancel, EVENTS, size)


box = Sandbox('--rate-second', '0', '--rate-minute', '0', now=START)
many_files(box)
box.stop()
box = Sandbox('--rate-second', '0', '--rate-minute', '0', now=START)
one_file(box)
finish()
