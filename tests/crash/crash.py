#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""crash.py kill|fail all|sample|SCENARIO[:STEP] - stop the program at each step.

For each scenario the run is done undisturbed once, its steps counted
(ICSRESERVE_STEP=count).  Then, for each step N, all is put back as it was
before the run, the run is stopped dead at N (kill: _exit; fail: the step
reports an I/O error), resumed, and compared: what the state holds, what the
server holds and the files are as after the undisturbed run, but for creates
that are honestly listed as unknown.  A further run does nothing.
"""
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '../promises'))
sys.dont_write_bytecode = True
from world import *  # noqa: E402,F403

DAY = 86400
WORK = 'work'           # the same absolute paths in each round: they are keys


def put(name, data):
    write(os.path.join(WORK, name), data)


def events(*uids, **kw):
    return [event(u, summary='T-' + u, **kw) for u in uids]


def edit(name, old, new):
    name = os.path.join(WORK, name)
    data = read(name)
    assert old.encode() in data, (name, old)
    write(name, data.replace(old.encode(), new.encode()))


def drop(name, uid):
    """Take an event out of a file."""
    name = os.path.join(WORK, name)
    data = read(name)
    at = data.index(b'BEGIN:VEVENT\r\nUID:' + uid.encode())
    end = data.index(b'END:VEVENT\r\n', at) + len(b'END:VEVENT\r\n')
    write(name, data[:at] + data[end:])


class Scenario:
    """Two calendars: a, a file with four events, and v, a folder of three."""
    name = 'create'
    now = NOW           # of the run that is stopped
    args = ('sync',)
    box_args = ()
    script = ''
    first = False       # a run goes before the change
    conf = {}
    may_refuse = False  # it does not end with 0: the guard

    def change(self, box):
        pass

    def prepare(self):
        put('a.ics', calendar(*events('a', 'b', 'c'), *events(
            'far', start='20260201T020000Z')))
        for i in range(3):
            put('v/%d.ics' % i, calendar(*events('v%d' % i)))


class Mixed(Scenario):
    name, first, args = 'mixed', True, ('sync', '--force')

    def change(self, box):
        edit('a.ics', 'SUMMARY:T-b', 'SUMMARY:New title')
        edit('a.ics', 'UID:c\r\n', 'UID:c\r\nSTATUS:CANCELLED\r\n')
        drop('a.ics', 'a')
        edit('a.ics', 'END:VCALENDAR', ''.join(events('n')) + 'END:VCALENDAR')
        os.rename(path(WORK, 'v/0.ics'), path(WORK, 'v/renamed.ics'))
        os.remove(path(WORK, 'v/1.ics'))


class Update(Scenario):
    name, first = 'update', True

    def change(self, box):
        edit('a.ics', 'SUMMARY:T-b', 'SUMMARY:New title')
        edit('v/0.ics', 'DTSTART:20251205', 'DTSTART:20251207')


class Moved(Scenario):
    """From one file and calendar to another, with our lines in it."""
    name, first = 'moved', True

    def change(self, box):
        os.rename(path(WORK, 'v/0.ics'), path(WORK, 'w/0.ics'))
        edit('w/0.ics', 'SUMMARY:T-v0', 'SUMMARY:Moved')

    def prepare(self):
        super().prepare()
        put('w/x.ics', calendar(*events('x')))


class Guarded(Scenario):
    name, first, may_refuse = 'guarded', True, True

    def change(self, box):
        for uid in 'abc':
            drop('a.ics', uid)
        edit('v/0.ics', 'SUMMARY:T-v0', 'SUMMARY:New title')

    def prepare(self):
        super().prepare()
        put('v/more.ics', calendar(*events('m1', 'm2')))


class Renewed(Scenario):
    name, first, now = 'renewed', True, NOW + 25 * DAY


class Expired(Scenario):
    """Nobody came for 40 days: the held reservation is gone for good."""
    name, first, now = 'expired', True, NOW + 40 * DAY


class Gone(Scenario):
    """Another deleted a reservation; its update makes it anew."""
    name, first = 'gone', True
    script = 'update 1 status=404 code=121004'

    def change(self, box):
        edit('a.ics', 'SUMMARY:T-b', 'SUMMARY:New title')


class NewLink(Scenario):
    name, first = 'new-link', True
    box_args = ('--assume', 'update-link=change')
    change = Update.change


class Cancel(Scenario):
    name, first, args = 'cancel', True, ('cancel', '--all')


class CutAfter(Scenario):
    """Done, but the connection was cut before the answer."""
    name, script = 'cut-after', 'apply 2 cut-after'


class CutBefore(Scenario):
    name, script = 'cut-before', 'apply 2 cut-before'


class Output(Scenario):
    name = 'output'
    conf = {'calendar_v': {'output': path(WORK, 'out')}}


class Described(Scenario):
    name = 'described'
    conf = {'writeback': {'properties': 'conference url location description',
                          'password': 'yes'}}


SCENARIOS = (Scenario, Mixed, Update, Moved, Guarded, Renewed, Expired, Gone,
             NewLink, Cancel, CutAfter, CutBefore, Output, Described)


# --- one round ---------------------------------------------------------------
class Round:
    def __init__(self, sc, now, script=''):
        self.sc = sc
        self.box = Sandbox('--state', path(WORK, 'box.json'), *sc.box_args,
                           '--rate-second', '0', '--rate-minute', '0',
                           script=script, now=now)
        self.tool = Tool(self.box, now=now, calendar_a={
            'path': path(WORK, 'a.ics')}, calendar_v={'path': path(WORK, 'v')})
        if os.path.isdir(path(WORK, 'w')):
            self.tool.set(calendar_w={'path': path(WORK, 'w')})
        self.tool.state = path(WORK, 'state.db')
        self.tool.set(sync={'state': self.tool.state}, **sc.conf)

    def run(self, step=None):
        more = {'ICSRESERVE_STEP': step} if step else {}
        return self.tool.run('--json', *self.sc.args, **more)

    def close(self):
        self.box.stop()
        shutil.rmtree(self.tool.home)


def calendars():
    """The files, with what differs between reservations left out."""
    seen = {}
    for base, _, names in os.walk(path(WORK)):
        for n in names:
            if not n.endswith('.ics') and not n.endswith('.tmp'):
                continue
            data = read(os.path.join(base, n)).replace(b'\r\n ', b'')
            for what in (rb'/j/\d+', rb'X-ICSRESERVE-ID:\d+',
                         rb'password \d+', rb'Password: \d+'):
                data = re.sub(what, b'*', data)
            seen[os.path.relpath(os.path.join(base, n), path(WORK))] = data
    return seen


def held(tool):
    return sorted(tool.sql("SELECT calendar, uid, topic, end_time, state "
                           "FROM bookings"))


def flaws(rnd, reference):
    """What is wrong after a resumed run, as texts."""
    tool, found = rnd.tool, []
    if calendars() != reference['files']:
        found.append('files: %r' % [
            (k, calendars().get(k), reference['files'].get(k))
            for k in {**calendars(), **reference['files']}
            if calendars().get(k) != reference['files'].get(k)])
    if held(tool) != reference['held']:
        found.append('held: %r, not %r' % (held(tool), reference['held']))
    ids = {r[0] for r in tool.sql("SELECT reserve_id FROM bookings WHERE "
                                  "state = 'live' AND end_time > %d"
                                  % rnd.sc.now)}
    server = {r['id']: r for r in rnd.box.reservations()
              if int(r['end_time']) > rnd.sc.now}
    unknown = tool.sql("SELECT count(*) FROM operations WHERE verb = 'apply' "
                       "AND outcome = 'unknown'")[0][0]
    if not ids <= set(server):
        found.append('not at the server: %r' % (ids - set(server)))
    if len(set(server) - ids) > unknown + reference.get('orphans', 0):
        found.append('lost: %r, with %d unknown' % (set(server) - ids, unknown))
    if tool.sql('PRAGMA integrity_check') != [('ok',)]:
        found.append('the state is damaged')
    if tool.sql("SELECT count(*) FROM operations WHERE outcome = 'open'"
                )[0][0]:
        found.append('an operation is left open')
    for base, _, names in os.walk(path(WORK)):
        found += ['left behind: ' + n for n in names if n.endswith('.tmp')]
    return found


def idle(rnd):
    before, sent = files(WORK), len(mutating(rnd.box))
    run = rnd.run()
    changed = [p for p, was in before.items() if p.endswith('.ics') and
               files(WORK).get(p) != was]
    if len(mutating(rnd.box)) != sent or changed:
        return ['a further run did something: %s' % run]
    if run.rc and not rnd.sc.may_refuse:
        return ['a further run ends with %s' % run]
    return []


def restore():
    shutil.rmtree(path(WORK), ignore_errors=True)
    shutil.copytree(path('saved'), path(WORK))


def prepare(sc):
    """Put the scenario up to the run in question into `saved`."""
    shutil.rmtree(path(WORK), ignore_errors=True)
    shutil.rmtree(path('saved'), ignore_errors=True)
    sc.prepare()
    rnd = Round(sc, NOW)
    if sc.first:
        run = rnd.tool.run('--json', 'sync')
        assert run.rc == 0, str(run)
    sc.change(rnd.box)
    rnd.close()
    shutil.copytree(path(WORK), path('saved'))


def undisturbed(sc):
    restore()
    rnd = Round(sc, sc.now, sc.script)
    run = rnd.run('count')
    steps = re.findall(r'^step \d+ (.*)$', run.err, re.M)
    for _ in range(2):
        rnd.run()
    reference = {'files': calendars(), 'held': held(rnd.tool)}
    # An expired or replaced reservation lives on at the server.
    ids = {r[0] for r in rnd.tool.sql(
        "SELECT reserve_id FROM bookings WHERE state = 'live'")}
    reference['orphans'] = len(
        {r['id'] for r in rnd.box.reservations()
         if int(r['end_time']) > sc.now} - ids) - rnd.tool.sql(
        "SELECT count(*) FROM operations WHERE verb = 'apply' AND "
        "outcome = 'unknown'")[0][0]
    reference['orphans'] = max(0, reference['orphans'])
    problems = flaws(rnd, reference) + idle(rnd)
    rnd.close()
    result(steps and not problems, '%s: undisturbed, %d steps' % (
        sc.name, len(steps)), '\n'.join(problems) or run)
    return steps, reference


def disturbed(sc, mode, n, steps, reference):
    restore()
    rnd = Round(sc, sc.now, sc.script)
    run = rnd.run('%s:%d' % (mode, n))
    problems = []
    if mode == 'kill' and run.rc != 100:
        problems.append('was not stopped: %s' % run)
    for _ in range(2):
        rnd.run()
    problems += flaws(rnd, reference) + idle(rnd)
    rnd.close()
    name = '%s: %s at step %d, %s' % (sc.name, mode, n, steps[n - 1])
    result(not problems, name, '\n'.join(problems))


def chosen(which, steps):
    """All steps, one, or a sample: every fifth, and each name's first."""
    if which.isdigit():
        return [int(which)]
    if which != 'sample':
        return range(1, len(steps) + 1)
    return [n for n in range(1, len(steps) + 1)
            if n % 5 == 0 or steps.index(steps[n - 1]) == n - 1]


def main():
    mode, which = sys.argv[1:3]
    name, _, step = which.partition(':')
    for make in SCENARIOS:
        sc = make()
        if name not in ('all', 'sample', sc.name):
            continue
        prepare(sc)
        steps, reference = undisturbed(sc)
        for n in chosen(step or name, steps):
            disturbed(sc, mode, n, steps, reference)
    finish()


main()
