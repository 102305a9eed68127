# SPDX-License-Identifier: MIT
"""The two programs of a walk, in a folder of its own: the sandbox, and the
tool with its state and configuration."""
import hashlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), '../..'))
BUILD = os.path.join(ROOT, os.environ.get('BUILD') or 'build')
TOOL = os.environ.get('TOOL') or os.path.join(BUILD, 'icsreserve')
BOX = os.environ.get('BOX') or os.path.join(BUILD, 'icsreserve-sandbox')
MUTATING = ('apply', 'update', 'delete')
KILLED = 100            # STEP_EXIT of src/base/step.h
LIMIT = 60


class Run:
    def __init__(self, args, rc, out, err, calls):
        self.args, self.rc, self.err, self.calls = args, rc, err, calls
        self.out = out
        self.mutating = [c['call'] for c in calls if c['call'] in MUTATING]

    @property
    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return '%s: exit %d, calls %s\n%s\n%s' % (
            ' '.join(self.args), self.rc, [c['call'] for c in self.calls],
            self.err[-1500:], self.out[-1500:])


class Box:
    """The sandbox; its control endpoints over one connection."""

    def __init__(self, folder, now, *args):
        self.log_path = os.path.join(folder, 'box.log')
        open(self.log_path, 'w').close()
        self.proc = subprocess.Popen(
            [BOX, '--log', self.log_path, '--rate-second', '0',
             '--rate-minute', '0'] + list(args),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=dict(os.environ, ICSRESERVE_NOW=str(now)))
        self.url = self.proc.stdout.readline().split()[-1]
        self.http = http.client.HTTPConnection(
            self.url.split('//')[1], timeout=30)
        self.read = 0

    def stop(self):
        self.http.close()
        self.proc.terminate()
        self.proc.wait()
        self.proc.stdout.close()

    def ask(self, method, path, body=None, **headers):
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        return answer.read()

    def script(self, text):
        self.ask('DELETE', '/_sandbox/script')
        if text:
            said = self.ask('POST', '/_sandbox/script', text)
            assert json.loads(said)['code'] == 0, (text, said)

    def clock(self, now):
        self.ask('POST', '/_sandbox/clock', json.dumps({'now': now}))

    def reserves(self):
        """{id: reservation} of all that the server knows."""
        state = json.loads(self.ask('GET', '/_sandbox/state'))
        return {r['id']: r for r in state['reserves']}

    def meddle(self, method, rid, body=None):
        """Somebody else of this app changes or deletes a reservation."""
        said = self.ask(
            'POST', '/open-apis/auth/v3/tenant_access_token/internal',
            json.dumps({'app_id': 'cli_sandbox',
                        'app_secret': 'sandbox-secret'}))
        token = json.loads(said)['tenant_access_token']
        self.ask(method, '/open-apis/vc/v1/reserves/' + rid,
                 json.dumps(body) if body else None, **{
                     'Authorization': 'Bearer ' + token,
                     'Content-Type': 'application/json'})
        self.calls()

    def calls(self):
        """The requests since the last time that this was asked."""
        with open(self.log_path, 'rb') as f:
            f.seek(self.read)
            data = f.read()
        whole = data[:data.rfind(b'\n') + 1]
        self.read += len(whole)
        return [json.loads(l) for l in whole.splitlines()]


class Machine:
    def __init__(self, now, *args):
        shm = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
        self.dir = tempfile.mkdtemp(prefix='icsr-walk.',
                                    dir=os.environ.get('TMPDIR') or shm)
        for name in ('w', 'home', 'tmp', 'state'):
            os.mkdir(self.path(name), 0o700)
        self.now = now
        self.box = Box(self.dir, now, *args)
        self.state = self.path('state', 'state.db')
        self.config = self.path('config.ini')

    def path(self, *parts):
        return os.path.join(self.dir, *parts)

    def stop(self, keep=False):
        self.box.stop()
        if not keep:
            shutil.rmtree(self.dir, ignore_errors=True)

    def configure(self, text):
        with open(self.config, 'w') as f:
            f.write('[feishu]\nbase_url = %s\napp_id = cli_sandbox\n'
                    'app_secret = sandbox-secret\nowner = ou_me\n'
                    'retries = 0\nrate_per_second = 1000\n'
                    'rate_per_minute = 60000\nowner_from_organizer = no\n'
                    % self.box.url + text)
        os.chmod(self.config, 0o600)

    def clock(self, now):
        self.now = now
        self.box.clock(now)

    def start(self, *args, step=''):
        env = {k: v for k, v in os.environ.items()
               if not k.startswith('ICSRESERVE_')}
        env.update(ICSRESERVE_NOW=str(self.now), TZ='Asia/Shanghai',
                   HOME=self.path('home'), XDG_CONFIG_HOME=self.path('home'),
                   TMPDIR=self.path('tmp'), LC_ALL='C.UTF-8')
        if step:
            env['ICSRESERVE_STEP'] = step
        return subprocess.Popen(
            [TOOL, '-c', self.config, '--json'] +
            ([] if '--state' in args else ['--state', self.state]) +
            list(args), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL, cwd=self.path('home'), env=env)

    def wait(self, proc, args=()):
        try:
            out, err = proc.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            proc.kill()
            out, err = proc.communicate()
            err += b'\nit hangs'
        return Run(args, proc.returncode, out.decode('utf-8', 'replace'),
                   err.decode('utf-8', 'replace'), self.box.calls())

    def run(self, *args, step=''):
        self.box.calls()
        return self.wait(self.start(*args, step=step), args)

    def killed_after(self, seconds, *args):
        self.box.calls()
        proc = self.start(*args)
        time.sleep(seconds)
        proc.send_signal(signal.SIGKILL)
        return self.wait(proc, args)

    def snapshot(self, *folders):
        """What a run could change of the files below these folders."""
        seen = {}
        for folder in folders:
            for base, _, names in os.walk(self.path(folder)):
                for n in names:
                    p = os.path.join(base, n)
                    st = os.lstat(p)
                    with open(p, 'rb') as f:
                        digest = hashlib.sha1(f.read()).hexdigest()
                    seen[p] = st.st_ino, st.st_mtime_ns, st.st_mode, digest
        return seen
