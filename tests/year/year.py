# SPDX-License-Identifier: MIT
"""A year of 200 events, day by day, with edits on the way.

The events are kept here as data, rendered into calendars as another program
would write them (without lines of ours), and what should be reserved for them
each day is worked out here with python-dateutil, from INTERFACE.md and not
from the program.  Each day the sandbox and the files are compared with that;
at the end `cancel --all` must give back the very bytes that were rendered.
"""
import datetime as dt
import functools
import random
from zoneinfo import ZoneInfo

from dateutil import rrule
from world import *

SEED = int(os.environ.get('SEED', 7))
# In the sample: until the zones have changed and a series its mode, twice.
DAYS = int(os.environ.get('DAYS') or (220 if SAMPLE else 400))
UTC = dt.timezone.utc
HOUR, DAY = 3600, 86400
GRACE, BEFORE, REACH = 30 * 60, 7 * DAY, 30 * DAY - 60
ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'UTC']
WINDOWS = {'Asia/Shanghai': 'China Standard Time'}
FOREVER = 1 << 60
rnd = random.Random(SEED)


@functools.cache
def rrulestr(text, dtstart):
    """What it has reckoned once, it knows."""
    return rrule.rrulestr(text, dtstart=dtstart, cache=True)


now = NOW
bad = 0


def local(t, zone):
    return dt.datetime.fromtimestamp(t, ZoneInfo(zone)).replace(tzinfo=None)


def utc(t, zone):
    return int(t.replace(tzinfo=ZoneInfo(zone)).timestamp())


class Event:
    count = 0

    def __init__(self, start, rule=None, minutes=60):
        Event.count += 1
        self.name = 'Event %d' % Event.count
        self.uid = 'e%d@year' % Event.count
        self.zone = rnd.choice(ZONES)
        self.windows = rnd.random() < .3
        # Hours at which no zone changes its offset.
        self.start = local(start, self.zone).replace(
            hour=rnd.randint(8, 18), minute=rnd.choice([0, 30]), second=0)
        self.minutes, self.rule = minutes, rule
        self.out, self.moved, self.dropped = set(), {}, set()
        self.status = self.extra = ''
        self.urls = {}          # by the occurrence's number: its link

    # --- what it means ----------------------------------------------------
    def times(self):
        """(number, start, end) of what takes place; numbers are stable."""
        if not self.rule:
            # DTEND is a local time, whatever the clocks do until then.
            end = self.start + dt.timedelta(minutes=self.minutes)
            return [(0, utc(self.start, self.zone), utc(end, self.zone))]
        last = local(now + 70 * DAY, self.zone)
        found = []
        for i, t in enumerate(rrulestr(self.rule, dtstart=self.start)):
            if t > last:
                break
            if i in self.out or i in self.dropped:
                continue
            at = self.moved.get(i, t)
            found.append((i, utc(at, self.zone),
                          utc(at, self.zone) + self.minutes * 60))
        return found

    def endless(self):
        """Whether something follows behind what times() sees."""
        if not self.rule:
            return False
        last = local(now + 70 * DAY, self.zone)
        return rrulestr(self.rule, dtstart=self.start).after(last) is not None

    def wanted(self):
        return self.status != 'CANCELLED' and not self.extra

    # --- what a calendar says ----------------------------------------------
    def stamp(self, name, t):
        if self.zone == 'UTC':
            return '%s:%s' % (name, t.strftime('%Y%m%dT%H%M%SZ'))
        zone = WINDOWS.get(self.zone, self.zone) if self.windows \
            else self.zone
        return '%s;TZID=%s:%s' % (name, zone, t.strftime('%Y%m%dT%H%M%S'))

    def vevent(self, start, more, summary):
        end = start + dt.timedelta(minutes=self.minutes)
        lines = ['BEGIN:VEVENT', 'UID:' + self.uid,
                 'DTSTAMP:20250101T000000Z', self.stamp('DTSTART', start),
                 self.stamp('DTEND', end), 'SUMMARY:' + summary] + more
        lines += ['STATUS:' + self.status] if self.status else []
        lines += [self.extra] if self.extra else []
        return '\r\n'.join(lines + ['END:VEVENT', ''])

    def render(self):
        if not self.rule:
            return self.vevent(self.start, [], self.name)
        numbers = max(list(self.moved) + list(self.out) +
                      list(self.dropped) + [0]) + 1
        all_ = [t for _, t in zip(range(numbers), rrulestr(
            self.rule, dtstart=self.start))]
        more = ['RRULE:' + self.rule]
        more += [self.stamp('EXDATE', all_[i]) for i in sorted(self.out)]
        text = self.vevent(self.start, more, self.name)
        for i, t in sorted(self.moved.items()):
            text += self.vevent(t, [self.stamp('RECURRENCE-ID', all_[i])],
                                self.name)
        for i in sorted(self.dropped):
            text += self.vevent(all_[i], [self.stamp(
                'RECURRENCE-ID', all_[i]), 'STATUS:CANCELLED'], self.name)
        return text


