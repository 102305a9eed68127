# SPDX-License-Identifier: MIT
"""Real CalDAV servers on free ports of 127.0.0.1, and the chain between them
and the tool: vdirsyncer with the configuration, and the script, of
contrib/vdirsyncer."""
import http.client
import re
import socket
import urllib.parse

from world import *

RECIPE = os.path.join(ROOT, 'contrib/vdirsyncer')
HOST = '127.0.0.1'


def missing():
    """What these tests need and this machine lacks."""
    lacks = [p for p in ('radicale', 'xandikos', 'vdirsyncer', 'khal', 'curl',
                         'flock') if not shutil.which(p)]
    for module in ('caldav', 'icalendar', 'vobject'):
        try:
            __import__(module)
        except ImportError:
            lacks.append('python3-' + module)
    return lacks


def free_port():
    with socket.socket() as s:
        s.bind((HOST, 0))
        return s.getsockname()[1]


class Server:
    """A calendar collection; stop() and start() keep port and content."""
    count = 0
    hint = 'run make deps'
    home = '/u/'                # the collection is found from there

    @classmethod
    def lacks(cls):
        """What is not installed; None: nothing."""
        return None if shutil.which(cls.name) else cls.name

    def __init__(self):
        Server.count += 1
        self.folder = path('%s%d' % (self.name, Server.count))
        os.makedirs(self.folder)
        self.port = free_port()
        self.proc = None
        self.start()

    def start(self):
        self.proc = subprocess.Popen(
            self.command(), stdin=subprocess.DEVNULL,
            stdout=open(self.folder + '.log', 'ab'), stderr=subprocess.STDOUT,
            env=dict(os.environ, HOME=self.folder))
        Sandbox.living.append(self)

        def up():
            with socket.socket() as s:
                return s.connect_ex((HOST, self.port)) == 0
        if not until(up):
            sys.exit('%s did not start: %s' %
                     (self.name, read(self.folder + '.log').decode()))

    def stop(self):
        if self in Sandbox.living:
            Sandbox.living.remove(self)
        if self.proc.poll() is None:
            self.proc.terminate()
            self.proc.wait()

    @property
    def url(self):
        return 'http://%s:%d%s' % (HOST, self.port, self.collection)

    def ask(self, method, href, body=None, **headers):
        link = http.client.HTTPConnection(HOST, self.port, timeout=600)
        headers = {k.replace('_', '-'): v for k, v in headers.items()}
        link.request(method, href, body, dict(
            {'Authorization': 'Basic dTpw', 'Content-Type':
             'application/xml; charset=utf-8'}, **headers))
        answer = link.getresponse()
        data = answer.read()
        link.close()
        return answer.status, data

    def hrefs(self):
        """{href: ETag} of the collection's events."""
        status, data = self.ask('PROPFIND', self.collection, (
            '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'),
            Depth='1')
        assert status == 207, (status, data)
        found = {}
        for part in re.split(rb'<(?:\w+:)?response>', data)[1:]:
            href = re.search(rb'<(?:\w+:)?href>([^<]*)<', part)[1].decode()
            etag = re.search(rb'<(?:\w+:)?getetag>([^<]*)<', part)
            if href.endswith('.ics'):
                found[href] = etag[1] if etag else None
        return found

    def read(self, href):
        status, data = self.ask('GET', href)
        assert status == 200, (status, href)
        return data

    def all(self):
        return {h: self.read(h) for h in self.hrefs()}

    def put(self, href, data):
        """As somebody's client does it: by curl."""
        name = write('put.ics', data)
        said = subprocess.run(
            ['curl', '-sS', '-u', 'u:p', '-X', 'PUT', '-H',
             'Content-Type: text/calendar; charset=utf-8', '--data-binary',
             '@' + name, '-w', '\n%{http_code}',
             'http://%s:%d%s' % (HOST, self.port, href)],
            stdout=subprocess.PIPE, check=True).stdout.decode()
        # Xandikos says no with 207 and a status inside.
        assert said.split('\n')[-1] in ('200', '201', '204'), said

    def delete(self, href):
        status, data = self.ask('DELETE', href)
        assert status in (200, 204), (status, data)


