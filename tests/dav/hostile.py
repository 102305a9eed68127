# SPDX-License-Identifier: MIT
"""Servers that are odd, broken or hostile, and what the tool makes of them."""
import sys
import threading

from common import *
from fake import DAV, propstat


def fill(fake, n=3):
    for i in range(n):
        fake.write('e%d.ics' % i, calendar(event('e%d' % i)))
    return fake


def once(spoil):
    """It spoils the first request that it answers."""
    done = []

    def wrapper(handler, method, path, body, forward):
        if done:
            return False
        if spoil(handler, method, path, body) is False:
            return False
        done.append(1)
    return wrapper


# --- odd, and fine -----------------------------------------------------------
def odd():
    for words in ([], ['sorts'], ['weak'], ['absolute'], ['relative'],
                  ['encoded'], ['pages'], ['no-data'], ['no-get'],
                  ['no-sync'], ['no-sync', 'no-data', 'weak', 'encoded']):
        name = 'odd: ' + (' '.join(words) or 'nothing')
        f = fill(Fake(*words), 5)
        f.write('a b%@ü+.ics', calendar(event('odd-name')))
        w = World(f)
        run = w.run()
        same(name + ': all booked', (run.rc, run.json['totals']['created']),
             (0, 6))
        same(name + ': all have their link', [
            len(links(d)) for d in f.items.values()], [1] * 6)
        before = dict(f.items)
        puts = f.methods().count('PUT')
        same(name + ': a PUT for each', puts, 6)
        if 'pages' in words:
            w.run()             # our own PUTs come back, in pages
        run = w.run()
        same(name + ': one request', (run.rc, f.methods()), (
            0, ['PROPFIND'] if 'no-sync' in words else ['REPORT']))
        same(name + ': nothing changes', f.items, before)
        f.write('e1.ics', f.items['e1.ics'].replace(b'Meeting e1', b'Other'))
        f.delete('e2.ics')
        run = w.run()
        same(name + ': changes are seen', (
            run.rc, {k: v for k, v in run.json['totals'].items() if v}),
            (0, {'updated': 1, 'deleted': 1, 'unchanged': 4}))
        result(b'SUMMARY:Other' in f.items['e1.ics'] and
               links(f.items['e1.ics']) == links(before['e1.ics']),
               name + ": the other's edit and the link stay",
               f.items['e1.ics'])
        run = w.run('cancel', '--all')
        same(name + ': cancel leaves no line', (run.rc, [
            l for d in f.items.values() for l in ours(d)]), (0, []))
        w.end(name)


def names():
    """Names that no file can have: a file of another name stands for each,
    and the server's own goes into the PUT."""
    strange = ['a/b.ics', '/', 'a/b/', 'nul\0.ics', 'line\r\n.ics', '\x7f',
               '%2F.ics', 'a%2Fb.ics', '.hidden.ics', '\\..\\x.ics', '-rf',
               'q?m.ics', 'n#1.ics', 'l' * 300 + '.ics', 'l' * 300, '\u9577' * 200 + '.ics']
    for words in [], ['encoded'], ['absolute', 'no-sync'], ['no-data'], \
            ['raw']:
        name = 'names: ' + ' '.join(words)
        f = fill(Fake(*words), 2)
        for i, n in enumerate(strange):
            f.write(n, calendar(event('strange%d' % i)))
        w = World(f)
        run = w.run()
        same(name + ': all booked', (run.rc, run.json['totals']['created']),
             (0, 2 + len(strange)))
        same(name + ': all have their link', [
            len(links(d)) for d in f.items.values()],
            [1] * (2 + len(strange)))
        same(name + ': sent to where the server has them', sorted(
            p for m, p, *_ in f.log if m == 'PUT'), sorted(
                f.href(n).replace(f.url, '').replace('?', '%3F')
                .replace('#', '%23') for n in f.items))
        here = files(w.folder)
        result(len(here) == len(f.items) and not any(
            os.path.basename(n)[0] == '.' or len(os.path.basename(n)) > 255
            or re.search('[\\x00-\\x1f\\x7f]', n) for n in here) and len(set(
                map(os.path.dirname, here))) == 1,
            name + ': a file for each, side by side', sorted(here))
        shutil.rmtree(w.folder)
        run = w.run()
        same(name + ': fetched anew into the same files', (
            run.rc, 'PUT' in f.methods(), sorted(files(w.folder))),
            (0, False, sorted(here)))
        run = w.run()
        same(name + ': one request', (run.rc, len(f.log)), (0, 1))
        f.delete('a/b.ics')
        run = w.run()
        same(name + ': one goes', (run.rc, run.json['totals']['deleted'],
                                   len(files(w.folder))),
             (0, 1, len(here) - 1))
        run = w.run('cancel', '--all')
        same(name + ': cancel leaves no line', (run.rc, [
            l for d in f.items.values() for l in ours(d)]), (0, []))
        w.end(name)


def not_there():
    """Listed, and then there is nothing: left out, and told."""
    f = fill(Fake(), 3)
    w = World(f)
    href = f.href
    f.href = lambda name: href(name.replace('e1', 'other'))
    run = w.run()
    same('listed and not there: the others are booked, it is told', (
        run.rc, run.json['totals']['created'], run.kinds()),
        (0, 2, {'not-there': 1}))
    w.end('not there')


def new_and_changed():
    """A new name stands before, between or behind what was there, and all
    of that is changed in the same step."""
    for new in ['e2a', 'a'] if SAMPLE else ['a', 'e0a', 'e2a', 'e3a', 'z']:
        f = fill(Fake(), 5)
        w = World(f)
        w.run()
        f.write(new + '.ics', calendar(event(new)))
        for i in range(5):
            f.write('e%d.ics' % i,
                    calendar(event('e%d' % i, summary='Changed')))
        run = w.run()
        same('%s is new, all else is changed: all are taken' % new, (
            run.rc, run.json['totals']['created'],
            run.json['totals']['updated'], run.err), (0, 1, 5, ''))
        w.end('new and changed')


