# SPDX-License-Identifier: MIT
"""Feeds: conditional GET, and what is no feed."""
import gzip

from common import *


class Feed(Between):
    collection = '/secret-path/team.ics'

    def __init__(self, data):
        super().__init__()
        self.data, self.headers, self.conditional = data, [], True

    def serve(self, handler, method, path, body, forward):
        tag = '"%d"' % hash(self.data)
        if method != 'GET':
            return self.answer(handler, 405)
        if self.conditional and handler.headers.get('If-None-Match') == tag:
            return self.answer(handler, 304, [('ETag', tag)])
        data, more = self.data, []
        if 'gzip' in handler.headers.get('Accept-Encoding', ''):
            data, more = gzip.compress(data), [('Content-Encoding', 'gzip')]
        self.answer(handler, 200, [('ETag', tag), (
            'Content-Type', 'text/calendar')] + more + self.headers, data)


def body(*names, stamp='20250101T000000Z', suffix=''):
    return calendar(*(event(n + suffix, summary='Meeting ' + n).replace(
        '20250101T000000Z', stamp) for n in names)).encode()


def feed(name='feed', data=None, **keys):
    f = Feed(data or body('a', 'b', 'c'))
    keys.setdefault('output', path(name + '.ics'))
    w = World(f, **keys)
    return f, w, keys['output']


def plain():
    f, w, out = feed('plain')
    run = w.run()
    same('feed: booked, and the copy has the links', (
        run.rc, run.json['totals']['created'], len(links(read(out))),
        f.methods()), (0, 3, 3, ['GET']))
    before = files(os.path.dirname(out))[out], len(mutating(w.box))
    run = w.run()
    same('feed: a second run asks once whether it changed', (
        run.rc, f.methods(), 'If-None-Match' in f.log[0][2],
        files(os.path.dirname(out))[out], len(mutating(w.box))),
        (0, ['GET'], True) + before)
    f.data = body('a', 'c', 'd')
    run = w.run()
    same('feed: changes are seen', (
        run.rc, {k: v for k, v in run.json['totals'].items() if v}),
        (0, {'created': 1, 'deleted': 1, 'unchanged': 2,
             'files_written': 1}))
    run = w.run('cancel', '--all')
    same('feed: cancel', (run.rc, links(read(out))), (0, set()))
    w.end('feed')
    f, w, out = feed('webcal')
    w.tool.set(calendar_team={'url': f.url.replace('http:', 'webcal:') +
                              f.collection})
    run = w.run('-vvv', 'sync')
    same('feed: webcal', (run.rc, run.json['totals']['created']), (0, 3))
    result('secret-path' not in run.out + run.err,
           'feed: its path is not shown', run)
    w.end('webcal')


def churn():
    for what, more in (('stamps', {'stamp': '20250102T000000Z'}),
                       ('UIDs', {'suffix': '-again'}),
                       ('both', {'stamp': '20250102T000000Z',
                                 'suffix': '-2'})):
        f, w, out = feed('churn-' + what)
        w.run()
        before = read(out), len(mutating(w.box))
        f.data = body('a', 'b', 'c', **more)
        f.conditional = False
        run = w.run()
        same('new %s with each download change nothing' % what, (
            run.rc, read(out), len(mutating(w.box))), (0,) + before)
        w.end('churn')


