#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""first_state.py STATE SQL: the state as version 1 had it, with what it
could hold: rows about the lines that stand in the calendars."""
import os
import re
import sqlite3
import sys

path, first = sys.argv[1:]
NAMES = ('CONFERENCE', 'URL', 'LOCATION', 'DESCRIPTION', 'X-ICSRESERVE-ID',
         'DTSTAMP', 'LAST-MODIFIED')


def table(db, name):
    q = db.execute('SELECT * FROM ' + name)
    names = [c[0] for c in q.description]
    return [dict(zip(names, row)) for row in q]


old = sqlite3.connect(path)
rows = {t: table(old, t) for t in
        ('files', 'bookings', 'operations', 'holds', 'undo')}
old.close()
for end in '', '-wal', '-shm':
    if os.path.exists(path + end):
        os.remove(path + end)
new = sqlite3.connect(path)
new.executescript(open(first).read())
new.execute('DROP TRIGGER operations_begin')


def insert(name, row):
    have = [c[1] for c in new.execute('PRAGMA table_info(%s)' % name)]
    keep = [n for n in have if n in row]
    new.execute('INSERT INTO %s (%s) VALUES (%s)' % (
        name, ','.join(keep), ','.join('?' * len(keep))),
        [row[n] for n in keep])


def vevents(text):
    """The unfolded lines of each VEVENT itself."""
    text = re.sub(r'\r?\n[ \t]', '', text)
    for part in re.findall(r'BEGIN:VEVENT\r?\n(.*?)END:VEVENT', text, re.S):
        yield re.sub(r'BEGIN:VALARM.*?END:VALARM', '', part,
                     flags=re.S).splitlines()


for row in rows['files']:
    insert('files', dict(row, trusted=0, due=0, settled=b''))
for row in rows['operations']:
    insert('operations', row)
for row in rows['bookings']:
    files = [h['file'] for h in rows['holds']
             if h['uid_key'] == row['uid_key']]
    insert('bookings', dict(row, file=files[0] if files else None, key=0,
                            due=0))
for f in rows['files']:
    for lines in vevents(open(f['path'], newline='').read()):
        ids = [x[16:] for x in lines if x.startswith('X-ICSRESERVE-ID:')]
        for b in rows['bookings']:
            if b['reserve_id'] not in ids:
                continue
            n = 0
            for x in lines:
                name = re.split('[:;]', x)[0]
                if name not in NAMES:
                    continue
                was = [u['was'] for u in rows['undo']
                       if u['reserve_id'] == b['reserve_id'] and
                       u['name'] == name and u['wrote'] == x]
                if not was:
                    continue
                insert('own_lines', dict(
                    booking=b['id'], position=n, component='', name=name,
                    text=x, was=was[0]))
                n += 1
new.commit()
os.chmod(path, 0o600)