def both_fail():
    f = fill(Fake('no-data', 'no-get'))
    w = World(f)
    run = w.run()
    result(run.rc == 3 and len(f.log) < 30,
           'neither REPORT nor GET gives an event: exit 3, no loop',
           '%s %s' % (run, f.methods()))
    same('nothing is booked then', run.json['totals']['created'], 0)
    w.end('both fail')


def drops():
    f = fill(Fake('drops'), 2)
    w = World(f)
    run = w.run()
    same('a server that drops our lines is told', (
        run.rc, run.kinds()['not-kept']), (1, 2))
    for n in range(4):
        run = w.run()
        same('and not chased, but told, run %d' % n, (
            run.rc, f.methods(), run.kinds()), (0, ['REPORT'],
                                                {'not-sent': 2}))
    w.end('drops')


def taken_and_changed():
    """Taken, and replaced by somebody else before it is read again."""
    f = fill(Fake(), 1)
    w = World(f)

    def spoil(handler, method, path, body, forward):
        if method != 'PUT':
            return False
        f.spoil = None
        f.on_put(handler, 'e0.ics', body)
        f.write('e0.ics', calendar(event('e0', summary='Theirs')))
    f.spoil = spoil
    w.run()
    run = w.run()
    result(run.rc == 0 and b'Theirs' in f.items['e0.ics'] and
           links(f.items['e0.ics']), 'taken and changed: the next run plans '
           'on it', '%s %s' % (run, f.items['e0.ics']))
    w.run('cancel', '--all')
    same('taken and changed: cancel takes our lines out, no more', (
        b'Theirs' in f.items['e0.ics'], ours(f.items['e0.ics'])), (True, []))
    w.end('taken and changed')


def etags():
    """What can't be sent in If-Match is no ETag: nothing is sent then."""
    for tag in '', 'W/', '"a"\r\nX-Other: 1':
        f = fill(Fake(), 2)
        f.etag = lambda name: tag
        f.on_put = lambda handler, name, body: f.answer(handler, 204)
        w = World(f)
        run = w.run()
        same('ETag %r: booked, not sent, told' % tag, (
            run.json['totals']['created'], 'PUT' in f.methods(),
            run.kinds()), (2, False, {'not-sent': 2}))
        w.end('ETag %r' % tag)


def rotating():
    """Another ETag with each answer, the events as they were.  Who compares
    such tags takes no PUT; nothing is sent twice for that."""
    for words in [], ['no-sync'], ['no-sync', 'no-data']:
        for takes in False, True:
            for churns in False, True:
                rotate(words, takes, churns)


def rotate(words, takes, churns):
    name = 'rotating: %s%s%s' % (' '.join(words), ', takes' * takes,
                                 ', stamps churn' * churns)
    f, count = fill(Fake(*words), 3), iter(range(10 ** 6))
    f.etag = lambda name: '"%d"' % next(count)
    if churns:
        class Items(dict):
            def __getitem__(self, key):
                return re.sub(rb'DTSTAMP:\d+T\d+Z', b'DTSTAMP:20260101T%06dZ'
                              % (next(count) % 60), dict.__getitem__(
                                  self, key))
        f.items = Items(f.items)
    if takes:
        def on_put(handler, name, body):
            f.write(name, body)
            f.answer(handler, 204)
        f.on_put = on_put
    w = World(f)
    run = w.run()
    same(name + ': booked, and sent as far as it can be', (
        run.rc, run.json['totals']['created'], f.methods().count('PUT')),
        (0, 3, 3) if takes else (1, 3, 6))
    for n in 2, 3:
        before = len(mutating(w.box)), dict.copy(f.items), \
            churns and not takes or files(w.folder)
        run = w.run()
        same(name + ': run %d is quiet' % n, (
            run.rc, 'PUT' in f.methods(), run.kinds().get('not-sent', 0), (
                len(mutating(w.box)), dict.copy(f.items),
                churns and not takes or files(w.folder))),
            (0, False, 0 if takes else 3, before))
    f.write('e0.ics', calendar(event('e0', summary='Theirs')))
    run = w.run()
    same(name + ': somebody else\'s edit stays, the others are left alone', (
        b'Theirs' in f.items['e0.ics'], f.methods().count('PUT')),
        (True, 1 if takes else 2))
    w.end(name)


def two_etags():
    """The listing's ETag is never that of the read: If-Match on either."""
    for which in 'listed', 'read':
        for words in [], ['no-sync'], ['no-sync', 'no-data']:
            name = 'two ETags: %s %s' % (which, ' '.join(words))
            f, reads = fill(Fake(*words), 2), []

            def tag(name, kind):
                return '"%s-%s"' % (kind, hash(f.items[name]))

            def spoil(handler, method, path, body, forward):
                reads[:] = [method == 'GET' or b'multiget' in body]
                return False

            def on_put(handler, name, body):
                if handler.headers['If-Match'] != tag(name, which):
                    return f.answer(handler, 412)
                f.write(name, body)
                f.answer(handler, 204)
            f.etag = lambda name: tag(name, 'read' if reads[0] else 'listed')
            f.spoil, f.on_put = spoil, on_put
            w = World(f)
            run = w.run()
            same(name + ': booked and sent', (run.rc, [
                len(links(d)) for d in f.items.values()]), (0, [1, 1]))
            w.run()
            before = files(w.folder), dict(f.items)
            run = w.run()
            same(name + ': quiet', (
                run.rc, len(f.log), files(w.folder), f.items),
                (0, 1) + before)
            w.run('cancel', '--all')
            same(name + ': cancel', [
                l for d in f.items.values() for l in ours(d)], [])
            w.end(name)


