# SPDX-License-Identifier: MIT
"""What the scripts of tests/promises, tests/corpora and tests/bench share:
a folder of their own, the sandbox, the tool, and results as lines
"ok - NAME".  Standard library only; nothing sleeps, conditions are polled.
"""
import atexit
import collections
import json
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), '../..'))
BUILD = os.path.join(ROOT, os.environ.get('BUILD') or 'build')
TOOL = os.environ.get('TOOL') or os.path.join(BUILD, 'icsreserve')
BOX = os.path.join(BUILD, 'icsreserve-sandbox')
CORPORA = os.path.join(ROOT, '../shared/corpora')
NOW = 1764547200                        # 2025-12-01T00:00:00Z
SECRET = 'sandbox-secret'
MUTATING = ('apply', 'update', 'delete')
SAMPLE = '--sample' in sys.argv         # some of many, as in `make check'
SLOW = 20 if os.environ.get('VG') else 1
VALGRIND = ['valgrind', '-q', '--error-exitcode=99', '--leak-check=full',
            '--errors-for-leak-kinds=definite'] if os.environ.get('VG') else []

failed = 0
_lock = threading.Lock()


def result(good, name, detail=''):
    """One line for the runner; what was seen, when it is not as it should."""
    global failed
    with _lock:
        print(('ok - ' if good else 'not ok - ') + name)
        if not good:
            failed += 1
            for line in str(detail)[:2000].splitlines():
                print('# ' + line)
        sys.stdout.flush()
    return good


def same(name, got, want):
    return result(got == want, name, 'got  %r\nwant %r' % (got, want))


def skip(name, reason):
    print('skip - %s %s' % (name, reason))


def finish():
    sys.exit(1 if failed else 0)


def until(condition, seconds=30):
    """Poll; the value of the condition, or None when it never came true."""
    end = time.monotonic() + seconds * SLOW
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        threading.Event().wait(0.005)
    return None


DIR = tempfile.mkdtemp(prefix='icsr-test.')


@atexit.register
def _clean():
    for box in list(Sandbox.living):
        box.stop()
    for folder, names, _ in os.walk(DIR):
        os.chmod(folder, 0o700)
    shutil.rmtree(DIR, ignore_errors=True)


def path(*parts):
    return os.path.join(DIR, *parts)


def write(name, data):
    name = path(name)
    os.makedirs(os.path.dirname(name), exist_ok=True)
    if isinstance(data, str):
        data = data.encode()
    with open(name, 'wb') as f:
        f.write(data)
    return name


def read(name):
    with open(path(name), 'rb') as f:
        return f.read()


def files(folder):
    """Every file below a folder with what a run could change of it."""
    seen = {}
    for base, _, names in os.walk(path(folder)):
        for n in names:
            p = os.path.join(base, n)
            st = os.lstat(p)
            seen[p] = (st.st_ino, st.st_mtime_ns, st.st_mode, st.st_uid,
                       None if stat.S_ISLNK(st.st_mode) else read(p)
                       if stat.S_ISREG(st.st_mode) else None)
    return seen


# --- calendars -------------------------------------------------------------
def event(uid, extra='', start='20251205T020000Z', summary=None, eol='\r\n'):
    lines = ['BEGIN:VEVENT', 'UID:' + uid, 'DTSTAMP:20250101T000000Z',
             'DTSTART:' + start, 'DURATION:PT1H',
             'SUMMARY:' + (summary or 'Meeting ' + uid)]
    lines += [l for l in extra.splitlines() if l]
    lines.append('END:VEVENT')
    return ''.join(l + eol for l in lines)


def calendar(*events, eol='\r\n'):
    return (eol.join(['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y']) +
            eol + ''.join(events) + 'END:VCALENDAR' + eol)


