# SPDX-License-Identifier: MIT
"""Kill (or fail) a run at each of its steps, run again, compare.

    crash.py kill|fail [--sample] [--step N] [SCENARIO]

For each tests/crash/NN-name.scn the folder before the run is made once
(prepare.sh).  The undisturbed way is: run, run, look, run; where the last
run must do nothing.  The disturbed one is the same, with the first run
stopped at step N and one more run behind it.  Both must come to the same:

  server   the same reservations that the state knows; of others there are at
           most as many as the journal has applies of unknown outcome, also
           right after the kill
  state    the same bookings, own lines and attendance; integrity_check is ok,
           also right after the kill
  files    the same bytes, where links and ids are those of the event's
           booking; no temporary file is left
  and a further run does nothing: no call, no byte, exit status as before.

A failing step must also not end with 0 unless all was done, and its JSON
must be whole.  --step N keeps the folder, for a look.
"""
import datetime
import glob
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), '../..'))
BUILD = os.path.join(ROOT, os.environ.get('BUILD') or 'build')
TOOL = os.environ.get('TOOL') or os.path.join(BUILD, 'icsreserve')
BOX = os.path.join(BUILD, 'icsreserve-sandbox')
JOBS = int(os.environ.get('JOBS') or 2)
LIMIT = 60          # seconds for one run
STOPPED = 100       # STEP_EXIT of src/base/step.h
MUTATING = ('apply', 'update', 'delete')
VALGRIND = ['valgrind', '-q', '--error-exitcode=99'] \
    if os.environ.get('VG') else []

failed = 0
lock = threading.Lock()


def result(bad, name):
    """One line for the runner."""
    global failed
    with lock:
        if not bad:
            print('ok - ' + name)
        else:
            failed += 1
            print('not ok - ' + name)
            for line in '\n'.join(bad)[:6000].splitlines():
                print('# ' + line[:800])
        sys.stdout.flush()