def meanwhile():
    """Each ETag is another one, and somebody writes between read and PUT:
    what he wrote is not pushed over."""
    f, count = fill(Fake(), 1), iter(range(10 ** 6))
    f.etag = lambda name: '"%d"' % next(count)

    def spoil(handler, method, path, body, forward):
        if method == 'PUT':
            f.spoil = None
            f.write('e0.ics', calendar(event('e0', summary='Theirs')))
        return False
    f.spoil = spoil
    w = World(f)
    run = w.run()
    same('rotating, changed meanwhile: one PUT, told', (
        run.rc, f.methods().count('PUT'), run.kinds()),
        (1, 1, {'changed-meanwhile': 1}))
    w.end('rotating, changed meanwhile')


def neighbours():
    """Another state, with a calendar of the same name and another URL, syncs
    in the middle of a run; and then the URL is another one."""
    f, g, last = fill(Fake(), 3), Fake(), Fake()
    g.write('other.ics', calendar(event('other')))
    w = World(f)
    w.tool.set(calendar_zlast={'url': last.url + last.collection})
    w.run()
    held = w.held()
    other = Tool(w.box, calendar_team={'url': g.url + g.collection})
    cache = os.path.join(w.tool.home, '.cache')
    ran = []

    def spoil(handler, method, path, body, forward):
        if not ran:
            ran.append(other.sync(XDG_CACHE_HOME=cache).rc)
        return False
    last.spoil = spoil
    run = w.run()
    same('neighbours: nothing is deleted', (
        ran, run.rc, run.json['totals']['deleted'], w.held()),
        ([0], 0, 0, held))
    w.quiet('neighbours')
    w.tool.set(calendar_team={'url': g.url + g.collection})
    g.write('other.ics', calendar(event('third')))
    run = w.run()
    same('another URL: nothing is deleted', (
        run.rc, run.json['totals']['deleted'], run.kinds()
        ['not-configured']), (0, 0, 3))
    w.tool.set(calendar_team={'url': f.url + f.collection})
    run = w.run()
    same('the first URL again: as it was', (
        run.rc, run.json['totals']['created'], 'PUT' in f.methods()),
        (0, 0, False))
    shutil.rmtree(cache)
    w.tool.set(calendar_team={'url': g.url + g.collection})
    run = w.run()
    same('another URL and no cache: nothing is deleted', (
        run.rc, run.json['totals']['deleted'], run.kinds()
        ['not-configured']), (0, 0, 3))
    name = path('folder')
    os.mkdir(name)
    write('folder/x.ics', calendar(event('other')))
    w.tool.set(calendar_team={'url': None, 'path': name})
    run = w.run()
    same('a path in place of the URL: nothing is deleted', (
        run.rc, run.json['totals']['deleted'], run.kinds()
        ['copy-removed']), (0, 0, 1))
    last.stop()
    w.end('neighbours')


def departed():
    """The copy of a calendar that left the configuration goes, but for what
    was not sent."""
    f = fill(Fake(), 3)
    w = World(f)
    w.tool.set(calendar_local={'path': write('local.ics', calendar())})
    w.run()
    held, there = w.held(), dict(f.items)
    section = w.tool.sections.pop('calendar_team')
    w.tool.set()
    run = w.run('sync', '-n')
    same('departed: a dry run leaves the copy', len(files(w.folder)), 3)
    run = w.run()
    same('departed: the copy goes, told, and nothing else', (
        run.rc, run.kinds()['copy-removed'], os.path.exists(w.folder),
        f.methods(), f.items, w.held()), (0, 1, False, [], there, held))
    run = w.run()
    same('departed: told once', (run.rc, run.kinds()['copy-removed']),
         (0, 0))
    same('departed: no row is left', w.tool.sql(
        'SELECT count(*) FROM remotes, remote_items'), [(0,)])
    w.tool.set(calendar_team=section)
    run = w.run()
    same('departed: configured again: as it was', (
        run.rc, run.json['totals']['created'], 'PUT' in f.methods()),
        (0, 0, False))
    folder = os.listdir(w.folder)
    w.tool.set(calendar_team={'url': f.url + f.collection + '?'})
    w.tool.set(calendar_team={'url': f.url + '/u/team'})
    run = w.run()
    same('departed: with another URL the old copy goes', (
        run.rc, run.kinds()['copy-removed'], len(os.listdir(w.folder)),
        os.listdir(w.folder) == folder), (0, 1, 1, False))

    f.write('e0.ics', calendar(event('e0', summary='Unsent')))
    f.spoil = lambda h, m, *_: Between.answer(h, 500) if m == 'PUT' \
        else False
    w.run()
    f.spoil = None
    section = w.tool.sections.pop('calendar_team')
    w.tool.set()
    for n in 1, 2:
        run = w.run()
        same('departed: what was not sent stays, told, run %d' % n, (
            run.rc, run.kinds()['copy-kept'], len(files(w.folder))),
            (0, 1, 3))
    w.tool.set(calendar_team=section)
    run = w.run()
    same('departed: configured again it is sent', (
        run.rc, f.methods().count('PUT'), len(links(f.items['e0.ics']))),
        (0, 1, 1))
    w.tool.sections.pop('calendar_team')
    w.tool.set()
    other = os.path.join(w.folder, os.listdir(w.folder)[0], 'diary.txt')
    with open(other, 'w') as file:
        file.write('dear')
    run = w.run()
    same('departed: a file that was not fetched stays', (
        run.rc, run.kinds()['copy-kept'], list(files(w.folder))),
        (0, 1, [other]))
    w.end('departed')


def other_kinds():
    """Xandikos lists whatever lies in the folder of a calendar."""
    for kind, body, rc in ('text/plain', b'note', 0), ('text/vcard', b'', 0), (
            'text/html', b'<html>login', 3), ('text/calendar', b'BEGIN', 3):
        f = fill(Fake('no-data'), 2)
        f.write('note.txt', body)
        w = World(f)

        def spoil(handler, method, path, data, forward):
            if method != 'GET' or not path.endswith('note.txt'):
                return False
            Between.answer(handler, 200, [('Content-Type', kind)], body)
        f.spoil = spoil
        run = w.run()
        same('a member of %s: exit %d' % (kind, rc), (
            run.rc, f.methods().count('PUT')), (rc, 0 if rc else 2))
        if rc == 0:
            w.quiet('a member of ' + kind)
        w.end('a member of ' + kind)


