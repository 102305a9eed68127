#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 10: no token, secret or meeting password in any output, log or
# error, at any verbosity; none is stored; every file beside the state is
# 0600.
command -v python3 > /dev/null || { echo 'skip - 10-secrets-stay-secret no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
from world import *

PASSWORD = '4711471'
os.umask(0)
box = Sandbox('--rate-second', '0', '--user-token', 'u-usertokenusertoken')


def tokens():
    return re.findall(r't-[0-9a-zA-Z]{10,}', json.dumps(box.call(
        'GET', 'state').decode())) + seen


seen = ['u-usertokenusertoken']
places, output = [], []


def look(name, tool, run, secrets):
    """None of the secrets in what a run said or left."""
    said = run.out + run.err
    for s in secrets:
        if s in said:
            at = said.index(s)
            result(False, name + ': %s... is told' % s[:4],
                   said[max(0, at - 200):at + 60])
    kept = b''.join(read(os.path.join(tool.home, f))
                    for f in os.listdir(tool.home) if f != 'config.ini')
    for s in secrets:
        if s.encode() in kept:
            result(False, name + ': %s... is stored' % s[:4])
    for f in os.listdir(tool.home):
        mode = os.stat(os.path.join(tool.home, f)).st_mode & 0o777
        if mode != 0o600:
            result(False, name + ': mode of ' + f, oct(mode))


# The token as the wire has it: a server that writes down what it is sent.
def spy(reply):
    """A server of our own, for what the sandbox masks: heads it was sent."""
    import http.server
    heads = []

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
            heads.append((self.path, dict(self.headers), body))
            status, text = reply(self.path, dict(self.headers), body)
            data = text.encode()
            self.send_response(status)
            self.send_header('Content-Type', 'application/json')
            self.send_header('Content-Length', str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_PUT = do_DELETE = do_GET = do_POST

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return 'http://127.0.0.1:%d' % server.server_port, heads


TOKEN = 't-g1044fabcdefghijklmnopqrstuvwxyz'


def echo(path_, headers, body):
    """Whatever it is told it says back, in every way."""
    if 'tenant_access_token' in path_:
        return 200, json.dumps({'code': 0, 'msg': 'ok', 'expire': 7200,
                                'tenant_access_token': TOKEN})
    words = headers.get('Authorization', '') + ' ' + body.decode() + ' ' + \
        SECRET + ' ' + PASSWORD
    if mode == 'error':
        return 400, json.dumps({'code': 121003, 'msg': words, 'error': {
            'field_violations': [{'field': words, 'description': words}]}})
    if mode == 'link':
        link = 'https://vc.feishu.cn/j/' + TOKEN + SECRET
        return 200, json.dumps({'code': 0, 'data': {'reserve': {
            'id': '7000', 'meeting_no': TOKEN, 'url': link,
            'app_link': link, 'live_link': link,
            'end_time': '1764999999'}}})
    if mode == 'html':
        return 500, '<html>' + words
    if mode == 'topic':
        return 200, json.dumps({'code': 0, 'data': {'reserve': {
            'id': '7000', 'meeting_no': words, 'url': words,
            'app_link': words, 'live_link': words, 'password': PASSWORD,
            'end_time': '1764999999'},
            'reserve_correction_check_info': {
                'invalid_host_id_list': [words]}}})
    if mode == 'raw':
        return 200, words * 50
    return 403, json.dumps({'code': 99991672, 'msg': words, 'error': {
        'permission_violations': [{'subject': words}]}})


url, heads = spy(echo)
for mode in ('error', 'html', 'topic', 'link', 'raw', 'permission'):
    for verbose in ('-q', '-v', '-vv', '-vvv'):
        tool = Tool(url, meeting={'password': PASSWORD},
                    feishu={'retries': '0'})
        f = write('e/%s.ics' % mode, calendar(event('e', summary='x')))
        for more in ((), ('--json',)):
            run = tool.run(verbose, *more, 'sync', f)
            look('echo, %s, %s' % (mode, verbose), tool, run,
                 (TOKEN, SECRET, PASSWORD))
            if run.rc == 0 and mode != 'link':
                result(False, 'echo, %s: exit' % mode, run)
            for command in (('status',), ('status', '--json'),
                            ('cancel', '--all'), ('sync', '-n', f)):
                run = tool.run(verbose, *more, *command)
                look('echo, %s, %s' % (mode, ' '.join(command)), tool, run,
                     (TOKEN, SECRET))
result(any(TOKEN in str(h) for h in heads), 'the token went over the wire')
result(not any(TOKEN in p or SECRET in p for p, _, _ in heads),
       'but never in a URL')

# --- the sandbox: what works ----------------------------------------------
for how in ({'meeting': {'password': PASSWORD}},
            {'meeting': {'password': 'default'}},
            {'meeting': {'password': PASSWORD},
             'writeback': {'password': 'yes'}}):
    tool = Tool(box, **how)
    f = write('c/p.ics', calendar(event('p'), event('q')))
    made = len(box.reservations())
    for verbose in ('-vvv', '-q', '-vv'):
        for more in ((), ('--json',)):
            run = tool.run(verbose, *more, 'sync', f)
            passwords = [r['password'] for r in box.reservations()[made:]
                         if r.get('password')]
            result(run.rc == 0 and passwords, 'booked' if made is None
                   else 'booked, with a password', run)
            secrets = [SECRET] + passwords
            said = run.out + run.err
            result(not any(s in said for s in secrets),
                   'no secret in the output of sync %s %s' % (
                       verbose, ' '.join(more)), said)
            write('c/p.ics', read(f).replace(b'SUMMARY:M', b'SUMMARY:MM'))
    for command in (('status',), ('status', '--json'), ('-vvv', 'sync', '-n',
                    f), ('-vvv', 'cancel', '--all')):
        run = tool.run(*command)
        result(not any(s in run.out + run.err for s in secrets),
               'no secret in the output of ' + ' '.join(command[:2]), run)
    kept = b''.join(read(os.path.join(tool.home, n))
                    for n in os.listdir(tool.home) if n != 'config.ini')
    result(SECRET.encode() not in kept, 'the secret is not stored')
    if 'writeback' not in how:
        result(not any(p.encode() in kept for p in passwords),
               'the meeting password is not stored')
        result(not any(p.encode() in read(f) for p in passwords),
               'the meeting password is not written')

# --- who is in a meeting stands in the sheet alone --------------------------------
tool = Tool(box, run={'metrics': path('m/x.prom')})
os.makedirs(path('m'), exist_ok=True)
f = write('c/a.ics', calendar(event('att')))
tool.sync(f)
made = box.reservations()[-1]
box.call('POST', 'meetings/start', json.dumps({
    'reserve_id': made['id'], 'participants': ['ou_whowasthere']}).encode())
start = tool.sql('SELECT start FROM bookings')[0][0]
for command in (('attendance', '--record'), ('attendance', '--record', '--json'),
                ('active', '--participants'), ('sync', f)):
    run = tool.run('-vvv', *command, *([made['id']] if command[0] == 'active'
                                       else []), ICSRESERVE_NOW=str(start + 60))
    said = run.err if command[0] == 'active' else run.err + run.out
    result(run.rc == 0 and 'ou_whowasthere' not in said and
           'whowasthere' not in said and made['password'] not in said,
           'nobody and no password in the log of ' + ' '.join(command), run)
run = tool.run('attendance', '--csv', ICSRESERVE_NOW=str(start + 60))
result('ou_whowasthere' in run.out, 'but in the sheet', run)
kept = b''.join(read(os.path.join(tool.home, n)) for n in os.listdir(tool.home)
                if n != 'config.ini')
result(b'ou_whowasthere' in kept and made['password'].encode() not in kept,
       'the state keeps the people and no password')
result(b'whowasthere' not in read(path('m/x.prom')), 'nobody in the metrics')
same('modes with the lock of attendance', {f: oct(os.stat(os.path.join(
    tool.home, f)).st_mode & 0o777) for f in os.listdir(tool.home)
    if os.stat(os.path.join(tool.home, f)).st_mode & 0o777 != 0o600}, {})
result('state.db.attendance.lock' in os.listdir(tool.home),
       'which is among them')

# --- modes, whatever the umask ------------------------------------------------
tool = Tool(box)
tool.sync(write('c/m.ics', calendar(event('m'))), ICSRESERVE_STEP='kill:8')
same('modes in the middle of a run', {f: oct(os.stat(os.path.join(
    tool.home, f)).st_mode & 0o777) for f in os.listdir(tool.home)
    if os.stat(os.path.join(tool.home, f)).st_mode & 0o777 != 0o600}, {})
run = tool.sync(path('c/m.ics'))
same('modes after it', {f: oct(os.stat(os.path.join(
    tool.home, f)).st_mode & 0o777) for f in os.listdir(tool.home)
    if os.stat(os.path.join(tool.home, f)).st_mode & 0o777 != 0o600}, {})
result('state.db.lock' in os.listdir(tool.home), 'the lock is among them')

# --- how the secret comes ------------------------------------------------------
tool = Tool(box, feishu={'app_secret': None, 'app_secret_file':
                         write('s/secret', SECRET + '\n')})
os.chmod(path('s/secret'), 0o644)
run = tool.sync(write('c/s.ics', calendar(event('s'))))
same('a secret file that others can read', run.rc, 2)
os.chmod(path('s/secret'), 0o600)
run = tool.sync(path('c/s.ics'))
same('a secret file', run.rc, 0)
tool.set(feishu={'app_secret_file': None,
                 'app_secret_command': 'echo wrong-%s; exit 0' % SECRET})
run = tool.run('-vvv', 'sync', write('c/s2.ics', calendar(event('s2'))))
same('a wrong secret', run.rc, 5)
result(SECRET not in run.out + run.err, 'a wrong secret is not told', run)
tool.set(feishu={'app_secret_command': 'echo %s; exit 3' % SECRET})
run = tool.run('-vvv', 'sync', path('c/s2.ics'))
result(run.rc == 5 and 'box-secret' not in run.out + run.err.replace(
    'echo ' + SECRET, ''), 'a command that fails', run)
tool.set(feishu={'app_secret_command': None, 'app_id': None,
                 'access_token_command': 'printf u-usertokenusertoken'})
run = tool.run('-vvv', 'sync', path('c/s2.ics'))
result(run.rc == 0 and 'usertoken' not in run.out + run.err,
       'a user token', run)
if failed == 0:
    result(True, 'no secret in any of the outputs')
finish()
EOF