class Calendar:
    def __init__(self, name, vdir, mode='series', far='hold'):
        self.name, self.vdir, self.mode, self.far = name, vdir, mode, far
        self.events, self.written = [], {}

    def files(self):
        """What the files should say without us."""
        if not self.vdir:
            return {self.name + '.ics': calendar(*[
                e.render() for e in self.events])}
        return {'%s/%s.ics' % (self.name, e.name.replace(' ', '-')):
                calendar(e.render()) for e in self.events}

    def save(self):
        """Files whose events changed are written, by another program."""
        new = self.files()
        for name in set(self.written) - set(new):
            os.unlink(path(name))
        for name, text in new.items():
            if self.written.get(name) != text:
                write(name + '.new~', text)
                os.rename(path(name + '.new~'), path(name))
        self.written = new


def complain(event, what, *more):
    global bad
    bad += 1
    if bad <= 5:
        result(False, 'day %d: %s: %s' % (day, event.name if event else '',
               what), '\n'.join(map(str, more)) +
               ('\n' + event.render() if event else ''))


# --- what is expected ---------------------------------------------------------
def expected(cal, e):
    """{number: until} of what must be reserved, and what may be."""
    if not e.wanted():
        return {}, {}
    times = [(i, end + GRACE) for i, _, end in e.times()
             if end + GRACE > now]
    if not times and not e.endless():
        return {}, {}
    if cal.mode == 'occurrences' and e.rule:
        must = {i: end for i, end in times if end <= now + REACH}
        return must, {i: end for i, end in times}
    until = FOREVER if e.endless() else max(end for _, end in times)
    first = min([end for _, end in times] or [FOREVER])
    if cal.far == 'wait' and first > now + REACH:
        return {}, {0: until}
    return {0: until}, {0: until}


LINK = re.compile(rb'URL:(\S+)')


def blocks(cal, e):
    name = cal.name + '.ics' if not cal.vdir else '%s/%s.ics' % (
        cal.name, e.name.replace(' ', '-'))
    text = read(name).replace(b'\r\n ', b'')
    return [b for b in text.split(b'BEGIN:VEVENT')[1:]
            if b'UID:%s\r' % e.uid.encode() in b]


def number_of(e, key):
    """Which occurrence a RECURRENCE-ID of the state is."""
    if not key:
        return 0
    at = dt.datetime.strptime(key, '%Y%m%dT%H%M%SZ').replace(tzinfo=UTC)
    want = local(at.timestamp(), e.zone)
    for i, t in enumerate(rrulestr(e.rule, dtstart=e.start)):
        if t == want:
            return i
        if t > want:
            return None


def check_event(cal, e, rows, box):
    must, may = expected(cal, e)
    have = {}
    for key, rid, state in rows.get((cal.name, e.uid), []):
        if rid in box and int(box[rid]['end_time']) > now and \
                state == 'live' and \
                bool(key) == (cal.mode == 'occurrences' and bool(e.rule)):
            have[number_of(e, key)] = box[rid]
    for i, until in must.items():
        if i not in have:
            complain(e, 'occurrence %s is not reserved' % i, have)
    for i, r in have.items():
        used.add(r['id'])
        if i not in may:
            if r['id'] not in kept:
                complain(e, 'reserved, but nothing takes place', i, r)
            continue
        end, until = int(r['end_time']), may[i]
        if r['meeting_settings']['topic'] != e.name:
            complain(e, 'topic', r)
        if end > until or (end < until and end - now < BEFORE - HOUR):
            complain(e, 'it ends %d, should %d' % (end, until), r)
        old = e.urls.setdefault((cal.mode, i), r['url'])
        if old != r['url']:
            complain(e, 'the link changed', old, r['url'])
    if not must:
        return
    for b in blocks(cal, e):
        found = [m.decode() for m in LINK.findall(b)]
        if b'STATUS:CANCELLED' in b:
            want = []
        elif cal.mode == 'series' or not e.rule:
            want = [have[0]['url']] if 0 in have else []
        elif b'RRULE' in b:
            want = []
        else:
            want = found if len(found) == 1 and found[0] in [
                r['url'] for r in have.values()] else ['one of its own']
            # What is over stays as it was, with the link it had.
            if not found or found[0] in e.urls.values():
                want = found
        if found != want:
            complain(e, 'links %s, should be %s' % (found, want), b.decode())


