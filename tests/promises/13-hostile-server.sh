#!/bin/bash
# SPDX-License-Identifier: MIT
# Whatever the server does: no crash, no line it forges, no control character
# on the terminal, the documented exit status.
command -v python3 > /dev/null || { echo 'skip - 13-hostile-server no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - <<'EOF'
from world import *

box = Sandbox('--rate-second', '0', '--rate-minute', '0')
CONTROL = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f]')


def met(name, script, exits, tool=None, written=False, **feishu):
    """A sync against the script; its exit status, and no mess."""
    box.script(script)
    tool = tool or Tool(box, feishu=feishu)
    f = write('c/a.ics', calendar(event('a', 'LOCATION:'), event('b')))
    old = read(f)
    run = tool.run('-vvv', '--json', 'sync', f)
    box.script()
    result(run.rc in exits, '%s: exit %s' % (name, '/'.join(map(str, exits))),
           run)
    result(not CONTROL.search(run.out + run.err),
           name + ': no control character', repr(run.out + run.err)[-900:])
    if not written:
        same(name + ': the file is as it was', read(f), old)
    lines = read(f).replace(b'\r\n ', b'').split(b'\r\n')
    forged = [l for l in lines if l and l not in old.split(b'\r\n') and
              not re.match(rb'(CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL='
                           rb'"Feishu meeting":|URL:|LOCATION:)https://vc\.'
                           rb'feishu\.cn/\S*$|X-ICSRESERVE-ID:\d+$|'
                           rb'(LAST-MODIFIED|DTSTAMP):20251201T000000Z$', l)]
    same(name + ': no forged line', forged, [])
    return run, tool


# --- each misbehaviour and its exit status ----------------------------------
for script, exits in {
    'apply * garbage': (1,), 'apply * half': (1,), 'apply * html': (1,),
    'apply * not-json': (1,), 'apply * empty': (1,), 'apply * huge': (1,),
    'apply * huge=200': (1,), 'apply * wrong-types': (1,),
    'apply * wrong-types=data': (1,), 'apply * wrong-types=code': (1,),
    'apply * no-id': (1,), 'apply * redirect=https://evil.example/': (1,),
    'apply * cut-before': (1,), 'apply * cut-after': (1,),
    'apply * status=500': (1,), 'apply * status=404 html': (1,),
    'apply * status=400 code=121003 msg=no': (1,),
    'apply * status=403 code=121005': (1,),
    'apply * status=404 code=121004': (1,),
    'apply * status=400 code=123003': (1,),
    'apply * status=418 code=1': (1,),
    'apply * status=400 code=99991672': (5,),
    'apply * status=400 code=99991663': (5,),
    'apply * status=400 code=99991661': (5,),
    'apply * quota': (6,), 'apply * ratelimit=1': (6,),
    'token * garbage': (5, 6), 'token * half': (5, 6),
    'token * html': (5, 6), 'token * empty': (5, 6),
    'token * wrong-types': (5, 6), 'token * status=500': (6,),
    'token * cut-before': (6,), 'token * cut-after': (6,),
    'token * status=200 code=10014': (5,),
    'token * status=200 code=10015': (5,),
    'token * redirect=https://evil.example/': (5, 6),
    'token * huge': (5, 6), 'token * quota': (6,),
}.items():
    retries = '0' if 'ratelimit' in script or 'token' in script else '1'
    run, tool = met(script, script, exits, retries=retries)
    if run.rc in (5, 6):
        result(len([l for l in box.log()[-12:] if l['call'] == 'apply' and
                    l['deed']]) == 0, script + ': nothing was made')
run, tool = met('a wrong secret', '', (5,), app_secret='wrong')
run, tool = met('a server that is not there', '', (6,), retries='0',
                base_url='http://127.0.0.1:1')
for call, change in (
        ('update', lambda d: d.replace(b'SUMMARY:M', b'SUMMARY:N')),
        ('delete', lambda d: calendar(event('b')).encode())):
    for fault, exits, gone in (
            ('garbage', (1, 6), False), ('status=500', (1, 6), False),
            ('cut-before', (1, 6), False), ('status=403 code=121005', (1,),
                                            False),
            ('status=404 code=121004', (0,), True)):
        tool = Tool(box, feishu={'retries': '1'})
        f = write('c/u.ics', calendar(event('a'), event('b')))
        tool.sync(f)
        write('c/u.ics', change(read(f)))
        box.script('%s * %s' % (call, fault))
        run = tool.sync(f)
        box.script()
        result(run.rc in exits, '%s %s: exit' % (call, fault), run)
        run = tool.sync(f)
        result(run.rc == 0, '%s %s: mended by the next run' % (call, fault),
               run)

# --- links that must not be written ------------------------------------------
for url in ('http://vc.feishu.cn/j/1', 'https://evil.example/j/1',
            'https://vc.feishu.cn.evil.example/j/1',
            'https://vc.feishu.cn@evil.example/', 'javascript:alert(1)',
            'https://vc.feishu.cn/j/1\\r\\nATTENDEE:mailto:x@evil.example',
            'https://vc.feishu.cn/j/1\\nBEGIN:VEVENT', '',
            'https://vc.feishu.cn/j/\\"1\\"', 'https://vc.feishu.cn/j/1 2',
            'https://vc.feishu.cn/j/\\u001b[2J', 'https://vc.feishu.cn\\\\x',
            'https://vc.feishu.cn/j/\\u00e9', '//vc.feishu.cn/j/1',
            'https://vc.feishu.cn/' + 'x' * 2500):
    run, tool = met('link ' + url[:60], 'apply * url="%s"' % url, (1,))
    result(run.kinds()['bad-link'] > 0, 'link %s: named' % url[:60], run)
    same('link %s: what was made is in the state' % url[:60], tool.sql(
        "SELECT count(*) FROM bookings WHERE state = 'live'"), [(2,)])

# --- words of the server ----------------------------------------------------
for words in ('\\u001b[2J\\u001b]0;title\\u0007', 'a\\r\\nerror: forged',
              '\\u009b31m', '\\u202e', 'x' * 900, '%s%n%x'):
    met('message %s' % words[:30], 'apply * msg="%s" status=400 code=121003'
        % words, (1,))
    run, tool = met('meeting number %s' % words[:30],
                    'apply * set="data.reserve.meeting_no:%s"' % words,
                    (0, 1), written=True)
    run = tool.run('status')
    result(not CONTROL.search(run.out + run.err) and 'error: forged' not in
           run.out.splitlines(), 'status with %s' % words[:30], run)
for head in ('X-Tt-Logid:\\u001b[2J', 'X-Tt-Logid:' + 'x' * 900,
             'Set-Cookie:a=b', 'Location:https://evil.example/'):
    met('header ' + head[:30], 'apply * header="%s" status=400 code=121003' %
        head, (1,))

# --- ids that are paths -------------------------------------------------------
for bad in ('../../auth/v3/x', '1/2', '..', '%2e%2e%2f', '1?a=b', '1#a',
            '9' * 500, '-1', '1e5', 'null', '[]'):
    run, tool = met('id ' + bad[:30], 'apply * set=data.reserve.id:' + bad,
                    (0, 1), written=True)
    write('c/a.ics', calendar(event('b', summary='other')))
    tool.sync(path('c/a.ics'))
    tool.run('cancel', '--all')
strange = [l['path'] for l in box.log() if l['call'] is None or not
           re.fullmatch(r'/open-apis/(auth/v3/tenant_access_token/internal|'
                        r'vc/v1/reserves/(apply|\d{1,32}))', l['path'])]
same('no request for a strange path', strange, [])
finish()
EOF