def emptied():
    """One in which nothing is left says nothing of what was there."""
    f, w, out = feed('emptied')
    f.conditional = False
    w.run()
    before = read(out), len(mutating(w.box))

    def nothing_done(what, run, words):
        result(run.rc == 3 and (read(out), len(mutating(w.box))) == before and
               words in run.err and 'icsreserve cancel --calendar team' in
               run.err, 'feed: %s: exit 3, nothing is deleted' % what, run)
    f.data = body()
    nothing_done('emptied', w.run(), 'it is empty where it had 3 events')
    nothing_done('still empty', w.run(), 'it is empty where it had 3 events')
    shutil.rmtree(w.folder)
    nothing_done('empty, and no copy of it', w.run(), 'it is empty')
    f.data = body('x', 'y')
    nothing_done('others alone, and no copy', w.run(), 'none of the 3 events')
    f.data = body('a', 'b', 'c')
    run = w.run()
    same('feed: back again: as it was', (
        run.rc, read(out), len(mutating(w.box))), (0,) + before)
    f.data = body('x', 'y')
    nothing_done('others alone', w.run(), 'none of the 3 events')
    f.data = body('c-again', 'y').replace(b'Meeting c-again', b'Meeting c')
    run = w.run()
    same('feed: one is left, under another UID', (
        run.rc, len(links(before[0]) & links(read(out)))), (0, 1))
    f.data = body()
    result(w.run().rc == 3, 'feed: emptied again: exit 3', read(out))
    run = w.run('cancel', '--calendar', 'team')
    same('feed: emptied on purpose: cancelled', (
        run.rc, run.json['totals']['deleted'], links(read(out))),
        (0, 2, set()))
    run = w.run()
    same('feed: and no doubt any more', (
        run.rc, b'BEGIN:VEVENT' in read(out)), (0, False))
    w.end('emptied')
    f, w, out = feed('one', body('a'))
    w.run()
    f.data = body('b')
    run = w.run()
    same('feed: one event became another', (
        run.rc, run.json['totals']['created'], run.json['totals']['deleted']),
        (0, 1, 1))
    w.end('one')


def masked():
    """What its path has of names that files have, too."""
    f, w, out = feed('holidays')
    f.collection = '/holidays.ics'
    near = path('near')
    os.mkdir(near)
    out = os.path.join(near, 'holidays.ics')
    write(os.path.join(near, 'v/holidays.ics'),
          calendar(event('v', summary='see /holidays.ics')))
    w.tool.set(calendar_team={'url': f.url + f.collection, 'output': out},
               calendar_v={'path': os.path.join(near, 'v')})
    run = w.run('-v', 'sync')
    same('feed: an ordinary name is none of a secret', (
        run.rc, run.json['totals']['created'], '**' in run.out + run.err,
        out in run.err, 'see /holidays.ics' in run.out),
        (0, 4, False, True, True))
    f.collection = '/near/holidays.ics'
    f.data = b'<html>/near/holidays.ics</html>'
    w.tool.set(calendar_team={'url': f.url + f.collection})
    f.spoil = lambda h, *_: Between.answer(h, 302, [(
        'Location', 'ftp://x' + f.collection)])
    write(os.path.join(near, 'v/holidays.ics'), calendar(event(
        'v', start='x', summary='see /near/holidays.ics')))
    run = w.run('-vvv', 'sync')
    result(run.rc == 3 and os.path.join(near, 'v/holidays.ics') in run.out
           and 'x/near' not in run.out + run.err,
           'feed: files are named, its path is not', run)
    w.end('holidays')