def check(tool, cals, box):
    global used
    used, rows = set(), {}
    state = {r['id']: r for r in box.reservations()}
    for cal, uid, key, rid, st in tool.sql(
            'SELECT calendar, uid, recurrence_id, reserve_id, state '
            'FROM bookings WHERE reserve_id IS NOT NULL'):
        rows.setdefault((cal, uid), []).append((key, rid, st))
    for cal in cals:
        for e in cal.events:
            check_event(cal, e, rows, state)
    for rid, r in state.items():
        if int(r['end_time']) > now and rid not in used and \
                rid not in kept:
            complain(None, 'a reservation for nothing', r)


def seen(cals):
    names = [n for c in cals for n in c.written]
    return {n: (os.stat(path(n)).st_ino, os.stat(path(n)).st_mtime_ns,
                read(n)) for n in names}


# --- edits ----------------------------------------------------------------------
def keep_all(cal, e):
    """What is held for it is kept until it expires, as the manual says."""
    for key, rid in tool.sql("SELECT recurrence_id, reserve_id FROM bookings "
                             "WHERE uid = '%s'" % e.uid):
        kept.add(rid)


def random_event():
    kind = rnd.random()
    start = now + rnd.randint(0, 380) * DAY * (rnd.random() < .7) + \
        rnd.randint(0, 28) * DAY
    if kind < .55:
        return Event(start, None, rnd.choice([30, 60, 90, 45 * 24 * 60 if
                                              rnd.random() < .1 else 15]))
    rule = rnd.choice(['FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=MONTHLY',
                       'FREQ=WEEKLY;BYDAY=MO,WE,FR', 'FREQ=YEARLY',
                       'FREQ=WEEKLY;INTERVAL=2', 'FREQ=MONTHLY;BYDAY=1TU'])
    if rnd.random() < .5:
        rule += ';COUNT=%d' % rnd.randint(2, 40)
    e = Event(start - rnd.randint(0, 60) * DAY, rule, rnd.choice([30, 60]))
    # DTSTART is on the pattern, so that the first is the rule's own.
    e.start = rrulestr(rule.split(';COUNT')[0], dtstart=e.start)[0]
    return e


def upcoming(e):
    return [i for i, s, _ in e.times() if s > now + DAY]


def edit(cals, alone):
    cal = rnd.choice(cals)
    if not cal.events:
        return
    e = rnd.choice(cal.events)
    what = rnd.choice(['rename', 'move', 'shift', 'drop', 'exdate', 'cancel',
                       'delete', 'new', 'new', 'away', 'optout', 'uids'])
    ahead = upcoming(e)
    if what == 'rename':
        e.name += '!'
        if cal.vdir:
            return what
    elif what == 'move' and not e.rule:
        if utc(e.start, e.zone) < now:
            return
        e.start = local(now + rnd.randint(1, 90) * DAY, e.zone).replace(
            hour=9, minute=0, second=0)
    elif what == 'shift' and e.rule and 'COUNT' not in e.rule:
        e.start += dt.timedelta(minutes=30)
        e.moved = {}
    elif what in ('drop', 'exdate', 'shift') and e.rule and len(ahead) > 3:
        i = rnd.choice(ahead[:3])
        if i in e.moved:
            return
        (e.out if what == 'exdate' else e.dropped).add(i)
    elif what == 'move' and e.rule and len(ahead) > 3:
        i = ahead[1]
        t = list(zip(range(i + 1), rrulestr(e.rule, dtstart=e.start)))[-1][1]
        e.moved[i] = t + dt.timedelta(hours=2)
    elif what == 'cancel':
        e.status = 'CANCELLED'
    elif what == 'delete':
        if not [1 for _, _, end in e.times() if end + GRACE > now]:
            keep_all(cal, e)
        cal.events.remove(e)
    elif what == 'new':
        cal.events.append(random_event())
    elif what == 'away':
        others = [c for c in cals if c.mode == cal.mode and c is not cal
                  and c.far == cal.far]
        if others:
            cal.events.remove(e)
            rnd.choice(others).events.append(e)
    elif what == 'optout' and not e.extra:
        e.extra = 'X-ICSRESERVE:no'
        keep_all(cal, e)
    elif what == 'uids' and alone and not cal.vdir and cal.mode == 'series':
        for e in cal.events:
            e.uid = 'n%d-%s' % (day, e.uid.split('-')[-1])
    return what