def read_only():
    f = fill(Fake('read-only'), 2)
    w = World(f)
    run = w.run()
    same('read-only: nothing is sent', 'PUT' in f.methods(), False)
    same('read-only: as a read-only folder', run.kinds()['not-writable'], 2)
    result(f.url + '/\u2026 lets this calendar only be read' in run.err and
           'get the right to write' in run.err,
           'read-only: it says what, and what to do', run.err)
    w.end('read-only')
    f = fill(Fake('read-only'), 2)
    out = path('out')
    w = World(f, output=out)
    run = w.run()
    same('read-only with output: the copies have the links', (
        run.rc, [len(links(read(os.path.join(out, n))))
                 for n in sorted(os.listdir(out))]), (0, [1, 1]))
    same('read-only with output: nothing is sent', 'PUT' in f.methods(),
         False)
    w.quiet('read-only with output')
    w.end('read-only')


# --- a listing that says nothing ---------------------------------------------
def answers(status, body=b'', *headers):
    def spoil(handler, method, path, body_sent, forward):
        if method == 'PUT':
            return False
        Between.answer(handler, status, list(headers), body)
    return spoil


def doubtful():
    xml = ('Content-Type', 'application/xml')
    good = (DAV % '').encode()
    bomb = (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' +
            b''.join(b'<!ENTITY %c "%s">' % (98 + i, b'&%c;' % (97 + i) * 10)
                     for i in range(8)) +
            b']><D:multistatus xmlns:D="DAV:"><D:response><D:href>&i;'
            b'</D:href></D:response></D:multistatus>')
    outside = (DAV % ''.join(
        '<D:response><D:href>%s</D:href>%s</D:response>' % (
            h, propstat('<D:getetag>"x"</D:getetag>'))
        for h in ('/u/team/../../etc/passwd',))).encode()
    encoded = outside.replace(b'/u/team/../../etc/passwd',
                              b'/u/team/%2e%2e%2fpasswd')
    host = outside.replace(b'/u/team/../../etc/passwd',
                           b'http://example.com/u/team/x.ics')
    one_fails = (DAV % (
        '<D:response><D:href>/u/team/e0.ics</D:href>%s</D:response>'
        '<D:response><D:href>/u/team/e1.ics</D:href><D:status>HTTP/1.1 500 '
        'X</D:status></D:response>' % propstat(
            '<D:getetag>"x"</D:getetag>'))).encode()
    cases = {
        'garbage': answers(207, b'\x00\x01<<<', xml),
        'HTML with 200': answers(200, b'<html>sign in</html>'),
        'HTML with 207': answers(207, b'<html><body/></html>', xml),
        'an entity bomb': answers(207, bomb, xml),
        'deep XML': answers(207, good[:-16] + b'<a>' * 9999, xml),
        'a cut multistatus': answers(207, good[:-9], xml),
        'an empty answer': answers(207, b'', xml),
        'a 500': answers(500),
        'a 404': answers(404),
        'a 403': answers(403),
        'a 301 to another host': answers(301, b'', (
            'Location', 'http://example.com/u/team/')),
        'a 301 in a circle': answers(301, b'', ('Location', '/u/team/')),
        'a member outside': answers(207, outside, xml),
        'a member outside, encoded': answers(207, encoded, xml),
        'a member on another host': answers(207, host, xml),
        'a member that fails': answers(207, one_fails, xml),
        'no member': answers(207, good, xml),
        'no answer': lambda h, m, *_: False if m == 'PUT' else
        Between.cut(h),
    }
    f = fill(Fake(), 4)
    w = World(f)
    w.run()
    before, calls = dict(f.items), len(mutating(w.box))
    f.write('e0.ics', f.items['e0.ics'].replace(b'Meeting', b'Muting'))
    there = dict(f.items)
    here = files(w.folder)
    for name, spoil in cases.items():
        for token in True, False:
            if not token:       # as after a day
                f.first = f.clock + 1
            f.spoil = spoil
            run = w.run()
            f.spoil, f.first = None, 0
            result(run.rc == 3 and f.items == there and
                   len(mutating(w.box)) == calls and len(f.log) < 30 and
                   'PUT' not in f.methods() and files(w.folder) == here,
                   '%s: exit 3, nothing is done' % name,
                   '%s %s' % (run, f.methods()))
    run = w.run()
    same('afterwards all is as if nothing had been', (
        run.rc, run.json['totals']['updated']), (0, 1))
    w.quiet('afterwards')
    w.end('doubtful')


def emptied():
    f = fill(Fake(), 3)
    w = World(f)
    w.run()
    calls = len(mutating(w.box))
    saved = dict(f.items)
    for n in list(f.items):
        f.delete(n)
    run = w.run()
    same('emptied: exit 3, nothing is deleted', (
        run.rc, len(mutating(w.box))), (3, calls))
    for i in range(3):
        f.write('other%d.ics' % i, calendar(event('other%d' % i)))
    f.first = f.clock
    f.changes = [(f.clock, n) for n in f.items]
    f.first += 1
    f.clock += 1
    run = w.run()
    same('another calendar: exit 3, nothing is deleted', (
        run.rc, len(mutating(w.box)), 'PUT' in f.methods()),
        (3, calls, False))
    f.items, f.clock = saved, f.clock + 1
    f.changes = [(f.clock, n) for n in saved]
    run = w.run()
    same('back again: as it was', (run.rc, len(mutating(w.box))),
         (0, calls))
    for n in list(f.items):
        f.delete(n)
    run = w.run('cancel', '--calendar', 'team')
    same('emptied on purpose: cancelled', (
        run.rc, run.json['totals']['deleted']), (0, 3))
    w.end('emptied')


