# SPDX-License-Identifier: MIT
"""A CalDAV server in memory, as small as it can be and as odd as a test wants
it: `odd` is a set of words, each a way in which some real server behaves."""
import hashlib
import re
import threading
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from between import Between

DAV = ('<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" '
       'xmlns:C="urn:ietf:params:xml:ns:caldav">%s</D:multistatus>')


def propstat(props, status=200):
    return ('<D:propstat><D:prop>%s</D:prop><D:status>HTTP/1.1 %d X'
            '</D:status></D:propstat>' % (props, status))


class Fake(Between):
    collection = '/u/team/'

    def __init__(self, *odd):
        super().__init__()
        self.odd = set(odd)
        self.items, self.changes, self.clock = {}, [], 0
        self.first = 0          # tokens before it are not known any more
        self.guard = threading.Lock()

    # --- what a person does to it
    def write(self, name, data):
        if isinstance(data, str):
            data = data.encode()
        if 'drops' in self.odd:
            data = re.sub(rb'(?m)^(CONFERENCE|URL|LOCATION|X-)[^\n]*\n'
                          rb'( [^\n]*\n)*', b'', data)
        if 'sorts' in self.odd:     # as Radicale does
            data = re.sub(rb'\r\n[ \t]', b'', data)
            data = re.sub(rb'(?s)(BEGIN:VEVENT\r\n)(.*?)(END:VEVENT)',
                          lambda m: m[1] + b''.join(sorted(
                              m[2].splitlines(True))) + m[3], data)
        self.items[name] = data
        self.clock += 1
        self.changes.append((self.clock, name))

    def delete(self, name):
        del self.items[name]
        self.clock += 1
        self.changes.append((self.clock, name))

    def etag(self, name):
        weak = 'W/' if 'weak' in self.odd else ''
        return '%s"%s"' % (weak, hashlib.sha1(self.items[name]).hexdigest())

    def href(self, name):
        if 'absolute' in self.odd:
            return self.url + self.collection + quote(name, '')
        if 'relative' in self.odd:
            return quote(name, '')
        if 'raw' in self.odd:   # as Cyrus does with '?'
            return self.collection + quote(name, '?#&')
        if 'encoded' in self.odd:
            return self.collection + ''.join('%%%02x' % b
                                             for b in name.encode())
        return self.collection + quote(name, '')

    # --- the protocol
    def answer_xml(self, handler, inner, status=207):
        self.answer(handler, status, [
            ('DAV', '1, calendar-access' + ', calendar-auto-schedule' * (
                'schedules' in self.odd)),
            ('Content-Type', 'application/xml; charset=utf-8')],
            (DAV % inner).encode())

    def member(self, name, more=''):
        return '<D:response><D:href>%s</D:href>%s</D:response>' % (
            escape(self.href(name)), propstat(
                '<D:getetag>%s</D:getetag>' % escape(self.etag(name)) + more))

    def itself(self):
        rights = '<D:privilege><D:read/></D:privilege>'
        if 'read-only' not in self.odd:
            rights += '<D:privilege><D:write-content/></D:privilege>'
        reports = '' if 'no-sync' in self.odd else (
            '<D:supported-report><D:report><D:sync-collection/></D:report>'
            '</D:supported-report>')
        rights = '' if 'no-rights' in self.odd else (
            '<D:current-user-privilege-set>%s</D:current-user-privilege-set>'
            % rights)
        return '<D:response><D:href>%s</D:href>%s</D:response>' % (
            self.collection, propstat(
                '<D:resourcetype><D:collection/><C:calendar/>'
                '</D:resourcetype><D:displayname>Team</D:displayname>'
                '<D:current-user-principal><D:href>/u/</D:href>'
                '</D:current-user-principal>'
                '%s<D:supported-report-set>%s'
                '</D:supported-report-set>' % (rights, reports)))

    def handle(self, handler):
        self.guard.acquire()
        try:
            super().handle(handler)
        finally:
            self.guard.release()

    def serve(self, handler, method, path, body, forward):
        """By the rules of RFC 4791 and 6578."""
        do = getattr(self, 'on_' + method.lower(), None)
        if method == 'PROPFIND' and path == '/u/':
            return self.principal(handler)
        if do is None or not path.startswith(self.collection):
            return self.answer(handler, 405 if do is None else 404)
        return do(handler, unquote(path[len(self.collection):].split('?')[0]),
                  body)

    def principal(self, handler):
        self.answer_xml(handler, '<D:response><D:href>/u/</D:href>%s'
                        '</D:response>' % propstat(
                            '<C:calendar-user-address-set><D:href>/u/'
                            '</D:href><D:href>mailto:u@example.com</D:href>'
                            '<D:href>MAILTO:u2@example.com</D:href>'
                            '</C:calendar-user-address-set>'))

    def on_propfind(self, handler, name, body):
        if handler.headers.get('Depth') not in ('0', '1'):
            return self.answer(handler, 403)
        inner = self.itself()
        if handler.headers['Depth'] == '1':
            inner += ''.join(self.member(n) for n in self.items)
        return self.answer_xml(handler, inner)

    def on_report(self, handler, name, body):
        if 'xml' not in handler.headers.get('Content-Type', ''):
            return self.answer(handler, 415)
        if b'calendar-multiget' in body:
            return self.multiget(handler, body)
        if 'no-sync' in self.odd:
            return self.answer(handler, 403)
        return self.changed(handler, body)

    def multiget(self, handler, body):
        inner = ''
        for href in re.findall(rb'<href>(.*?)</href>', body):
            name = unquote(href.decode().split(self.collection)[-1]
                           .split('?')[0])
            if name not in self.items:
                inner += ('<D:response><D:href>%s</D:href><D:status>HTTP/1.1 '
                          '404 X</D:status></D:response>' % href.decode())
            elif 'no-data' in self.odd:
                inner += self.member(name) + ''
            else:
                inner += self.member(name, '<C:calendar-data><![CDATA[%s]]>'
                                     '</C:calendar-data>' %
                                     self.items[name].decode())
        return self.answer_xml(handler, inner)

    def changed(self, handler, body):
        since = re.search(rb'<sync-token>(.*?)</sync-token>', body)[1]
        since = since.decode()
        if since and int(since.split(':')[-1]) < self.first:
            return self.answer(handler, 403, [], (
                '<error xmlns="DAV:"><valid-sync-token/></error>').encode())
        at = int(since.split(':')[-1]) if since else 0
        names = [n for c, n in self.changes if c > at] if since else \
            list(self.items)
        page, more = names, ''
        token = self.clock
        if 'pages' in self.odd and len(names) > 2:
            page = names[:2]
            token = [c for c, n in self.changes if c > at][1]
            more = ('<D:response><D:href>%s</D:href><D:status>HTTP/1.1 507 X'
                    '</D:status></D:response>' % self.collection)
        inner = ''.join(self.member(n) if n in self.items else
                        '<D:response><D:href>%s</D:href><D:status>HTTP/1.1 '
                        '404 X</D:status></D:response>' % self.href(n)
                        for n in dict.fromkeys(page))
        return self.answer_xml(handler, inner + more + '<D:sync-token>t:%d'
                               '</D:sync-token>' % token)

    def on_get(self, handler, name, body):
        if 'no-get' in self.odd:
            return self.answer(handler, 403)
        if name not in self.items:
            return self.answer(handler, 404)
        return self.answer(handler, 200, [('ETag', self.etag(name)), (
            'Content-Type', 'text/calendar')], self.items[name])

    def on_put(self, handler, name, body):
        match = handler.headers.get('If-Match')
        if name not in self.items or not match:
            return self.answer(handler, 412)
        if match != self.etag(name).replace('W/', ''):
            return self.answer(handler, 412)
        self.write(name, body)
        return self.answer(handler, 204)
