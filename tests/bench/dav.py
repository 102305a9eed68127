# SPDX-License-Identifier: MIT
"""dav.py [EVENTS]: a calendar on Radicale, pulled by icsreserve and by
vdirsyncer: the first time, when nothing changed, and with one change.
Seconds and requests, side by side; nothing is booked."""
import os
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [HERE + '/../' + d for d in ('dav', 'chain', 'promises')]
from common import *
from servers import SERVERS

N = int(sys.argv[1]) if len(sys.argv) > 1 else 10000


def timed(what, side, function):
    side.clear()
    began = time.monotonic()
    function()
    took = time.monotonic() - began
    counts = collections.Counter(side.methods())
    print('%-34s %7.2f s  %s' % (what, took, ' '.join(
        '%s=%d' % i for i in sorted(counts.items()))))
    sys.stdout.flush()


def main():
    real = SERVERS['radicale']()
    folder = os.path.join(real.folder, 'collection-root', 'u', 'team')
    for i in range(N):
        with open(os.path.join(folder, 'e%05d.ics' % i), 'w') as f:
            f.write(calendar(event('e%05d' % i)))
    side = Between(real.port)
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
    timed('icsreserve sync, first', side, sync)
    timed('icsreserve sync, nothing changed', side, sync)
    if shutil.which('vdirsyncer'):
        os.makedirs(home + '/a')
        vdirsyncer('discover')
        timed('vdirsyncer sync, first', side, lambda: vdirsyncer('sync'))
        timed('vdirsyncer sync, nothing changed', side,
              lambda: vdirsyncer('sync'))
    real.put(real.collection + 'e00000.ics', calendar(event(
        'e00000', summary='Changed')))
    timed('icsreserve sync, one change', side, sync)
    if shutil.which('vdirsyncer'):
        timed('vdirsyncer sync, one change', side,
              lambda: vdirsyncer('sync'))
    side.stop()
    real.stop()


main()