def encoded():
    """The encoding that the server names counts, where it can be true."""
    title = '\uc8fc\uac04 \ud68c\uc758 ' * 12
    for charset, codec, configured, want in (
            ('euc-kr', 'euc-kr', None, title),
            ('"EUC-KR"; x=y', 'euc-kr', None, title),
            ('utf-8', 'utf-8', None, title),
            ('iso-8859-1', 'utf-8', None, title),
            ('iso-8859-1', 'euc-kr', 'euc-kr', title),
            ('iso-8859-2', 'iso-8859-2', None, 'Sch\u016fzka t\xfdmu'),
            ('koi8-r', 'koi8-r', None, '\u0412\u0441\u0442\u0440')):
        raw = calendar(event('a', summary=want)).encode(codec)
        at = raw.index(b'SUMMARY:') + 8
        fold = raw[:at] + b'\r\n '.join(
            raw[i:i + 59] for i in range(at, len(raw), 59)) \
            if want == title else raw
        for data in raw, fold:
            f, w, out = feed('encoded', data, **(
                {'encoding': configured} if configured else {}))
            f.headers = [('Content-Type', 'text/calendar; charset=' +
                          charset)]
            f.serve = lambda h, *_: f.answer(h, 200, f.headers, f.data)
            run = w.run()
            same('feed: in %s, said to be %s%s' % (
                codec, charset, ', folded' if data != raw else ''), (
                run.rc, list(w.held()), run.json['problems'] if not configured
                else []), (0, [want.strip()], []))
            result(configured or want in re.sub(
                r'\r\n ', '', read(out).decode()),
                'its copy is in UTF-8', read(out))
            w.end('encoded')
            os.remove(out)      # of this state
    f, w, out = feed('no-such', calendar(event('a', summary='M\xfcller')
                                         ).encode('iso-8859-1'))
    f.headers = [('Content-Type', 'text/calendar; charset=no/such')]
    f.serve = lambda h, *_: f.answer(h, 200, f.headers, f.data)
    run = w.run()
    same('feed: an encoding that nobody knows: guessed, and told', (
        run.rc, list(w.held()), len(run.json['problems'])),
        (0, ['M\xfcller'], 1))
    w.end('no-such')


def bad():
    whole = body('a', 'b', 'c')

    def answer(status, data=b'', *headers):
        return lambda h, *_: Between.answer(h, status, list(headers), data)

    def half(handler, *_):
        handler.send_response_only(200)
        handler.send_header('Content-Length', str(len(whole)))
        handler.end_headers()
        handler.wfile.write(whole[:-100])
        handler.close_connection = True

    def bomb(handler, *_):
        data = gzip.compress(b'\0' * (200 << 20))
        Between.answer(handler, 200, [('Content-Encoding', 'gzip')], data)
    cases = {
        'a page of HTML': answer(200, b'<!DOCTYPE html><html>Sign in</html>',
                                 ('Content-Type', 'text/html')),
        'cut off': answer(200, whole[:-60]),
        'shorter than said': half,
        'nothing': answer(200),
        '304 that nobody asked for': answer(304),
        '500': answer(500),
        '404': answer(404),
        '401': answer(401),
        'a gzip bomb': bomb,
        'a redirect in a circle': answer(302, b'', (
            'Location', '/secret-path/team.ics')),
        'a redirect to a file': answer(302, b'', (
            'Location', 'file:///etc/passwd')),
        'not compressed as said': answer(200, b'garbage', (
            'Content-Encoding', 'gzip')),
    }
    f, w, out = feed('bad')
    w.run()
    before = links(read(out)), len(mutating(w.box))
    for name, how in cases.items():
        f.spoil = how
        # As after a day: a 304 is not asked for.
        w.tool.now += 86400
        run = w.run()
        result(run.rc == (5 if name == '401' else 3) and
               (links(read(out)), len(mutating(w.box))) == before and
               'secret-path' not in run.out + run.err,
               'feed: %s: nothing is done' % name, '%s %s %s' % (
                   run, read(out), mutating(w.box)[before[1]:]))
        w.tool.now -= 86400
    f.spoil = None
    run = w.run()
    same('feed: afterwards', (run.rc, links(read(out))), (0, before[0]))
    w.end('bad')


def redirects():
    f, w, out = feed('moved')
    other, hops = Feed(f.data), []

    def spoil(handler, method, path_, body_, forward):
        hops.append(path_)
        if len(hops) > 3:
            place = other.url + other.collection
        else:
            place = '/hop%d' % len(hops)
        Between.answer(handler, 301, [('Location', place)])
    f.spoil = spoil
    run = w.run()
    same('feed: four redirects, the last to another host', (
        run.rc, run.json['totals']['created'], len(other.log)), (0, 3, 1))
    hops.clear()
    w.tool.set(calendar_team={'username': 'u', 'password_command': 'echo p'})
    run = w.run()
    same('feed: with a login to no other host', (
        run.rc, len(other.log)), (3, 1))
    other.stop()
    w.end('moved')


