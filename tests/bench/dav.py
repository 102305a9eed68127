# SPDX-License-Identifier: MIT
"""dav.py [EVENTS]: a calendar on Radicale, pulled by icsreserve and by
vdirsyncer: the first time, when nothing changed, and with one change.
Seconds, requests and connections, side by side, and their ratios; nothing is
booked.  It fails when a run in which nothing changed is more than one request,
or opens a file of the calendar."""
import os
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [HERE + '/../' + d for d in ('dav', 'chain', 'promises')]
from common import *
from servers import SERVERS

N = int(sys.argv[1]) if len(sys.argv) > 1 else 10000


TOOLS = 'icsreserve', 'vdirsyncer'
measured = {}               # {(tool, what): (seconds, requests)}


def timed(tool, what, side, function):
    side.clear()
    side.peers.clear()
    began = time.monotonic()
    function()
    took = time.monotonic() - began
    counts = collections.Counter(side.methods())
    measured[tool, what] = took, len(side.log)
    print('%-28s %8.2f s %3d connections  %s' % (
        '%s, %s' % (tool, what), took, len(side.peers), ' '.join(
            '%s=%d' % i for i in sorted(counts.items()))))
    sys.stdout.flush()


def ratios():
    for what in 'first', 'nothing changed', 'one change':
        if (TOOLS[1], what) in measured:
            a, b = (measured[t, what] for t in TOOLS)
            print('%-28s %8.3f of the time, %.3f of the requests' % (
                what, a[0] / b[0], a[1] / b[1]))


def opened(tool):
    """How often a run opens a file of the calendar; None without strace."""
    if not shutil.which('strace'):
        return None
    log = path('strace')
    subprocess.run(['strace', '-f', '-e', 'trace=open,openat', '-o', log, TOOL,
                    '-c', tool.config, 'sync'], env=tool.env(), check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return len(re.findall(rb'icsreserve/team/[^"]*\.ics"', read(log)))


class Side(Between):
    """It remembers who asked."""

    def __init__(self, port):
        super().__init__(port)
        self.peers = set()

    def handle(self, handler):
        self.peers.add(handler.client_address)
        super().handle(handler)


def main():
    real = SERVERS['radicale']()
    folder = os.path.join(real.folder, 'collection-root', 'u', 'team')
    for i in range(N):
        with open(os.path.join(folder, 'e%05d.ics' % i), 'w') as f:
            f.write(calendar(event('e%05d' % i)))
    real.hrefs()            # it fills its own cache, for whoever asks first
    side = Side(real.port)
    box = Sandbox()
    tool = Tool(box, calendar_team={
        'url': side.url + real.collection, 'username': 'u',
        'password_command': 'echo p', 'exclude': 'summary:*'})
    home = path('home')
    os.mkdir(home)
    with open(home + '/config', 'w') as f:
        f.write('[general]\nstatus_path = "%s/status"\n[pair team]\n'
                'a = "a"\nb = "b"\ncollections = null\n[storage a]\n'
                'type = "filesystem"\nfileext = ".ics"\npath = "%s/a"\n'
                '[storage b]\ntype = "caldav"\nread_only = true\n'
                'url = "%s"\nusername = "u"\npassword = "p"\n' % (
                    home, home, side.url + real.collection))

    def vdirsyncer(*args):
        subprocess.run(['vdirsyncer', '-c', home + '/config', *args],
                       env=dict(os.environ, HOME=home), check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def sync():
        run = tool.sync(timeout=3600)
        assert run.rc == 0, run
    tool.set(feishu={'timeout': '600'})     # Radicale fills its own cache
    print('%d events' % N)
    timed(TOOLS[0], 'first', side, sync)
    timed(TOOLS[0], 'nothing changed', side, sync)
    good = side.methods() in (['REPORT'], ['PROPFIND'])
    files_opened = opened(tool)
    if shutil.which('vdirsyncer'):
        os.makedirs(home + '/a')
        vdirsyncer('discover')
        for what in 'first', 'nothing changed':
            timed(TOOLS[1], what, side, lambda: vdirsyncer('sync'))
    real.put(real.collection + 'e00000.ics', calendar(event(
        'e00000', summary='Changed')))
    timed(TOOLS[0], 'one change', side, sync)
    if shutil.which('vdirsyncer'):
        timed(TOOLS[1], 'one change', side, lambda: vdirsyncer('sync'))
    ratios()
    print('files opened when nothing changed: %s' % files_opened)
    side.stop()
    real.stop()
    return good and not files_opened


sys.exit(0 if main() else 1)