def restored():
    """The same events under other names, and other UIDs: the calendar goes
    on when one that is booked is among them."""
    def stripped(data):         # as before we wrote into it
        return re.sub(rb'(?m)^(CONFERENCE|URL|LOCATION|X-ICS)[^\n]*\n'
                      rb'( [^\n]*\n)*', b'', data)

    def renamed(data):          # other UIDs, our lines stay
        return re.sub(rb'(?m)^UID:', b'UID:again-', data)
    for words in ([], ['no-sync']) if SAMPLE else (
            [], ['no-sync'], ['no-sync', 'no-data']):
        for how in bytes, stripped, renamed:
            name = 'restored: %s %s' % (' '.join(words), how.__name__)
            f = fill(Fake(*words), 3)
            w = World(f)
            w.run()
            held, old = w.held(), dict(f.items)
            for n in old:
                f.delete(n)
            for i, n in enumerate(old):
                f.write('restored-%d.ics' % i, how(old[n]))
            f.write('a.ics', calendar(event('new')))
            f.first = f.clock + 1
            run = w.run()
            same(name + ': it goes on, each with its link', (
                run.rc, run.json['totals']['created'],
                run.json['totals']['deleted'], dict(w.held(), **held)),
                (0, 1, 0, w.held()))
            same(name + ': the links stand on the server', sorted(
                n for d in f.items.values() for n in links(d)), sorted(
                    u.split('/')[-1].encode() for u in w.held().values()))
            f.first = 0
            run = w.run()
            same(name + ': and then there is nothing to do', (
                run.rc, 'PUT' in f.methods(), len(files(w.folder))),
                (0, False, 4))
            w.end(name)


def restored_in_part():
    """One of the events that were booked is enough; none is not."""
    f = fill(Fake('no-sync'), 3)
    w = World(f)
    w.run()
    held, old = w.held(), dict(f.items)
    for n in old:
        f.delete(n)
    for i in range(120):
        f.write('a%d.ics' % i, calendar(event('other%d' % i)))
    before = len(mutating(w.box)), files(w.folder)
    for _ in 1, 2:
        run = w.run()
        same('none of the booked ones in what came: exit 3, nothing is done', (
            run.rc, 'none of the 3 events' in run.err, 'PUT' in f.methods(),
            (len(mutating(w.box)), files(w.folder))),
            (3, True, False, before))
    f.write('z.ics', old['e1.ics'])
    run = w.run()
    same('one of them is there: it goes on', (
        run.rc, w.held()['Meeting e1'], run.json['totals']['deleted'],
        run.json['totals']['created']), (0, held['Meeting e1'], 2, 120))
    w.end('restored in part')


def moved():
    """A redirect of a known collection is followed on its host, in the same
    run, and what is sent later goes there."""
    for words in [], ['no-sync'], ['absolute']:
        for status in 301, 302, 307, 308:
            if SAMPLE and status != 301 and words:
                continue
            name = 'moved: %d %s' % (status, ' '.join(words))
            f = fill(Fake(*words), 3)
            w = World(f)
            w.run()
            held = w.held()

            def lead(handler, method, path, body, forward):
                if not path.startswith('/u/team/'):
                    return False
                Between.answer(handler, status, [(
                    'Location', path.replace('team', 'new'))])
            f.collection, f.spoil = '/u/new/', lead
            f.first = f.clock + 1
            f.write('late.ics', calendar(event('late')))
            run = w.run()
            same(name + ': followed', (
                run.rc, run.json['totals']['created'], run.err), (0, 1, ''))
            f.first = 0
            w.run()             # our own PUT comes back
            run = w.run('cancel', '--all')
            same(name + ': cancel sends to the new place', (
                run.rc, {p.rsplit('/', 1)[0] for m, p, *_ in f.log},
                [l for d in f.items.values() for l in ours(d)], len(held)),
                (0, {'/u/new'}, [], 3))
            w.end(name)


def in_the_middle():
    """A pull that fails among its events keeps what it has, and deletes
    nothing."""
    f = fill(Fake('no-data'), 3)
    w = World(f)
    w.run()
    calls = len(mutating(w.box))
    for i in range(3):
        f.write('e%d.ics' % i, f.items['e%d.ics' % i].replace(
            b'Meeting', b'Muting'))
    f.delete('e2.ics')
    f.write('e3.ics', calendar(event('e3')))

    def spoil(handler, method, path, body, forward):
        if method != 'GET' or not path.endswith('e1.ics'):
            return False
        Between.answer(handler, 502)
    f.spoil = spoil
    run = w.run()
    deleted = [c for c in mutating(w.box)[calls:] if c[0] == 'delete']
    same('a 502 in the middle: exit 3, no deletion, no PUT', (
        run.rc, deleted, 'PUT' in f.methods()), (3, [], False))
    f.spoil = None
    run = w.run()
    same('the next run does the rest', (run.rc, run.json['totals']
                                        ['deleted']), (0, 1))
    w.end('in the middle')


def huge():
    def spoil(handler, method, path, body, forward):
        handler.send_response_only(207)
        handler.send_header('Content-Length', str(10 << 30))
        handler.end_headers()
        try:
            for _ in range(10 << 10):
                handler.wfile.write(b' ' * (1 << 20))
        except OSError:
            pass
        handler.close_connection = True

    def drip(handler, method, path, body, forward):
        handler.send_response_only(207)
        handler.send_header('Content-Length', '1000000')
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b' ')
                if stopped.wait(0.2):
                    break
        except OSError:
            pass
        handler.close_connection = True
    stopped = threading.Event()
    f = fill(Fake(), 1)
    w = World(f)
    w.run()
    for name, how in ('10 GB', spoil), ('a slow drip', drip):
        f.spoil = how
        w.tool.set(feishu={'timeout': '1'})
        began = time.monotonic()
        run = w.run()
        took = time.monotonic() - began
        result(run.rc == 3 and took < 60 * SLOW, name + ': exit 3 in time',
               '%s after %d s' % (run, took))
    stopped.set()
    f.spoil = None
    same('afterwards', w.run().rc, 0)
    w.end('huge')


