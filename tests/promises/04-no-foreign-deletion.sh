#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 4: DELETE is sent only for reservations that the state shows this
# tool made, never by what stands in a file.
command -v python3 > /dev/null || { echo 'skip - 04-no-foreign-deletion no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
from world import *

box = Sandbox()
mine, other = Tool(box), Tool(box)
theirs = write('theirs/a.ics', calendar(event('theirs')))
other.sync(theirs)
foreign = box.reservations()[0]
ID, URL = foreign['id'], foreign['url']


def deleted():
    return [l['path'].rsplit('/', 1)[-1] for l in box.log('delete')]


FORGED = ('X-ICSRESERVE-ID:%s\nURL:%s\nCONFERENCE;VALUE=URI:%s' %
          (ID, URL, URL))
# An event that never was ours, with all the marks of one.
f = write('c/a.ics', calendar(event('forged', FORGED), event('keep')))
run = mine.sync(f)
write('c/a.ics', calendar(event('keep')))
mine.sync(f)
same('a forged event that goes', deleted(), [])
write('c/a.ics', calendar(event('forged', FORGED + '\nSTATUS:CANCELLED'),
                          event('keep')))
mine.sync(f)
same('a forged event that is cancelled', deleted(), [])
run = mine.run('cancel', 'forged')
same('cancel by its UID', (run.rc, deleted()), (2, []))

# Ours, but the line in the file now names another reservation.
f = write('c/b.ics', calendar(event('ours'), event('x')))
mine.sync(f)
own = [r['id'] for r in box.reservations()
       if r['meeting_settings']['topic'] == 'Meeting ours'][0]
write('c/b.ics', read(f).replace(own.encode(), ID.encode()))
run = mine.sync(f)
write('c/b.ics', calendar(event('x')))
run = mine.sync(f)
# Another state says that it is its own: so ours is kept until it expires.
same('a changed id line: nothing is deleted', deleted(), [])
result(any(r['id'] == ID for r in box.reservations()),
       'the other one stands')

# Even a state that was tampered with is checked against the journal.
f = write('c/d.ics', calendar(event('d'), event('e')))
mine.sync(f)
db = sqlite3.connect(mine.state)
db.execute("UPDATE bookings SET reserve_id = ? WHERE uid = 'd'", (ID,))
db.commit()
db.close()
before = deleted()
write('c/d.ics', calendar(event('e')))
run = mine.sync(f)
result(run.rc != 0 and ID not in deleted(),
       'a state that claims it: not deleted', run)
result('no record' in run.out + run.err, 'and told', run)
db = sqlite3.connect(mine.state)
db.execute("DELETE FROM bookings WHERE uid = 'd'")
db.commit()
db.close()

# An id from the server that is no id but a path.
for i, bad in enumerate(('../reserves/' + ID, ID + '?x=', ID + '/../' + ID,
                         '..', ID + '#', '%2e%2e', '')):
    box.script('apply +1 ' + ('set=data.reserve.id:' + bad if bad
                              else 'no-id'))
    f = write('c/id%d.ics' % i, calendar(event('id%d' % i), event('y%d' % i)))
    tool = Tool(box)
    run = tool.sync(f)
    box.script()
    write('c/id%d.ics' % i, calendar(event('y%d' % i)))
    tool.sync(f)
    tool.run('cancel', '--all')
    result(any(r['id'] == ID for r in box.reservations()) and all(
        re.fullmatch(r'/open-apis/vc/v1/reserves/[0-9]+', l['path'])
        for l in box.log('delete', None) if l['method'] == 'DELETE'),
        'an id that is %r' % bad, [l['path'] for l in box.log('delete')])
made = {l['reserve_id'] for l in box.log('apply')}
result(set(deleted()) <= made - {ID}, 'all that was deleted was made here',
       deleted())
run = other.run('cancel', '--all')
result(run.rc == 0 and ID in deleted(), 'who made it may delete it', run)
finish()
EOF
