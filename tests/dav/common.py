# SPDX-License-Identifier: MIT
"""What the tests of calendars over the network share."""
from world import *

from between import Between
from fake import Fake

METHODS = {'GET', 'PROPFIND', 'REPORT', 'PUT'}


class World:
    """A server, the sandbox, and the tool with one calendar there."""
    box = None

    def __init__(self, server, url=None, **keys):
        World.box = World.box or Sandbox('--rate-second', '0',
                                         '--rate-minute', '0')
        self.server = server
        self.tool = Tool(self.box, calendar_team=dict(
            {'url': url or server.url + server.collection}, **keys))
        self.folder = os.path.join(self.tool.home, '.cache/icsreserve/team')
        self.seen = set()

    def run(self, *args, **more):
        self.server.clear()
        run = self.tool.run('--json', *(args or ('sync',)), **more)
        self.seen |= set(self.server.methods())
        return run

    def held(self):
        """{topic: link} of what lives at the sandbox for this state."""
        return {t: u for t, u in self.tool.sql(
            "SELECT topic, url FROM bookings WHERE state = 'live'")}

    def quiet(self, name, requests=1):
        """A further run does nothing but ask what has changed."""
        before = len(mutating(self.box)), files(self.folder)
        run = self.run()
        same(name + ': the next run is quiet', (
            run.rc, self.server.methods(), len(mutating(self.box)),
            files(self.folder)), (0, ['REPORT'] * requests) + before)
        return run

    def end(self, name):
        result(self.seen <= METHODS, name + ': only reading and PUT',
               self.seen)
        self.server.stop()


def links(data):
    """The numbers of our links in an event's bytes."""
    text = re.sub(rb'\r?\n[ \t]', b'', data)
    return set(re.findall(rb'https://vc\.feishu\.cn/j/(\d+)', text))


def ours(data):
    text = re.sub(rb'\r?\n[ \t]', b'', data)
    return re.findall(rb'(?m)^(?:CONFERENCE|X-ICSRESERVE-ID|URL|LOCATION'
                      rb'|LAST-MODIFIED)[^\r\n]*', text)