# --- PUT ----------------------------------------------------------------------
def puts():
    inner = (DAV % '<D:response><D:href>/u/team/e0.ics</D:href><D:status>'
             'HTTP/1.1 412 X</D:status></D:response>').encode()

    def put(status, body=b'', *headers, deed=False, cut=False):
        def spoil(handler, method, path, data):
            if method != 'PUT':
                return False
            if deed:
                f.write('e0.ics', data)
            if cut:
                return Between.cut(handler)
            return Between.answer(handler, status, list(headers), body)
        return spoil
    need = (b'<error xmlns="DAV:"><need-privileges/></error>')
    cases = {       # name: (spoil, exit, PUTs of the next run)
        'lost after the deed': (put(0, deed=True, cut=True), 0, 0),
        'lost before the deed': (put(0, cut=True), 1, 1),
        '500 after the deed': (put(500, deed=True), 0, 0),
        '504 before the deed': (put(504), 1, 1),
        '412 after the deed': (put(412, deed=True), 0, 0),
        '412 for what is in it': (put(412), 1, 0),
        '207 with a 412 inside': (put(207, inner), 1, 0),
        '400': (put(400), 1, 0),
        '403': (put(403), 1, 0),
        '403 need-privileges': (put(403, need), 1, 1),
        '405': (put(405), 1, 1),
        '501': (put(501), 1, 1),
        '409': (put(409), 1, 0),
        '413': (put(413), 1, 0),
        '423': (put(423), 1, 1),
        '429 with Retry-After': (put(429, b'', ('Retry-After', '1')), 0, 0),
        '429 for long': (put(429, b'', ('Retry-After', '4000')), 1, 1),
        '507': (put(507), 1, 1),
        '301': (put(301, b'', ('Location', 'http://example.com/')), 1, 1),
        '404': (put(404), 1, 1),
    }
    for name, (spoil, rc, later) in cases.items():
        f = fill(Fake(), 1)
        w = World(f)
        f.spoil = once(spoil)
        run = w.run()
        same('PUT: %s: exit' % name, run.rc, rc)
        link = w.held()
        f.spoil = None
        run = w.run()
        same('PUT: %s: next run' % name, (run.rc, f.methods().count('PUT'),
                                          run.json['totals']['created']),
             (0, later, 0))
        if later or rc == 0:
            same('PUT: %s: the link is there, once' % name, (
                len(links(f.items['e0.ics'])), w.held()), (1, link))
            w.quiet('PUT: ' + name)
        else:
            same('PUT: %s: the next run tells it' % name, run.kinds(),
                 {'not-sent': 1})
        w.end('PUT: ' + name)


def refused():
    """A server that takes no changes is asked by one PUT in each run, and
    what waits is named, until it takes them."""
    need = b'<error xmlns="DAV:"><need-privileges/></error>'
    cases = ('405', 405, b'', []), ('403', 403, need, ['no-rights']), \
        ('501', 501, b'', [])
    for name, status, body, words in cases:
        name = 'refused: ' + name
        f = fill(Fake(*words), 3)
        w = World(f)
        w.run()
        for n in 'late', 'later', 'last':
            f.write(n + '.ics', calendar(event(n)))

        def refuse(handler, name, data):
            Between.answer(handler, status, [(
                'Content-Type', 'application/xml')], body)
        on_put, f.on_put = f.on_put, refuse
        run = w.run()
        same(name + ': each is named', (run.rc, run.kinds()),
             (1, {'not-sent': 3}))
        for n in 2, 3:
            run = w.run()
            same(name + ': run %d: one PUT, each is named' % n, (
                run.rc, f.methods().count('PUT'), run.kinds()),
                (1, 1, {'not-sent': 3}))
        result(f.url + '/\u2026: ' in run.err and 'get the right to write'
               in run.err, name + ': it says where, and what to do', run.err)
        f.write('e0.ics', f.items['e0.ics'].replace(b'T02', b'T03'))
        f.on_put = on_put
        run = w.run()
        same(name + ': taken again: all is sent', (
            run.rc, f.methods().count('PUT'), run.kinds(), [
                len(links(d)) for d in f.items.values()]),
            (0, 3, {}, [1] * 6))
        w.quiet(name)
        f.on_put = refuse
        run = w.run('cancel', '--all')
        same(name + ': refused to cancel: each is named', (
            run.rc, run.kinds(), len(w.held())), (1, {'not-sent': 6}, 0))
        result('still stand on the server' in run.err,
               name + ': as what it is', run.err)
        f.on_put = on_put
        w.run('cancel', '--all')
        w.end(name)
        f = fill(Fake(*words), 3)
        w = World(f)
        w.run()
        f.write('late.ics', calendar(event('late')))
        f.on_put, on_put = refuse, f.on_put
        w.run()
        f.on_put = on_put
        f.write('new.ics', calendar(event('new')))
        run = w.run('cancel', '--all')
        same(name + ': cancel leaves no line where changes are taken again', (
            run.rc, [l for d in f.items.values() for l in ours(d)]), (0, []))
        w.end(name)