# --- the sandbox -----------------------------------------------------------
class Sandbox:
    living = []
    count = 0

    def __init__(self, *args, script='', now=NOW, keep=False):
        Sandbox.count += 1
        n = 'box%d' % Sandbox.count
        self.log_path = path(n + '.log')
        args = list(args)
        if script:
            args += ['--script', write(n + '.script', script)]
        if keep:
            args += ['--state', path(n + '.state')]
        self.proc = subprocess.Popen(
            [BOX, '--log', self.log_path] + args,
            stdout=open(path(n + '.out'), 'wb'),
            stderr=open(path(n + '.err'), 'wb'),
            env=dict(os.environ, ICSRESERVE_NOW=str(now)))
        Sandbox.living.append(self)
        self.url = until(lambda: (re.findall(
            rb'listening on (http://\S+)\n', read(n + '.out')) or
            [None])[0] or self.proc.poll() is not None)
        if not isinstance(self.url, bytes):
            sys.exit('the sandbox did not start: ' +
                     read(n + '.err').decode())
        self.url = self.url.decode()

    def stop(self):
        if self in Sandbox.living:
            Sandbox.living.remove(self)
        if self.proc.poll() is None:
            self.proc.terminate()
            self.proc.wait()

    def call(self, method, what, body=None):
        req = urllib.request.Request(self.url + '/_sandbox/' + what,
                                     method=method, data=body)
        with urllib.request.urlopen(req, timeout=60) as r:
            return r.read()

    def script(self, text=''):
        """Replace the script of misbehaviour."""
        self.call('DELETE', 'script')
        if text:
            try:
                self.call('POST', 'script', text.encode())
            except OSError as e:
                sys.exit('script %r: %s' % (text, e))

    def clock(self, now):
        self.call('POST', 'clock', json.dumps({'now': now}).encode())

    def reservations(self):
        state = json.loads(self.call('GET', 'state'))
        return state['reserves']

    def log(self, *calls):
        lines = []
        if os.path.exists(self.log_path):
            with open(self.log_path, encoding='utf-8') as f:
                lines = [json.loads(l) for l in f if l.endswith('\n')]
        return [l for l in lines if not calls or l['call'] in calls]

    def count_of(self, call):
        return len(self.log(call))


# --- the tool --------------------------------------------------------------
class Run:
    def __init__(self, rc, out, err):
        self.rc, self.out, self.err = rc, out, err

    @property
    def json(self):
        return json.loads(self.out)

    def kinds(self):
        return collections.Counter(p['kind'] for p in self.json['problems'])

    def __str__(self):
        return 'exit %d\n%s\n%s' % (self.rc, self.out[-900:], self.err[-900:])


class Tool:
    """The tool with a state and a configuration of its own."""
    count = 0

    def __init__(self, box, now=NOW, **sections):
        Tool.count += 1
        self.now = now
        self.url = box if isinstance(box, str) else box.url
        self.home = path('tool%d' % Tool.count)
        os.mkdir(self.home, 0o700)
        self.state = os.path.join(self.home, 'state.db')
        self.config = os.path.join(self.home, 'config.ini')
        self.sections = {'feishu': {'base_url': self.url,
                                    'app_id': 'cli_sandbox',
                                    'app_secret': SECRET,
                                    'owner': 'ou_me', 'retries': '2'},
                         'sync': {'state': self.state,
                                  'timezone': 'Asia/Shanghai'},
                         'meeting': {}, 'writeback': {}}
        self.set(**sections)

    def set(self, **sections):
        """calendar sections are given as calendar_NAME=dict(path=…)."""
        for name, keys in sections.items():
            self.sections.setdefault(name, {}).update(keys)
        text = ''
        for name, keys in self.sections.items():
            if name.startswith('calendar_'):
                name = 'calendar "%s"' % name[9:]
            text += '[%s]\n' % name
            text += ''.join('%s = %s\n' % (k, v) for k, v in keys.items()
                            if v is not None)
        with open(self.config, 'w') as f:
            f.write(text)
        os.chmod(self.config, 0o600)

    def env(self, **more):
        env = {k: v for k, v in os.environ.items()
               if not k.startswith('ICSRESERVE_')}
        env.update(ICSRESERVE_NOW=str(self.now), TZ='Asia/Shanghai',
                   HOME=self.home, XDG_CONFIG_HOME=self.home,
                   LC_ALL='C.UTF-8')
        env.update(more)
        return env

    def start(self, *args, **more):
        return subprocess.Popen(
            VALGRIND + [TOOL, '-c', self.config] + list(args),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=DIR,
            env=self.env(**more))

    def wait(self, proc, timeout=60):
        try:
            out, err = proc.communicate(timeout=timeout * SLOW)
        except subprocess.TimeoutExpired:
            proc.kill()
            out, err = proc.communicate()
            result(False, 'the tool hangs', err.decode('utf-8', 'replace'))
        r = Run(proc.returncode, out.decode('utf-8', 'replace'),
                err.decode('utf-8', 'replace'))
        if r.rc < 0 or r.rc > 8 and r.rc != 100:
            result(False, 'the tool crashed', r)
        return r

    def run(self, *args, timeout=60, **more):
        return self.wait(self.start(*args, **more), timeout)

    def sync(self, *args, **more):
        return self.run('--json', 'sync', *args, **more)

    def sql(self, query):
        db = sqlite3.connect('file:%s?mode=ro' % self.state, uri=True)
        try:
            return db.execute(query).fetchall()
        finally:
            db.close()


def mutating(box):
    return [(l['call'], l['reserve_id']) for l in box.log(*MUTATING)]
