# SPDX-License-Identifier: MIT
"""Calendars as the program of 283a2aa left them behind Radicale: four
CONFERENCE lines in each event after three edits on the server, dead links
first after `verify --repair`, and an event that was cancelled, lives again and
can't be booked for a leftover of ours.  spoiled/MODE has the folder, the state
and the sandbox's state of that time.  One run of today's program makes them
clean."""
from clients import *
from world import *

FIXTURES = os.path.join(os.path.dirname(os.path.realpath(__file__)),
                        'spoiled')


def load(mode):
    """The tool and the sandbox as they were, and the folder."""
    here = os.path.join(FIXTURES, mode)
    shutil.copy(os.path.join(here, 'box.json'),
                path('box%d.state' % (Sandbox.count + 1)))
    box = Sandbox('--rate-second', '0', '--rate-minute', '0', keep=True)
    folder = path(mode, 'team')
    shutil.copytree(os.path.join(here, 'team'), folder)
    tool = Tool(box, sync={'recurrence': mode, 'max_deletes': '99'},
                writeback={'properties':
                           'conference url location description'},
                calendar_team={'path': folder})
    with open(os.path.join(here, 'state.sql')) as f:
        db = sqlite3.connect(tool.state)
        db.executescript(f.read().replace('@FOLDER@', folder))
        db.close()
    os.chmod(tool.state, 0o600)
    return tool, box, folder


def look(mode, folder, box):
    """Every VEVENT that is booked has one line of each kind, with the link of
    a reservation that lives."""
    held = {str(r['id']): r['url'] for r in box.reservations()}
    bad, ids = [], set()
    for f in sorted(os.listdir(folder)):
        c = Text(read(os.path.join(folder, f)))
        for e in c.events:
            uid, recid = c.get(e, 'UID'), c.get(e, 'RECURRENCE-ID')
            if uid in ('users', 'zoom') or (mode, uid, recid) == (
                    'occurrences', 'series', None):
                continue
            seen, links = kinds(e)
            want = {'conference': 1, 'url': 1, 'fence': 1, 'id': 1}
            if 'Room' not in (c.get(e, 'LOCATION') or ''):
                want['location'] = 1
            id = c.get(e, 'X-ICSRESERVE-ID')
            ids.add(id)
            if seen != want or links != {held.get(id)}:
                bad.append('%s %s: %s %s' % (uid, recid, seen, links))
    result(not bad, mode + ': one line of each kind, a link that lives',
           '\n'.join(bad))
    same(mode + ': no reservation without an event', ids, set(held))


def main(mode):
    tool, box, folder = load(mode)
    kept = {n: read(os.path.join(folder, n)) for n in
            ('users.ics', 'zoom.ics', 'never.ics')}
    run = tool.sync()
    same(mode + ': exit', run.rc, 0)
    look(mode, folder, box)
    same(mode + ': what was in order is left alone',
         {n: read(os.path.join(folder, n)) for n in kept}, kept)
    before = files(folder), len(box.log())
    tool.sync()
    result((files(folder), len(box.log())) == before,
           mode + ': a second run is idle')
    run = tool.run('cancel', '--all')
    same(mode + ': cancel', (run.rc, box.reservations()), (0, []))
    left = {n: ours(read(os.path.join(folder, n)))
            for n in os.listdir(folder)}
    same(mode + ': cancel leaves what people typed',
         {n: l for n, l in left.items() if l}, {'users.ics': [
             b'CONFERENCE;VALUE=URI:https://vc.feishu.cn/j/999999999',
             b'URL:https://vc.feishu.cn/j/999999999']})


for mode in 'series', 'occurrences':
    main(mode)
finish()