def rights():
    """The right to write is taken away, and given back."""
    f = fill(Fake(), 2)
    w = World(f)
    w.run()
    f.write('late.ics', calendar(event('late')))

    def refuse(handler, name, data):
        Between.answer(handler, 403, [('Content-Type', 'application/xml')],
                       b'<error xmlns="DAV:"><need-privileges/></error>')
    on_put, f.on_put = f.on_put, refuse
    f.odd.add('read-only')
    same('rights: taken away: told', w.run().kinds(), {'not-sent': 1})
    for n in 2, 3:
        run = w.run()
        same('rights: run %d: nothing is sent, but told' % n, (
            run.rc, 'PUT' in f.methods(), run.kinds()),
            (0, False, {'not-sent': 1}))
    f.write('new.ics', calendar(event('new')))
    run = w.run()
    same('rights: a new event can\'t get a link', (
        run.kinds()['not-writable'], len(w.held())), (1, 3))
    result('lets this calendar only be read' in run.err and
           'hard link' not in run.err, 'rights: it says why', run.err)
    f.on_put = on_put
    f.odd.remove('read-only')
    run = w.run()
    same('rights: given back: all have their link', (
        run.rc, [len(links(d)) for d in f.items.values()]), (0, [1] * 4))
    w.quiet('rights')
    w.run('cancel', '--all')
    same('rights: cancel leaves no line', [
        l for d in f.items.values() for l in ours(d)], [])
    w.end('rights')


def lone_cr():
    """XML makes a line's end of it: our PUT must not bring that back."""
    f = Fake()
    f.write('e0.ics', calendar(event('e0', summary='A\rX-B:c')))
    before = f.items['e0.ics']
    w = World(f)
    w.run()
    result(b'A\rX-B:c' in f.items['e0.ics'] and links(f.items['e0.ics']),
           'a CR alone stays one', f.items['e0.ics'])
    w.run('cancel', '--all')
    same('a CR alone: cancel', f.items['e0.ics'], before)
    w.end('a CR alone')


def busy():
    """One that is busy for long: not each event waits for it anew."""
    f = fill(Fake(), 60)
    w = World(f)

    def spoil(handler, method, path, body, forward):
        if method != 'PUT':
            return False
        Between.answer(handler, 503, [('Retry-After', '1')])
    f.spoil = spoil
    run = w.run()
    result(run.rc == 1 and {p for m, p, *_ in f.log if m == 'PUT'} !=
           {f.collection + n for n in f.items},
           'busy: the rest is left for the next run', run)
    f.spoil = None
    w.run()
    same('busy: the next run sends all', {
        len(links(d)) for d in f.items.values()}, {1})
    w.quiet('busy')
    w.end('busy')


def conflict():
    """Somebody else writes between our reading and our PUT."""
    f = fill(Fake(), 1)
    w = World(f)

    def spoil(handler, method, path, body, forward):
        if method == 'PUT':
            f.write('e0.ics', calendar(event('e0', summary='Theirs')))
        return False
    f.spoil = spoil
    run = w.run()
    same("conflict: the other's edit stays", (
        run.rc, run.kinds()['changed-meanwhile'], b'Theirs' in
        f.items['e0.ics'], ours(f.items['e0.ics'])), (1, 1, True, []))
    f.spoil = None
    link = w.held()
    run = w.run()
    same('conflict: the next run plans on it', (
        run.rc, b'Theirs' in f.items['e0.ics'],
        len(links(f.items['e0.ics'])), run.json['totals']['created'],
        list(w.held().values())), (0, True, 1, 0, list(link.values())))
    w.quiet('conflict')
    w.end('conflict')


def gone():
    """Deleted there between our reading and our PUT: not made anew."""
    f = fill(Fake(), 2)
    w = World(f)

    def spoil(handler, method, path, body, forward):
        if method == 'PUT' and path.endswith('e0.ics') and \
                'e0.ics' in f.items:
            f.delete('e0.ics')
        return False
    f.spoil = spoil
    w.run()
    same('gone: not made anew', list(f.items), ['e1.ics'])
    f.spoil = None
    run = w.run()
    same('gone: the reservation goes too', (run.rc, run.json['totals']
                                            ['deleted']), (0, 1))
    w.quiet('gone')
    w.end('gone')


def unread():
    """Sent, and then nothing can be read."""
    f = fill(Fake(), 1)
    w = World(f)
    put = []

    def spoil(handler, method, path, body, forward):
        if method == 'PUT':
            put.append(1)
        elif put:
            return Between.answer(handler, 404)
        return False
    f.spoil = spoil
    run = w.run()
    f.spoil = None
    run = w.run()
    same('sent and unread: no second PUT', (run.rc, f.methods().count('PUT'),
                                            len(links(f.items['e0.ics']))),
         (0, 0, 1))
    w.quiet('sent and unread')
    w.end('unread')


# --- logins --------------------------------------------------------------------
def logins():
    import base64
    import hashlib
    for secret, rc in ('hunter22', 0), ('wrong-one', 5):
        for kind in 'basic', 'digest', 'bearer':
            f = fill(Fake(), 1)

            def spoil(handler, method, path, body, forward):
                got = handler.headers.get('Authorization', '')
                if kind == 'bearer':
                    fine = got == 'Bearer hunter22'
                elif kind == 'basic':
                    fine = got == 'Basic ' + base64.b64encode(
                        b'u:hunter22').decode()
                else:
                    p = dict(re.findall(r'(\w+)="?([^",]*)"?', got))

                    def md5(t):
                        return hashlib.md5(t.encode()).hexdigest()
                    fine = got.startswith('Digest') and p['response'] == md5(
                        ':'.join([md5('u:r:hunter22'), 'abc', p['nc'],
                                  p['cnonce'], 'auth',
                                  md5(method + ':' + p['uri'])]))
                if fine:
                    return False
                ask = {'basic': 'Basic realm="r"', 'bearer':
                       'Bearer realm="r"', 'digest':
                       'Digest realm="r", nonce="abc", qop="auth"'}[kind]
                Between.answer(handler, 401, [('WWW-Authenticate', ask)])
            f.spoil = spoil
            keys = {'bearer_command': 'echo ' + secret} \
                if kind == 'bearer' else {
                    'username': 'u', 'password_command': 'echo ' + secret}
            w = World(f, **keys)
            run = w.run('-vvv', 'sync')
            result(run.rc == rc and (rc == 0 or 'team' in run.err) and
                   secret not in run.out + run.err and
                   run.json['totals']['created'] == (rc == 0),
                   'login: %s, %s' % (kind, 'right' if rc == 0 else
                                      'wrong: exit 5 with the name'),
                   '%s %s' % (run, f.methods()))
            if rc:
                result(len(f.log) <= 3, 'login: wrong: no storm', f.methods())
            w.end('login')
    f = fill(Fake(), 1)
    w = World(f, username='u')
    run = w.run(ICSRESERVE_PASSWORD_TEAM='hunter22')
    same('login: from the environment', (run.rc, f.log[0][2]
         ['Authorization']), (0, 'Basic ' + base64.b64encode(
             b'u:hunter22').decode()))
    run = w.run()
    same('login: no password', run.rc, 2)
    w.end('login')


