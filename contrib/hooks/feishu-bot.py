#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A message card of what a run did, by a Feishu or Lark group bot.

[hooks]
on_change = /usr/local/share/icsreserve/hooks/feishu-bot.py --url-file /etc/icsreserve/bot.url
on_failure = the same

The run's JSON comes on standard input.  The file has the webhook of a custom
bot on its first line, and, where the bot wants signed messages, its secret
on the second.  Whoever has them can write into the group: mode 0600.  In a
unit, LoadCredential=bot:FILE and --url-file "$CREDENTIALS_DIRECTORY/bot".
"""
import argparse
import base64
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request

MOST = 20	# lines of a card, whose message may have 20 KB
LINE = 160	# characters of a title

WORDS = {
    'en': {
        'changed': 'Meetings changed', 'failed': 'Run ended with status %d',
        'create': 'New', 'update': 'Changed', 'renew': 'Renewed',
        'delete': 'Deleted', 'write': 'Link written', 'more': '%d more',
        'refused': 'refused', 'unknown': 'outcome unknown',
        'run': 'Run %s of icsreserve %s',
    },
    'zh': {
        'changed': '会议预约有变更', 'failed': '运行结束，状态码 %d',
        'create': '新建', 'update': '更新', 'renew': '续期',
        'delete': '删除', 'write': '写入链接', 'more': '另有 %d 项',
        'refused': '被拒绝', 'unknown': '结果未知',
        'run': '运行 %s，命令 icsreserve %s',
    },
}


def plain(text):
    """Titles are anybody's: no character of them is a mark of the card."""
    text = ''.join(c if c.isprintable() else ' ' for c in text or '')
    if len(text) > LINE:
        text = text[:LINE] + '…'
    return ''.join(c if c.isalnum() or c in ' ,.:;/-…' else '&#%d;' % ord(c)
                   for c in text)


def line_of(action, words):
    kind, result = action['action'], action['result']
    if kind == 'none' or (kind == 'write' and result == 'ok'):
        return None
    title = plain(action['topic'] or action['uid'])
    url = action['url'] or ''
    if kind in ('create', 'update', 'renew') and result == 'ok' and \
            url.startswith('https://') and not set(url) & set(' ()[]<>"'):
        title = '[%s](%s)' % (title, url)
    line = '**%s** %s' % (words[kind], title)
    if action['start']:
        line += ' · ' + plain(action['start'])
    if result == 'failed':
        line += ' · ' + plain((action['error'] or {}).get('message'))
    elif result in ('refused', 'unknown'):
        line += ' · ' + words[result]
    return line


def card_of(run, words):
    lines = [l for l in (line_of(a, words) for a in run['actions']) if l]
    if run['exit']:
        lines += [plain(': '.join(filter(None, (
            p['calendar'], p['uid'], p['property'], p['message']))))
            for p in run['problems']]
    if len(lines) > MOST:
        lines[MOST:] = [words['more'] % (len(lines) - MOST)]
    lines.append(words['run'] % (plain(run['run']), plain(run['command'])))
    return {
        'header': {
            'template': 'red' if run['exit'] else 'green',
            'title': {'tag': 'plain_text', 'content': words['failed'] %
                      run['exit'] if run['exit'] else words['changed']},
        },
        'elements': [{'tag': 'div', 'text': {'tag': 'lark_md', 'content': l}}
                     for l in lines],
    }


def signed(message, secret):
    """The key is the time and the secret, the message is empty."""
    now = str(int(time.time()))
    digest = hmac.new(('%s\n%s' % (now, secret)).encode(), b'',
                      hashlib.sha256).digest()
    message.update(timestamp=now, sign=base64.b64encode(digest).decode())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('--url-file', required=True,
                        help='webhook, and secret on the second line')
    parser.add_argument('--lang', choices=sorted(WORDS), help='default: LANG')
    options = parser.parse_args()
    locale = os.environ.get('LC_ALL') or os.environ.get('LANG') or ''
    words = WORDS[options.lang or ('zh' if locale.startswith('zh') else 'en')]
    with open(options.url_file, encoding='utf-8') as file:
        url, secret = (file.read().split('\n') + [''])[:2]
    run = json.load(sys.stdin)
    message = {'msg_type': 'interactive', 'card': card_of(run, words)}
    if secret.strip():
        signed(message, secret.strip())
    request = urllib.request.Request(url.strip(), json.dumps(message).encode(),
                                     {'Content-Type': 'application/json'})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            said = json.loads(answer.read(65536))
    except (OSError, ValueError) as e:
        # Its text may hold the address, which is a secret.
        code = getattr(e, 'code', None)
        sys.exit('the bot was not reached: %s' % (
            'HTTP %d' % code if code else type(e).__name__))
    if said.get('code', said.get('StatusCode')) != 0:
        sys.exit('the bot refused: %s %s' % (said.get('code'),
                                             said.get('msg')))


main()
