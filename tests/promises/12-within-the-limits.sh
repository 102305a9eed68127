#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 12: rate_per_second holds for any sliding second, rate_per_minute
# for any sliding minute: no burst on top.
command -v python3 > /dev/null || { echo 'skip - 12-within-the-limits no python3'; exit 0; }
PYTHONPATH=$(dirname "$0") exec python3 -B - "$@" <<'EOF'
from world import *


def most_within(ms, window):
    """The most of the times that lie in any half-open window."""
    ms, best, i = sorted(ms), 0, 0
    for j in range(len(ms)):
        while ms[j] - ms[i] >= window:
            i += 1
        best = max(best, j - i + 1)
    return best


def sent(box, call):
    return [l['ms'] for l in box.log(call)]


box = Sandbox('--rate-second', '0', '--rate-minute', '0')
tool = Tool(box, feishu={'rate_per_second': '20', 'connections': '16'})
N = 100 if SAMPLE else 300      # for five seconds or fifteen
f = write('c/a.ics', calendar(*[event('a%d' % i) for i in range(N)]))
start = time.monotonic()
run = tool.sync(f, timeout=120)
took = time.monotonic() - start
same('%d booked' % N, (run.rc, run.json['totals']['created']), (0, N))
n = most_within(sent(box, 'apply'), 1000)
result(n <= 20, 'applies: %d at most in any second, 20 allowed' % n)
result(took < N / 12, 'and not needlessly slow: %.1f s' % took)
n = most_within([l['ms'] for l in box.log()], 1000)
result(n <= 40, 'all requests together: %d at most in a second' % n)

# Each endpoint has its own.
write('c/a.ics', read(f).replace(b'SUMMARY:', b'SUMMARY:x'))
run = tool.sync(f, timeout=120)
n = most_within(sent(box, 'update'), 1000)
result(n <= 20 and run.json['totals']['updated'] == N,
       'updates: %d at most in any second' % n, run)
run = tool.run('cancel', '--all', timeout=120)
n = most_within(sent(box, 'delete'), 1000)
result(n <= 20 and not box.reservations(),
       'deletes: %d at most in any second' % n, run)

# A minute is as long as a minute: after its share the tool waits.
tool = Tool(box, feishu={'rate_per_second': '1000', 'rate_per_minute': '25'})
f = write('c/m.ics', calendar(*[event('m%d' % i) for i in range(40)]))
before = box.count_of('apply')
proc = tool.start('sync', f)
result(until(lambda: box.count_of('apply') == before + 25),
       'a minute\'s share at once')
result(until(lambda: box.count_of('apply') > before + 25, 4) is None,
       'and then no more')
proc.terminate()
proc.communicate()
same('what was sent is in the state', tool.sql(
    "SELECT count(*) FROM operations WHERE outcome = 'ok'")[0][0] >= 25, True)

# What the server says goes: a pause of its own, and a lower limit.
box2 = Sandbox('--rate-second', '10', '--rate-minute', '0')
tool = Tool(box2, feishu={'rate_per_second': '50', 'retries': '20'})
f = write('c/s.ics', calendar(*[event('s%d' % i) for i in range(40)]))
run = tool.sync(f, timeout=120)
result(run.json['totals']['created'] == 40, 'a lower limit of the server: '
       'all is booked', run)
refused = [l for l in box2.log('apply') if l['code'] == 99991400]
result(len(refused) < 60, 'and it is not hammered: %d refused' %
       len(refused))
finish()
EOF