# --- commands -------------------------------------------------------------------
def commands():
    f = fill(Fake(), 2)
    w = World(f)
    run = w.run('sync', '-n')
    same('a dry run before anything was fetched: exit 3, nobody is asked',
         (run.rc, f.methods()), (3, []))
    run = w.run('doctor')
    result(f.methods() == ['PROPFIND'] and 'a CalDAV calendar' in run.out,
           'doctor asks what the server can', run)
    result('PUT' not in f.methods(), 'doctor only asks')
    w.run()
    run = w.run('sync', '-n')
    same('a dry run: by what is there', (run.rc, f.methods()), (0, []))
    for command, want in (['status'], 'e1'), (['explain', 'e1'], 'team'), \
            (['export', '--format', 'csv'], 'Meeting e1'), \
            (['verify'], 'findings'), (['show', 'e1'], 'Meeting e1'):
        run = w.tool.run(*command) if 'export' in command else w.run(*command)
        result(run.rc == 0 and want in run.out, ' '.join(command) +
               ': knows the calendar', run)
    run = w.run('sync', '--no-write-back')
    same('--no-write-back', run.rc, 0)
    run = w.run('cancel', 'e1')
    same('cancel of one', (run.rc, ours(f.items['e1.ics']),
                           len(links(f.items['e0.ics']))), (0, [], 1))
    f.odd |= {'read-only', 'no-sync'}
    run = w.run('doctor')
    result('lets it only be read' in run.out and 'no sync-collection' in
           run.out, 'doctor names what the server does not do', run)
    f.odd = {'schedules'}
    run = w.run('doctor')
    result('mails attendees' in run.out and 'u@example.com, u2@example.com' in
           run.out, 'doctor names who we are where the server schedules', run)
    w.tool.set(feishu={'own': '*@example.com'})
    run = w.run('doctor')
    result('u2@example.com' not in run.out, 'doctor: own is set', run)
    f.spoil = lambda h, *_: Between.answer(h, 401)
    run = w.run('doctor')
    result(run.rc == 5 and 'app password' in run.out,
           'doctor: a login that is refused, with the remedy', run)
    w.end('commands')


def wire():
    """Every command, in every weather: what leaves."""
    feed = Fake()
    feed.on_get = lambda handler, name, body: feed.answer(
        handler, 200, [('Content-Type', 'text/calendar')],
        calendar(event('fed')).encode())
    local = path('wire')
    os.makedirs(local, exist_ok=True)
    write('wire/local.ics', calendar(event('local')))
    sheets = os.path.join(local, 'links.csv')
    commands = [
        ['sync', '-n'], ['sync'], ['sync', '--no-write-back'],
        ['import', os.path.join(local, 'local.ics'), '--csv', sheets],
        ['import', feed.url + feed.collection + 'x.ics', '-o', local + '/fed.ics'],
        *(['export', '--format', f] for f in ('ics', 'csv', 'html', 'json')),
        ['status'], ['explain', 'e1'], ['show', 'e1'], ['active', 'e1'],
        ['attendance', '--record'], ['attendance'], ['verify'],
        ['verify', '--repair'], ['doctor'], ['doctor', '--offline'],
        ['backup', local + '/state.bak'], ['cancel', 'e1'], ['sync'],
        ['cancel', '--calendar', 'team'], ['sync'], ['cancel', '--all']]
    weather = {'fine': None, '412': 412, '500': 500, '405': 405, '401': 401}
    kinds = [], ['no-sync', 'no-data', 'weak'], ['read-only']
    for i, (name, status) in enumerate(weather.items()):
        # In the sample each weather and each kind of server, not all pairs.
        for words in kinds[i % 3:i % 3 + 1] if SAMPLE else kinds:
            f = fill(Fake(*words), 3)
            w = World(f)
            log, rcs = [], []
            for args in commands:
                f.write('e2.ics', calendar(event('e2', summary=str(args))))
                f.spoil = status and (
                    lambda h, m, *_: len(f.log) % 3 == 0 and
                    Between.answer(h, status))
                rcs.append(w.tool.run(*args).rc)
                log += f.log + feed.log
                f.clear()
                feed.clear()
            name = 'wire: %s, %s' % (' '.join(words) or 'as it is', name)
            result(set(m for m, *_ in log) <= METHODS, name +
                   ': reading and PUT alone', [m for m, *_ in log])
            bad = [(p, h) for m, p, h, _ in log if m == 'PUT' and not (
                re.match('"[^"]+"$', h.get('If-Match', '')) and
                p.startswith(f.collection) and len(p) > len(f.collection))]
            same(name + ': each PUT with one ETag, onto an event', bad, [])
            result(status or 2 not in rcs, name + ': no wrong usage here',
                   list(zip(commands, rcs)))
            w.end(name)
    feed.stop()


ALL = [commands, wire, odd, names, not_there, new_and_changed, both_fail,
       drops, taken_and_changed, etags,
       rotating, two_etags, meanwhile, neighbours, departed, other_kinds,
       read_only, doubtful, emptied, restored, restored_in_part, moved,
       in_the_middle,
       puts, refused, rights, lone_cr, busy, conflict, gone, unread, logins, huge]
only = [a for a in sys.argv[1:] if a != '--sample']
for test in ALL:
    if not only or test.__name__ in only:
        test()
finish()