def switch(cal, mode):
    """What the other way has reserved is kept until it expires."""
    for e in cal.events:
        if e.rule:
            keep_all(cal, e)
        if day != 204:      # so long ago that it has expired
            e.urls = {k: v for k, v in e.urls.items() if k[0] != mode}
    cal.mode = mode
    tool.set(**{'calendar_' + cal.name: {'recurrence': mode}})


# --- the year ---------------------------------------------------------------------
started = time.monotonic()
box = Sandbox('--rate-second', '0', '--rate-minute', '0', now=now)
cals = [Calendar('big', False), Calendar('dir', True),
        Calendar('each', False, 'occurrences'),
        Calendar('wait', True, 'series', 'wait')]
tool = Tool(box, feishu={'rate_per_second': '1000', 'retries': '0',
                         'rate_per_minute': '60000',
                         'owner_from_organizer': 'no'},
            sync={'timezone': None, 'max_deletes': '100%'},
            **{'calendar_' + c.name: {
                'path': path(c.name + ('' if c.vdir else '.ics')),
                'recurrence': c.mode, 'far_events': c.far} for c in cals})
kept, used, day, edits = set(), set(), 0, collections.Counter()
for i in range(200):
    cals[i % 10 % 4].events.append(random_event())
runs = 0
# A link for each occurrence, for the series, and back again.
SWITCHES = {200: 'series', 204: 'occurrences', 300: 'series',
            350: 'occurrences'}
gaps = {150: 6, 260: 6}         # days without a run: less than renew_before
while day < DAYS and bad < 20:
    for cal in cals:
        cal.save()
    tool.now = now
    box.clock(now)
    run = tool.sync('--force')
    runs += 1
    if run.rc:
        complain(None, 'the run', run)
        break
    check(tool, cals, box)
    if day % 10 == 0:
        before, n = seen(cals), len(mutating(box))
        again = tool.sync()
        if again.rc or len(mutating(box)) != n or before != seen(cals):
            complain(None, 'a second run does something',
                     mutating(box)[n:], again)
    step = gaps.get(day, 1)
    now += step * DAY
    day += step
    if day in SWITCHES:
        switch(cals[2], SWITCHES[day])
    # New UIDs are known by what stays the same, so nothing else changes.
    n = rnd.choice([0, 0, 1, 2])
    for _ in range(n):
        edits[edit(cals, n == 1)] += 1
result(bad == 0, 'every day of %d is as the calendars say' % day)
for cal in cals:
    cal.save()
tool.now = now
tool.sync('--force')
run = tool.run('--json', 'cancel', '--all')
same('cancel --all: its status', run.rc, 0)
left = [n for cal in cals for n, text in cal.written.items()
        if read(n) != text.encode()]
same('cancel --all gives the bytes back', left, [])
lives = [r for r in box.reservations() if int(r['end_time']) > now]
same('cancel --all leaves nothing', lives, [])
kinds = collections.Counter(l['call'] for l in box.log(*MUTATING))
print('# %d runs in %.0f s; %s; edits: %s' % (
    runs, time.monotonic() - started, dict(kinds), dict(edits)))
result(kinds['update'] > 100 and kinds['delete'] > 20 and
       kinds['apply'] > 300, 'enough happened to mean something', kinds)
finish()
