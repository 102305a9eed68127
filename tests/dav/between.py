# SPDX-License-Identifier: MIT
"""What stands between the tool and a server of calendars: it passes requests
on, remembers them, and spoils what a test wants spoilt."""
import http.client
import http.server
import threading


class Between:
    """`spoil`, when set, is asked for each request: a function of (handler,
    method, path, body, forward) that answers it, or returns False to let it
    pass.  forward() asks the server and gives (status, headers, body)."""

    def __init__(self, port=None):
        self.port, self.log, self.spoil = port, [], None
        self.lock = threading.Lock()
        between = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            disable_nagle_algorithm = True

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except (ConnectionError, TimeoutError):
                    self.close_connection = True
                if self.raw_requestline and self.command:
                    self.command = None

            def __getattr__(self, name):
                if name.startswith('do_'):
                    return lambda: between.handle(self)
                raise AttributeError(name)

            def log_message(self, *args):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

        self.server = Server(('127.0.0.1', 0), Handler)
        self.url = 'http://127.0.0.1:%d' % self.server.server_port
        threading.Thread(target=self.server.serve_forever,
                         kwargs={'poll_interval': 0.02}, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def handle(self, handler):
        size = int(handler.headers.get('Content-Length') or 0)
        body = handler.rfile.read(size)
        method, path = handler.command, handler.path
        with self.lock:
            self.log.append((method, path, dict(handler.headers), body))

        def forward():
            link = http.client.HTTPConnection('127.0.0.1', self.port,
                                              timeout=600)
            headers = {k: v for k, v in handler.headers.items()
                       if k.lower() not in ('host', 'connection')}
            headers['Host'] = handler.headers.get('Host', 'x')
            link.request(method, path, body, headers)
            answer = link.getresponse()
            data = answer.read()
            link.close()
            return answer.status, answer.getheaders(), data
        if self.spoil and self.spoil(handler, method, path, body,
                                     forward) is not False:
            return
        self.serve(handler, method, path, body, forward)

    def serve(self, handler, method, path, body, forward):
        self.answer(handler, *forward())

    @staticmethod
    def answer(handler, status, headers=(), body=b''):
        handler.send_response_only(status)
        for k, v in headers:
            if k.lower() not in ('content-length', 'connection',
                                 'transfer-encoding'):
                handler.send_header(k, v)
        if status not in (204, 304):
            handler.send_header('Content-Length', str(len(body)))
        handler.end_headers()
        if status not in (204, 304):
            handler.wfile.write(body)

    @staticmethod
    def cut(handler):
        """No answer at all."""
        handler.close_connection = True
        handler.connection.close()

    def methods(self):
        with self.lock:
            return [m for m, *_ in self.log]

    def clear(self):
        with self.lock:
            self.log.clear()
