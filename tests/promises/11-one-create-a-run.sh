#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 11: an apply is sent again in the same run only when the server
# refused it; the HTTP library does not repeat it either.
command -v python3 > /dev/null || { echo 'skip - 11-one-create-a-run no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
import socket

from world import *

box = Sandbox('--rate-second', '0', '--rate-minute', '0')


def applies(uid):
    return len([l for l in box.log('apply') if l['body'] and
                l['body']['meeting_settings'].get('topic') == uid])


# --- it may have happened: never again in the same run -----------------------
for fault in ('cut-after', 'cut-before', 'half', 'garbage', 'html',
              'not-json', 'empty', 'huge', 'no-id', 'redirect=http://x/',
              'status=500', 'status=502', 'status=503', 'status=504',
              'status=500 code=121001', 'code=2200', 'status=200 empty',
              'delay=3000'):
    box.script('apply * ' + fault)
    tool = Tool(box, feishu={'timeout': '1' if 'delay' in fault else '30'})
    uids = ['%s %d' % (fault, i) for i in range(3)]
    f = write('c/a.ics', calendar(*[event('u%d' % i, summary=u)
                                    for i, u in enumerate(uids)]))
    run = tool.sync(f)
    n = [applies(u) for u in uids]
    result(max(n) == 1, fault + ': one apply for each', (n, str(run)))
    result(run.rc in (1, 6) and run.json['totals']['created'] == 0 and
           run.json['totals']['unknown'] > 0, fault + ': unknown', run)
    same(fault + ': recorded once for each', tool.sql(
        "SELECT count(*) FROM operations WHERE outcome = 'unknown'")[0][0],
        run.json['totals']['unknown'])
    run = tool.sync(f)
    more = [applies(u) for u in uids]
    result(max(b - a for a, b in zip(n, more)) == 1,
           fault + ': one more in the next run', (n, more))
    box.script()
    run = tool.sync(f)
    same(fault + ': booked when all is well',
         (run.rc, run.json['totals']['created']), (0, 3))

# on_unknown = hold: not in the next run either.
box.script('apply +1 cut-after')
tool = Tool(box, sync={'on_unknown': 'hold'})
f = write('c/h.ics', calendar(event('h', summary='hold')))
tool.sync(f)
run = tool.sync(f)
same('on_unknown = hold', (applies('hold'), run.rc), (1, 1))

# --- it was refused: again --------------------------------------------------
for fault in ('ratelimit', 'revoke', 'status=400 code=99991663'):
    box.script('apply +1 ' + fault)
    tool = Tool(box)
    f = write('c/r.ics', calendar(event('r', summary='again ' + fault)))
    run = tool.sync(f)
    same(fault + ': sent again, made once', (run.rc, applies(
        'again ' + fault), len([r for r in box.reservations()
        if r['meeting_settings']['topic'] == 'again ' + fault])), (0, 2, 1))

# --- a kept connection that dies ------------------------------------------------
class Dying:
    """HTTP by hand: the second request on a connection is read, whole or in
    part, and then the connection is closed without a word."""

    def __init__(self, how):
        self.how, self.posts, self.lock = how, [], threading.Lock()
        self.sock = socket.create_server(('127.0.0.1', 0))
        self.url = 'http://127.0.0.1:%d' % self.sock.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                conn, _ = self.sock.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(conn,),
                             daemon=True).start()

    def head(self, conn):
        data = b''
        while b'\r\n\r\n' not in data:
            more = conn.recv(65536)
            if not more:
                return None, b''
            data += more
        return data.split(b'\r\n\r\n', 1)

    def serve(self, conn):
        first = True
        while True:
            head, rest = self.head(conn)
            if head is None:
                return conn.close()
            n = int(re.search(rb'(?i)content-length: *(\d+)', head)[1])
            is_apply = b'/apply' in head.split(b'\r\n')[0]
            if is_apply:
                with self.lock:
                    self.posts.append(first)
            if is_apply and not first and self.how == 'after the head':
                return conn.close()
            while len(rest) < n:
                rest += conn.recv(65536)
            if is_apply and (not first or self.how == 'always'):
                if self.how == 'reset':
                    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                    b'\1\0\0\0\0\0\0\0')
                return conn.close()
            body = json.dumps({'code': 0, 'msg': 'ok', 'expire': 7200,
                               'tenant_access_token': 't-abcdefghijklmnop'})
            if is_apply:
                with self.lock:
                    k = len(self.posts)
                body = json.dumps({'code': 0, 'data': {'reserve': {
                    'id': str(7000 + k), 'end_time': '1764905400', 'url':
                    'https://vc.feishu.cn/j/%d' % k, 'meeting_no': str(k)}}})
            conn.sendall(('HTTP/1.1 200 OK\r\nContent-Type: application/'
                          'json\r\nContent-Length: %d\r\n\r\n%s' % (
                              len(body), body)).encode())
            first = False


for how in ('after the body', 'after the head', 'reset', 'always'):
    server = Dying(how)
    tool = Tool(server.url, feishu={'connections': '1', 'retries': '5'})
    f = write('c/dying.ics', calendar(*[event('d%d' % i)
                                        for i in range(6)]))
    run = tool.sync(f)
    t = run.json['totals']
    result(len(server.posts) <= 6 and len(server.posts) == t['created'] +
           t['unknown'] and t['unknown'] > 0,
           'a kept connection closed %s: no apply twice' % how,
           '%d applies for 6 events\n%s' % (len(server.posts), run))
    server.sock.close()
finish()
EOF
