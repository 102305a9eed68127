#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 2: every byte outside our own lines stays, cancel gives the
# original bytes back; mode, owner and links are kept; a file that changed
# meanwhile is left alone; nothing of a killed run stays.
command -v python3 > /dev/null || { echo 'skip - 02-file-fidelity no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
from world import *

box = Sandbox('--rate-second', '0')
tool = Tool(box, writeback={'properties':
                            'conference url location description'})
ODD = ('X-Odd;P="a:b;c":v\nx-lower:1\nLOCATION;LANGUAGE=zh:\nURL:\n'
       'DESCRIPTION;LANGUAGE=en:fol\n ded\\n\nCOMMENT:\xe4\xbd\xa0\n'
       'BEGIN:VALARM\nURL:\nLOCATION:\nEND:VALARM')


def sync(*args):
    run = tool.sync(*args)
    result(run.rc == 0, 'sync', run) if run.rc else None
    return run


# --- bytes ---------------------------------------------------------------
crlf = calendar(event('a', ODD), event('b')).encode()
forms = {
    'crlf': crlf, 'lf': crlf.replace(b'\r\n', b'\n'),
    'mixed': crlf.replace(b'\r\n', b'\n', 9),
    'no final newline': crlf[:-2], 'bom': b'\xef\xbb\xbf' + crlf,
    'trailing': crlf + b'\r\n \r\ntrailing', 'leading': b'x\r\n\r\n' + crlf,
    'two calendars': crlf + crlf.replace(b'UID:', b'UID:2'),
    'lone CR': crlf.replace(b'ded', b'd\red'),
    'not UTF-8': crlf.replace(b'ded', b'd\xff\xfe\xc3ed'),
    'split UTF-8': crlf.replace('\u4f60'.encode(), b'\xe4\xbd\r\n \xa0'),
    'many blanks': crlf.replace(b'X-Odd', b' \r\n \r\n\t\r\nX-Odd'),
}
for name, data in forms.items():
    f = write('c/form.ics', data)
    run = sync(f)
    now = read(f)
    result(now != data and now.count(b'X-ICSRESERVE-ID') >= 2,
           name + ': written', run)
    eol = b'\n' if name == 'lf' else b'\r\n'
    result(all(l.endswith(eol) for l in re.findall(
        rb'(?:X-ICSRESERVE-ID|LAST-MODIFIED|CONFERENCE).*\n', now))
        or name == 'mixed', name + ': line ends', now)
    rest = [l for l in now.replace(b'\r', b'').split(b'\n')
            if not re.match(rb'X-ICS|LAST-M|DTSTAMP|CONF|URL|LOC|DESC| ', l)]
    want = [l for l in data.replace(b'\r', b'').split(b'\n')
            if not re.match(rb'DTSTAMP|URL|LOC|DESC| ', l)]
    same(name + ': the other lines', rest, want)
    run = tool.run('--json', 'cancel', '--all')
    same(name + ': cancel gives it back', read(f), data)
same('cancel: nothing is left on the server', box.reservations(), [])

# --- mode, owner, links ----------------------------------------------------
f = write('c/mode.ics', crlf)
os.chmod(f, 0o640)
if os.geteuid() == 0:
    os.chown(f, 12345, 54321)
old = os.stat(f)
sync(f)
new = os.stat(f)
same('mode', oct(new.st_mode), oct(old.st_mode))
same('owner', (new.st_uid, new.st_gid), (old.st_uid, old.st_gid))
real = write('c/real/target.ics', calendar(event('link')))
os.makedirs(path('c/links'))
os.symlink('../real/target.ics', path('c/links/item.ics'))
sync(path('c/links'))
result(os.path.islink(path('c/links/item.ics')) and
       os.readlink(path('c/links/item.ics')) == '../real/target.ics',
       'a symbolic link stays one')
result(b'X-ICSRESERVE-ID' in read(real), 'what it points to is written')
hard = write('c/hard.ics', calendar(event('hard')))
os.link(hard, path('c/hard2'))
before, calls = files('c'), box.count_of('apply')
run = tool.sync(hard)
same('a hard link: exit', run.rc, 1)
same('a hard link: not booked', box.count_of('apply'), calls)
same('a hard link: named', run.kinds()['not-writable'], 1)
result(files('c') == before, 'a hard link: left alone')
folder = os.path.dirname(write('c/ro/a.ics', calendar(event('ro'))))
if os.geteuid() != 0:
    os.chmod(folder, 0o500)
    run = tool.sync(folder)
    same('a read-only folder: not booked', box.count_of('apply'), calls)
    same('a read-only folder: exit', run.rc, 1)
else:
    skip('a read-only folder', 'root may write everywhere')

# --- a file that changes while the run works -------------------------------
for name, change in {
    'appended': lambda f: open(f, 'ab').write(b'\r\n'),
    'edited in place': lambda f: open(f, 'r+b').write(b'begin'),
    'replaced': lambda f: os.rename(write('c/new', crlf.replace(
        b'SUMMARY:', b'SUMMARY:new ')), f),
    'same size and mtime': lambda f: (
        open(f, 'r+b').write(b'begin'),
        os.utime(f, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))),
    'gone': os.unlink,
}.items():
    f = write('c/busy.ics', crlf)
    stamp = os.stat(f)
    box.script('apply +1 delay=400')
    calls = box.count_of('apply')
    proc = tool.start('--json', 'sync', f)
    until(lambda: box.count_of('apply') > calls)
    change(f)
    user = read(f) if os.path.exists(f) else None
    run = tool.wait(proc)
    same(name + ' meanwhile: exit', run.rc, 1)
    same(name + ' meanwhile: the edit stays',
         read(f) if os.path.exists(f) else None, user)
    box.script()
    if user is None:
        write('c/busy.ics', crlf)
    calls = box.count_of('apply')
    run = tool.sync(f)
    same(name + ' meanwhile: taken up by the next run',
         (run.rc, read(f).count(b'X-ICSRESERVE-ID'), box.count_of('apply')),
         (0, 2, calls))
    tool.run('cancel', '--all')

# --- a killed run ----------------------------------------------------------
f = write('k/a.ics', calendar(event('k')))
steps = 0
for n in range(1, 200):
    shutil.rmtree(path('k'))
    f = write('k/a.ics', calendar(event('k%d' % n)))
    run = tool.sync(f, ICSRESERVE_STEP='kill:%d' % n)
    if run.rc != 100:
        break
    steps = n
    left = set(os.listdir(path('k'))) - {'a.ics'}
    if left:
        result(all(re.match(r'\.icsreserve-.*\.tmp$', t) for t in left),
               'step %d: only a hidden temporary file' % n, left)
    data = read(f)
    if data != calendar(event('k%d' % n)).encode() and \
            data.count(b'X-ICSRESERVE-ID') != 1:
        result(False, 'step %d: half a file' % n, data)
    run = tool.sync(f)
    if run.rc or os.listdir(path('k')) != ['a.ics'] or \
            read(f).count(b'X-ICSRESERVE-ID') != 1:
        result(False, 'after step %d: all is there, nothing is left' % n,
               (run, os.listdir(path('k'))))
result(steps > 15, 'killed at each of %d steps' % steps)
same('the lock lies beside the state',
     sorted(p for p in os.listdir(tool.home) if 'lock' in p),
     ['state.db.lock'])
same('nothing of ours in the calendars\' folders',
     [p for p in files('c') if 'icsreserve' in p or 'lock' in p], [])
finish()
EOF
