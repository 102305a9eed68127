# SPDX-License-Identifier: MIT
"""contrib/vdirsyncer as contrib/GUIDE.md walks through it: its blocks are run
with the files that `make install` puts in place, then the script is looked at:
order, lock, and what it says."""
from clients import *
from servers import *


def blocks():
    """Those of the guide that a shell runs with vdirsyncer."""
    with open(os.path.join(ROOT, 'contrib/GUIDE.md')) as f:
        return re.findall('(?ms)^```bash\n(.*?)^```$', f.read())


def install():
    """`make install`; the prefix."""
    prefix = path('opt')
    # No word of the `make check` around it.
    env = {k: v for k, v in os.environ.items() if not k.startswith('MAKE')
           and k != 'MFLAGS'}
    made = subprocess.run(
        ['make', '-s', '-C', ROOT, 'BUILD=' + BUILD, 'PREFIX=' + prefix,
         'install'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=env)
    same('make install', (made.returncode, made.stdout.decode()), (0, ''))
    doc = os.path.join(prefix, 'share/doc/icsreserve/vdirsyncer')
    same('its files', sorted(os.listdir(doc)),
         ['config', 'sync-calendars.service', 'sync-calendars.sh',
          'sync-calendars.timer'])
    with open(os.path.join(doc, 'sync-calendars.service')) as f:
        result('PATH=%s/bin:' % prefix in f.read(),
               'the service finds the program')
    return prefix


class Guide(Chain):
    """A home in which the guide's reader has come to this section."""

    def __init__(self, server, box, prefix):
        self.server, self.box = server, box
        self.tool = Tool(box)
        self.home = self.tool.home
        self.folder = os.path.join(self.home, 'calendars/team')
        self.tool.set(calendar_team={'path': '~/calendars/team'})
        os.makedirs(os.path.join(self.home, '.config/icsreserve'))
        os.rename(self.tool.config, os.path.join(
            self.home, '.config/icsreserve/config.ini'))
        self.bin = os.path.join(prefix, 'bin') + ':'


def linked(data):
    return [len(re.findall(rb'(?m)^X-ICSRESERVE-ID', d))
            for d in data.values()]


def main():
    prefix = install()
    server = Radicale()
    box = Sandbox('--rate-second', '0', '--rate-minute', '0')
    chain = Guide(server, box, prefix)
    server.put(server.collection + 'a.ics', calendar(event('a')))
    found = blocks()
    result(len(found) > 1, 'the guide has the blocks')
    for i, block in enumerate(found):
        for old, new in (('/usr/local', prefix), ("'password'", "'p'"),
                         ('https://dav.example.com/user/team/', server.url),
                         ('username = "user"', 'username = "u"')):
            block = block.replace(old, new)
        run = chain.command('bash', '-eu', '-c', block)
        same('block %d of the guide' % (i + 1), (run.returncode, [
            l for l in run.stdout.splitlines() if 'rror' in l]), (0, []))
    # Pull, icsreserve, push: a new event has its link after one run.
    same('pulled, booked, pushed',
         (linked(chain.files()), linked(server.all())), ([1], [1]))
    mode = os.stat(os.path.join(chain.home,
                                '.config/icsreserve/caldav-password'))
    same('the password is ours alone', mode.st_mode & 0o77, 0)
    chain.idle('the recipe')
    run = chain.run()
    same('an idle run says nothing', (run.returncode, run.stdout), (0, ''))
    overlap(chain)
    units(prefix)


def overlap(chain):
    """Two runs at once: one of them does it all, the other says so."""
    lock = os.path.join(chain.home,
                        '.local/state/icsreserve/sync-calendars.lock')
    run = chain.command('flock', lock, 'sync-calendars.sh')
    same('a second run ends with 8', run.returncode, 8)
    result('another run' in run.stdout, 'and says why', run.stdout)
    for n in range(3):
        chain.server.put(chain.server.collection + 'n%d.ics' % n,
                         calendar(event('n%d' % n)))
    both = chain.command('sh', '-c', 'sync-calendars.sh >/dev/null 2>&1 & '
                         'sync-calendars.sh >/dev/null 2>&1; a=$?; '
                         'wait $!; echo $a $?')
    same('two at once', sorted(both.stdout.split()), ['0', '8'])
    same('nothing is booked twice', len(chain.box.reservations()), 4)
    chain.idle('after two at once')


def units(prefix):
    """As systemd reads them."""
    if not shutil.which('systemd-analyze'):
        return skip('units', 'there is no systemd-analyze')
    doc = os.path.join(prefix, 'share/doc/icsreserve/vdirsyncer')
    for unit in 'sync-calendars.service', 'sync-calendars.timer':
        with open(os.path.join(doc, unit)) as f:
            text = f.read().replace('%h/.local/bin', doc)
        name = write('units/' + unit, text)
        said = subprocess.run(['systemd-analyze', '--user', 'verify',
                               '--man=no', name], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT).stdout.decode()
        same('systemd-analyze verify ' + unit, [
            l for l in said.splitlines() if 'sync-calendars' in l], [])


if missing():
    skip('recipe', 'without %s: run make deps' % ', '.join(missing()))
else:
    main()
finish()
