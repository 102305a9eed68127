# SPDX-License-Identifier: MIT
"""What the scripts that source lib.sh ask of Python, answered by one process
for all of a script: to start one for each question took half of their time.

A question comes as words that end with NUL: how many, the folder in which
the script stands, then the word and its arguments.  Each answer ends with
NUL, too; a last line's end is the shell's."""
import collections
import json
import os
import socket
import sys


def shown(value):
    return value if isinstance(value, str) else json.dumps(
        value, ensure_ascii=False)


def evaluated(text, expression, *words):
    """An expression over JSON, with the object's members as names, and words
    of the script's own as w."""
    try:
        o = json.loads(text)
        return shown(eval('(%s)' % expression, dict(
            o if isinstance(o, dict) else {}, o=o, w=words)))
    except Exception as e:
        return 'ERROR %r in %s' % (e, text[:300])


def whole(name):
    with open(name, encoding='utf-8', errors='surrogateescape') as f:
        return f.read()


def ask_json(name, expression, *words):
    return evaluated(whole(name), expression, *words)


def logged(name, mark):
    """The sandbox's lines after so many."""
    return [json.loads(line) for line in whole(name).split('\n')[int(mark):]
            if line]


def ask_lines(name):
    """How many there are."""
    return str(whole(name).count('\n')) if os.path.exists(name) else '0'


def ask_calls(name, mark):
    """How often each was made, "apply=2 token=1"."""
    count = collections.Counter(r['call'] for r in logged(name, mark))
    return ' '.join('%s=%d' % c for c in sorted(count.items()))


def ask_bodies(name, mark, call):
    return '\n'.join(json.dumps(r['body'], ensure_ascii=False, sort_keys=True)
                     for r in logged(name, mark) if r['call'] == call)


def ask_sql(name, query):
    import sqlite3
    db = sqlite3.connect('file:%s?mode=ro' % name, uri=True)
    try:
        return '\n'.join('|'.join('' if v is None else str(v) for v in row)
                         for row in db.execute(query))
    finally:
        db.close()


def ask_http(method, url, body=''):
    """The answer's body."""
    host, path = url.split('://')[1].split('/', 1)
    name, port = host.split(':')
    data = body.encode('utf-8', 'surrogateescape')
    with socket.create_connection((name, int(port)), 30) as link:
        link.sendall(b'%s /%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n'
                     b'Content-Length: %d\r\n\r\n%s' % (
                         method.encode(), path.encode(), host.encode(),
                         len(data), data))
        answer = b''.join(iter(lambda: link.recv(65536), b''))
    return answer.split(b'\r\n\r\n', 1)[1].decode('utf-8', 'surrogateescape')


def ask_box(url, expression):
    return evaluated(ask_http('GET', url), expression)


def words():
    """Each question's, until nobody can ask any more."""
    left = b''
    while True:
        parts = left.split(b'\0')
        if len(parts) > 1 and len(parts) > int(parts[0]) + 3:
            n = int(parts[0]) + 3
            left = b'\0'.join(parts[n:])
            yield [p.decode('utf-8', 'surrogateescape') for p in parts[1:n]]
            continue
        more = os.read(0, 65536)
        if not more:
            return
        left += more


def main():
    for folder, word, *arguments in words():
        try:
            os.chdir(folder)
            answer = globals()['ask_' + word](*arguments).encode(
                'utf-8', 'surrogateescape')
        except Exception as e:
            answer = ascii('ERROR %s: %r' % (word, e)).encode()
        sys.stdout.buffer.write(answer.replace(b'\0', b'') + b'\0')
        sys.stdout.buffer.flush()


main()
