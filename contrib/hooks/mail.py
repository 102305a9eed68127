#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A mail by sendmail(8) of what a run did or could not do.

[hooks]
on_failure = /usr/local/share/icsreserve/hooks/mail.py calendar-admin@example.com

The run's JSON comes on standard input.
"""
import json
import socket
import subprocess
import sys
from email.message import EmailMessage
from email.policy import SMTP

MOST = 100


def text_of(run):
    yield 'Run %s of "icsreserve %s" ended with status %d.' % (
        run['run'], run['command'], run['exit'])
    yield ', '.join('%d %s' % (n, name.replace('_', ' '))
                    for name, n in run['totals'].items() if n)
    yield ''
    for p in run['problems'][:MOST]:
        yield ': '.join(filter(None, (
            p['file'] or p['calendar'], p['uid'], p['property'],
            p['message'])))
    for a in run['actions'][:MOST]:
        if a['action'] != 'none':
            yield '%s %s: %s %s' % (a['action'], a['result'],
                                    a['topic'] or a['uid'], a['url'] or '')


def main():
    if len(sys.argv) < 2:
        sys.exit('usage: mail.py ADDRESS...')
    run = json.load(sys.stdin)
    mail = EmailMessage(policy=SMTP)
    mail['To'] = ', '.join(sys.argv[1:])
    mail['Subject'] = 'icsreserve %s on %s: status %d' % (
        run['command'], socket.gethostname(), run['exit'])
    mail['Auto-Submitted'] = 'auto-generated'	# RFC 3834
    mail['X-Icsreserve-Run'] = run['run']
    mail.set_content('\n'.join(' '.join(line.split())
                               for line in text_of(run)) + '\n')
    subprocess.run(['sendmail', '-t', '-i'], input=mail.as_bytes(), check=True)


main()