def unwritten():
    f, w, out = feed('none', output=None)
    w.tool.set(calendar_team={'output': None})
    run = w.run()
    same('feed without output: nothing can be written', (
        run.json['totals']['created'], run.kinds()['not-writable']), (0, 3))
    result('is a feed, which can only be read (set `output`' in run.err,
           'feed without output: it says why', run.err)
    w.tool.set(writeback={'mode': 'none'})
    run = w.run()
    same('feed without output and write-back: booked', (
        run.rc, run.json['totals']['created']), (0, 3))
    w.end('unwritten')


def sniffed():
    """A URL without .ics that turns out to be a feed."""
    f = Feed(body('a'))
    w = World(f, url=f.url + '/calendar/public', output=path('sniffed.ics'))
    run = w.run()
    same('feed: by its answer', (run.rc, run.json['totals']['created'],
                                 f.methods()), (0, 1, ['PROPFIND', 'GET']))
    run = w.run()
    same('feed: known from then on', (run.rc, f.methods()), (0, ['GET']))
    w.end('sniffed')


def imports():
    """A feed's URL among the arguments of import."""
    f, w, out = feed('imports')
    f.collection = '/secret-path/b.ics'
    w.tool.set(calendar_team={'url': 'http://127.0.0.1:1/other.ics'})
    out = path('imported.ics')
    for scheme in 'http:', 'webcal:':
        url = f.url.replace('http:', scheme) + f.collection
        run = w.run('-vvv', 'import', url, '-o', out)
        same('import of %s...: the copy has the links' % scheme, (
            run.rc, run.json['totals']['created'], len(links(read(out))),
            f.methods()), (0, 3 if scheme == 'http:' else 0, 3, ['GET']))
        result('secret-path' not in run.out + run.err,
               'import of %s...: its path is not shown' % scheme, run)
        before = read(out), len(mutating(w.box))
        run = w.run('import', url, '-o', out)
        same('import of %s...: a second one does nothing' % scheme, (
            run.rc, f.methods(), 'If-None-Match' in f.log[0][2], (
                read(out), len(mutating(w.box)))), (0, ['GET'], True, before))
    url = f.url + f.collection
    f.data = body('a', 'c', 'd')
    run = w.run('import', url, '-o', out)
    same('import: changes are seen, what is absent is kept', (
        run.rc, {k: v for k, v in run.json['totals'].items() if v and
                 k in ('created', 'deleted')}, len(links(read(out)))),
        (0, {'created': 1}, 3))
    w.tool.set(calendar_team={'url': url})
    run = w.run('import', url, '-o', out)
    same('import: of one that sync takes care of: refused', (
        run.rc, run.kinds()['configured'], f.methods()), (2, 1, []))
    w.tool.set(calendar_team={'url': 'http://127.0.0.1:1/other.ics'})
    for more in ['--in-place'], ['--keep', 'x']:
        run = w.run('import', url, *more)
        result(run.rc == 2 and f.methods() == [] and 'secret-path' not in
               run.err, 'import %s of a URL: refused' % more[0], run)
    for url in 'ftp://h/x.ics', 'https://u:p@h/x.ics', 'https:///x', \
            'https://h/a b':
        run = w.run('import', url)
        result(run.rc == 2 and 'u:p' not in run.err,
               'import of %s: refused' % url, run)
    f.data = b'<html>Sign in</html>'
    before = read(out)
    run = w.run('import', f.url + f.collection, '-o', out)
    same('import of a page: exit 3, the copy stays', (
        run.rc, read(out)), (3, before))
    f.data = body('e')
    run = w.run('import', f.url + f.collection)
    same('import without -o: a copy named after the host', (
        run.rc, len(links(read(path('127.0.0.1-links.ics'))))), (0, 1))
    w.end('imports')


for test in plain, churn, emptied, masked, encoded, bad, redirects, unwritten, sniffed, imports:
    if len(sys.argv) < 2 or test.__name__ in sys.argv[1:]:
        test()
finish()