class Radicale(Server):
    name = 'radicale'
    collection = '/u/team/'

    def command(self):
        config = write(self.folder + '.conf', '''[server]
hosts = %s:%d
[auth]
type = none
[rights]
type = owner_only
[storage]
filesystem_folder = %s
[web]
type = none
[logging]
level = warning
''' % (HOST, self.port, self.folder))
        return ['radicale', '--config', config]

    def start(self):
        super().start()
        status, _ = self.ask('MKCALENDAR', self.collection)
        assert status in (201, 409), status


class Xandikos(Server):
    name = 'xandikos'
    collection = '/u/calendars/calendar/'

    def command(self):
        return ['xandikos', '-d', self.folder, '-l', HOST, '-p',
                str(self.port), '--defaults', '--current-user-principal',
                '/u/']


SERVERS = {'radicale': Radicale, 'xandikos': Xandikos}


class Chain:
    """A home with the recipe's files in it, and nothing changed in them but
    what the guide tells people to change."""
    bin = ''

    def __init__(self, server, box, conflict=None, **sections):
        self.server, self.box = server, box
        sections['calendar_team'] = dict(sections.get('calendar_team', {}))
        self.tool = Tool(box, **sections)
        home = self.home = self.tool.home
        self.folder = os.path.join(home, 'calendars/team')
        os.makedirs(self.folder)
        self.tool.set(calendar_team={'path': '~/calendars/team'})
        with open(os.path.join(RECIPE, 'config')) as f:
            text = f.read()
        text = re.sub('(?m)^url = .*', 'url = "%s"' % server.url, text)
        text = re.sub('(?m)^username = .*', 'username = "u"', text)
        if conflict is not None:
            text = re.sub('(?m)^conflict_resolution = .*', conflict and
                          'conflict_resolution = "%s"' % conflict, text)
        self.put('.config/vdirsyncer/config', text)
        self.put('.config/icsreserve/caldav-password', 'p\n')
        os.makedirs(os.path.join(home, '.local/bin'))
        shutil.copy(os.path.join(RECIPE, 'sync-calendars.sh'),
                    os.path.join(home, '.local/bin'))
        # The tool, as a user's configuration in his home would have it.
        self.put('.local/bin/icsreserve', '#!/bin/sh\nexec %s %s -c %s "$@"\n'
                 % (' '.join(VALGRIND), TOOL, self.tool.config), 0o755)
        done = self.command('vdirsyncer', 'discover', 'team')
        assert done.returncode == 0, done.stdout

    def put(self, name, text, mode=0o600):
        name = os.path.join(self.home, name)
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, 'w') as f:
            f.write(text)
        os.chmod(name, mode)

    def command(self, *args, input=''):
        env = self.tool.env()
        env = {k: v for k, v in env.items() if not k.startswith('XDG_')}
        env['PATH'] = '%s:%s%s' % (os.path.join(self.home, '.local/bin'),
                                   self.bin, env['PATH'])
        return subprocess.run(args, env=env, cwd=self.home, input=input,
                              text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120 * SLOW)

    def run(self):
        """One run of the recipe's script: pull, icsreserve, push."""
        return self.command('sync-calendars.sh', 'team')

    def vdirsyncer(self, *args):
        return self.command('vdirsyncer', 'sync', *args, 'team')

    def files(self):
        """{name: bytes} of the folder."""
        found = {}
        for n in sorted(os.listdir(self.folder)):
            with open(os.path.join(self.folder, n), 'rb') as f:
                found[n] = f.read()
        return found

    def seen(self):
        """All that an idle run must leave as it is."""
        return (files(self.folder), self.server.hrefs(),
                len(self.box.log()), self.box.reservations())

    def idle(self, name):
        """A further run does nothing on any side."""
        before = self.seen()
        run = self.run()
        after = self.seen()
        for what, a, b in zip(('no byte here', 'no byte there', 'no call',
                               'no reservation'), before, after):
            if a != b:
                changed = [k for k in a if a[k] != b.get(k)] + \
                    [k for k in b if k not in a] if isinstance(a, dict) else ''
                result(False, '%s: idle: %s' % (name, what),
                       '%s\n%s' % (changed, run.stdout))
        return result(run.returncode == 0 and before == after,
                      name + ': a second run is idle', run.stdout)