class World:
    """A folder in which a scenario is run again and again: paths are part
    of the state, so it is put back in place each time."""

    def __init__(self, top, scn):
        self.dir = os.path.join(top, 'world')
        self.clean = os.path.join(top, 'clean')
        os.makedirs(self.dir)
        env = dict(os.environ, E2E_DIR=self.dir, BUILD=BUILD)
        p = subprocess.run(['bash', os.path.join(ROOT,
                            'tests/crash/prepare.sh'), scn], env=env,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if p.returncode:
            raise RuntimeError('prepare: ' + p.stdout.decode())
        for name in ('args', 'script', 'at', 'quiet', 'options'):
            with open(self.path(name)) as f:
                setattr(self, name, f.read().strip())
        os.rename(self.dir, self.clean)
        self.box = None

    def path(self, *parts):
        return os.path.join(self.dir, *parts)

    def reset(self):
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)
        shutil.copytree(self.clean, self.dir, symlinks=True)
        open(self.path('box/log'), 'w').close()
        self.box = subprocess.Popen(
            [BOX, '--state', self.path('box/state'), '--log',
             self.path('box/log'), '--script', self.path('script'),
             '--rate-second', '0', '--rate-minute', '0'] +
            self.options.split(),
            env=dict(os.environ, ICSRESERVE_NOW=self.at),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.box.stdout.readline()
        self.url = line.split()[-1] if line else ''

    def stop(self):
        if self.box:
            self.box.send_signal(signal.SIGTERM)
            self.box.wait()
            self.box.stdout.close()
            self.box = None

    def run(self, step=''):
        env = dict(os.environ, ICSRESERVE_NOW=self.at,
                   ICSRESERVE_BASE_URL=self.url)
        if step:
            env['ICSRESERVE_STEP'] = step
        with open(self.path('box/log')) as f:
            mark = len(f.readlines())
        try:
            p = subprocess.run(VALGRIND + [
                TOOL, '-c', self.path('config.ini'), '--state',
                self.path('state/state.db'), '--json'] + self.args.split(),
                cwd=self.path('w'), env=env, timeout=LIMIT,
                capture_output=True)
        except subprocess.TimeoutExpired:
            return Run(124, b'', b'it hangs', [])
        with open(self.path('box/log')) as f:
            calls = [json.loads(line)['call'] for line in f.readlines()[mark:]]
        return Run(p.returncode, p.stdout, p.stderr, calls)

    # --- what there is -----------------------------------------------------
    def server(self):
        """Reservations that the sandbox holds and that live, by id."""
        now = datetime.datetime.fromisoformat(
            self.at.replace('Z', '+00:00')).timestamp()
        try:
            with open(self.path('box/state')) as f:
                held = json.load(f)['reserves']
        except (FileNotFoundError, ValueError):
            return {}
        return {r['id']: r for r in held if int(r['end_time']) > now}

    def db(self, query, *values):
        db = sqlite3.connect(self.path('state/state.db'))
        try:
            return db.execute(query, values).fetchall()
        except sqlite3.OperationalError as e:
            if 'no such table' in str(e):
                return []
            raise
        finally:
            db.close()

    def integrity(self):
        """None when well, or not yet there."""
        if not os.path.exists(self.path('state/state.db')):
            return None
        said = self.db('PRAGMA integrity_check')
        return None if said == [('ok',)] else 'integrity_check: %s' % said

    def lost(self):
        """Server's reservations beyond what state and unknowns explain."""
        known, unknown = set(), 0
        if os.path.exists(self.path('state/state.db')):
            known = {r[0] for r in self.db('SELECT reserve_id FROM bookings')}
            unknown = self.db("SELECT count(*) FROM operations WHERE verb = "
                              "'apply' AND outcome IN ('open', 'unknown')")
            unknown = unknown[0][0] if unknown else 0
        others = [i for i in self.server() if i not in known]
        return others, unknown

    def stamps(self):
        seen = {}
        for base, _, names in os.walk(self.path('w')):
            for n in names:
                p = os.path.join(base, n)
                st = os.lstat(p)
                with open(p, 'rb') as f:
                    seen[os.path.relpath(p, self.dir)] = (
                        st.st_ino, st.st_mtime_ns, st.st_mode, f.read())
        return seen

    def look(self):
        """All that must come out the same."""
        ids, urls = {}, {}
        bookings, lines, people = [], [], []
        if os.path.exists(self.path('state/state.db')):
            for rid, url, uid, rec in self.db(
                    'SELECT reserve_id, url, uid, recurrence_id '
                    'FROM bookings'):
                ids[rid], urls[url] = uid + rec, uid + rec
            bookings = sorted(([str(v).replace(self.dir, '@')
                               for v in row] for row in self.db(
                'SELECT calendar, uid, recurrence_id, state, released, going, '
                'topic, start, end, end_time, request, until, sequence '
                'FROM bookings')))
            lines = sorted(self.db(
                'SELECT b.uid, p.recurrence_id, p.kinds FROM put p '
                'JOIN bookings b ON b.reserve_id = p.reserve_id'))
            people = [list(map(str, row)) for row in self.db(
                'SELECT a.uid, a.meeting_id, a.over, a.end, a.most, person, '
                'joined, left, seconds, present, host, name '
                'FROM attendance a LEFT JOIN stays ON meeting = id '
                'ORDER BY a.uid, a.start, person, joined')]
        server = sorted(
            json.dumps([r['end_time'], r['owner_id'], r['meeting_settings']],
                       sort_keys=True, ensure_ascii=False)
            for i, r in self.server().items() if i in ids)
        files = {n: named(unfolded(s[3]).replace(self.dir.encode(), b'@'),
                          ids, urls) for n, s in self.stamps().items()}
        return {'server': server, 'bookings': bookings, 'own lines': lines,
                'attendance': people, 'files': files}


class Run:
    def __init__(self, rc, out, err, calls):
        self.rc, self.out, self.err, self.calls = rc, out, err, calls
        self.mutating = [c for c in calls if c in MUTATING]

    def __str__(self):
        return 'exit %d, calls %s\n%s%s' % (
            self.rc, self.calls, self.err.decode()[-1500:],
            self.out.decode()[-1500:])


def unfolded(text):
    return text.replace(b'\r\n ', b'').replace(b'\n ', b'')


def named(text, ids, urls):
    """Links, their numbers and ids by the event whose booking has them."""
    numbers = {u.rsplit('/', 1)[-1]: n for u, n in urls.items() if u}
    def name(table, what):
        return lambda m: ('<%s of %s>' % (
            what, table.get(m.group().decode(), '?'))).encode()
    text = re.sub(rb'https://[a-z.]*/j/[0-9]+', name(urls, 'link'), text)
    text = re.sub(rb'\b1[0-9]{8}\b', name(numbers, 'number'), text)
    return re.sub(rb'\b7[0-9]{18}\b', name(ids, 'id'), text)


def differences(want, got):
    bad = []
    for part in ('server', 'bookings', 'own lines', 'attendance', 'files'):
        if want[part] == got[part]:
            continue
        if part == 'files':
            for n in sorted(set(want[part]) | set(got[part])):
                a, b = want[part].get(n), got[part].get(n)
                if a != b:
                    bad.append('%s:\n%s\nis\n%s' % (n, a, b))
        else:
            bad.append('%s: %s\nis %s' % (part, [
                x for x in want[part] if x not in got[part]], [
                x for x in got[part] if x not in want[part]]))
    return bad


class Scenario:
    def __init__(self, scn, top, mode):
        self.scn, self.mode = scn, mode
        self.name = os.path.basename(scn)[:-4]
        self.worlds = [World(os.path.join(top, self.name, str(i)), scn)
                       for i in range(JOBS)]
        self.free = list(self.worlds)

    def undisturbed(self):
        """The names of the steps."""
        w = self.worlds[0]
        w.reset()
        first = w.run('count')
        self.first = w.look()
        second = w.run()
        self.want = w.look()
        others, unknown = w.lost()
        before = w.stamps()
        third = w.run()
        bad = []
        for r in (first, second, third):
            if r.rc >= 99:
                bad.append('a crash: %s' % r)
        if third.mutating or w.stamps() != before or \
                str(third.rc) != w.quiet:
            bad.append('the third run is not quiet: %s' % third)
        if len(others) > unknown:
            bad.append('lost: %s' % others)
        if w.integrity():
            bad.append(w.integrity())
        w.stop()
        steps = re.findall(rb'^step [0-9]+ (\S+)$', first.err, re.M)
        if not steps:
            bad.append('no steps: %s' % first)
        result(bad, '%s: undisturbed, %d steps' % (self.name, len(steps)))
        return [] if bad else [s.decode() for s in steps]

    def stopped(self, w, run, n):
        """What must be true right after the first run."""
        bad = []
        if self.mode == 'kill' and run.rc != STOPPED:
            bad.append('not stopped: %s' % run)
        if self.mode == 'fail':
            if run.rc < 0 or run.rc >= 99:
                bad.append('a crash: %s' % run)
            elif run.rc == 0 and differences(self.first, w.look()):
                bad.append('exit 0 though not all is done: %s' %
                           differences(self.first, w.look()))
            try:
                json.loads(run.out)
            except ValueError:
                bad.append('not one JSON object: %s' % run)
        if w.integrity():
            bad.append('right after: ' + w.integrity())
        others, unknown = w.lost()
        if len(others) > unknown:
            bad.append('lost right after: %s, %d unknown' % (others, unknown))
        return bad

    def step(self, n, name, keep=False):
        with lock:
            w = self.free.pop()
        try:
            w.reset()
            runs = [w.run('%s:%d' % (self.mode, n))]
            bad = self.stopped(w, runs[0], n)
            runs += [w.run(), w.run()]
            for r in runs[1:]:
                if r.rc < 0 or r.rc >= 99:
                    bad.append('a crash afterwards: %s' % r)
            others, unknown = w.lost()
            bad += differences(self.want, w.look())
            if len(others) > unknown:
                bad.append('lost: %s, %d unknown' % (others, unknown))
            before = w.stamps()
            last = w.run()
            if last.mutating or w.stamps() != before or \
                    str(last.rc) != w.quiet:
                bad.append('the last run is not quiet: %s' % last)
            left = [f for f in w.stamps() if os.path.basename(f).startswith(
                    '.icsreserve-')]
            if left:
                bad.append('left behind: %s' % left)
            if w.integrity():
                bad.append(w.integrity())
            w.stop()
            if bad:
                bad += ['run %d: %s' % (i, r) for i, r in enumerate(runs)]
        finally:
            with lock:
                self.free.append(w)
        result(bad, '%s: %s at step %d (%s)' % (self.name, self.mode, n,
                                                name))


def chosen(n, name, sample, step):
    if step:
        return n == step
    return not sample or n % 9 == 0 or name in (
        'call-sent', 'committed-intents')


def main():
    args = sys.argv[2:]
    step, sample = 0, '--sample' in args
    args = [a for a in args if a != '--sample']
    if '--step' in args:
        at = args.index('--step')
        step = int(args[at + 1])
        del args[at:at + 2]
    only = args[0] if args else ''
    shm = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    top = tempfile.mkdtemp(prefix='icsr-%s.' % sys.argv[1],
                           dir=os.environ.get('TMPDIR') or shm)
    scenarios = []
    try:
        for scn in sorted(glob.glob(os.path.join(ROOT, 'tests/crash/*.scn'))):
            if not os.path.basename(scn).startswith(only):
                continue
            s = Scenario(os.path.relpath(scn, ROOT), top, sys.argv[1])
            scenarios.append(s)
            with ThreadPoolExecutor(JOBS) as pool:
                for f in [pool.submit(s.step, n, name) for n, name in
                          enumerate(s.undisturbed(), 1)
                          if chosen(n, name, sample, step)]:
                    f.result()
    finally:
        for s in scenarios:
            for w in s.worlds:
                w.stop()
        if step:
            print('# kept: ' + top)
        else:
            shutil.rmtree(top, ignore_errors=True)
    sys.exit(1 if failed else 0)


main()
