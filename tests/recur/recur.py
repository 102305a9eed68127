# SPDX-License-Identifier: MIT
"""The driver of recur.sh: occurrences as the program reckons them against
python-dateutil's, for generated rules and sets and for the corpora.

Where dateutil departs from RFC 5545 it is set right here, each place with its
reason; nothing else may differ."""
import collections
import datetime as dt
import glob
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import zoneinfo

from dateutil import rrule

SETS = sys.argv[1]
SAMPLE = '--sample' in sys.argv  # the first of the generated ones
RULES = int(os.environ.get('RULES') or (800 if SAMPLE else 4200))
UNIONS = 120 if SAMPLE else 600
FIRST = 15                      # occurrences compared at the beginning
FAR = 50                       # and from this one on as many again
LIMIT = FAR + FIRST + 5
HORIZON = dt.datetime(2400, 1, 1)       # the program's dates end in 2500
CORPORA = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                       '../../../shared/corpora')
FREQS = 'YEARLY MONTHLY WEEKLY DAILY HOURLY MINUTELY SECONDLY'.split()
DAYS = 'MO TU WE TH FR SA SU'.split()
ZONES = ['UTC'] * 4 + ['America/New_York', 'Asia/Shanghai', 'Europe/Berlin',
                       'Australia/Lord_Howe']
checks = collections.Counter()
failures = []


# --- dateutil, set right ----------------------------------------------------
class Slow(Exception):
    pass


armed = False           # a late signal must not end something else


def alarm(*_):
    if armed:
        raise Slow()


signal.signal(signal.SIGALRM, alarm)


def week_number(day, wkst):
    """Of a date: its week's number from the front and from the back."""
    fourth = day + dt.timedelta(3 - (day.weekday() - wkst) % 7)
    last = dt.date(fourth.year, 12, 31)
    return (fourth - dt.date(fourth.year, 1, 1)).days // 7 + 1, \
        -((last - fourth).days // 7 + 1)


class Info(rrule._iterinfo):
    """BYWEEKNO: dateutil misses weeks at the turn of the year ("TODO: Check
    -numweeks for next year", and last year's weeks are counted wrongly), so
    each day's week is asked of the calendar."""

    def rebuild(self, year, month):
        old = self.lastyear
        super().rebuild(year, month)
        if self.rrule._byweekno and old != year:
            first = dt.date(year, 1, 1)
            self.wnomask = []
            for i in range(self.yearlen + 7):
                try:
                    front, back = week_number(first + dt.timedelta(i),
                                              self.rrule._wkst)
                except (OverflowError, ValueError):
                    front, back = 0, 0
                self.wnomask.append(front in self.rrule._byweekno or
                                    back in self.rrule._byweekno)


rrule._iterinfo = Info


def parts_of(text):
    return dict(p.split('=', 1) for p in text.upper().split(';') if p)


def occurrences(text, start, limit, all_day=False):
    """Naive local times of an RRULE, DTSTART as the first."""
    parts = parts_of(text)
    if 'BYWEEKNO' in parts and not {'BYDAY', 'BYMONTHDAY',
                                    'BYYEARDAY'} & set(parts):
        # dateutil takes the whole week; the RFC takes from DTSTART what the
        # rule leaves open (3.3.10), and that is its day of the week.
        parts['BYDAY'] = DAYS[start.weekday()]
    if all_day:
        for p in ('BYHOUR', 'BYMINUTE', 'BYSECOND'):
            parts.pop(p, None)  # 3.3.10: ignored on a DATE
    if re.fullmatch(r'\d{8}', parts.get('UNTIL', '')):
        # A day that bounds inclusively; dateutil takes its midnight.
        parts['UNTIL'] += 'T235959'
    count = int(parts.get('COUNT', 0))
    rule = rrule.rrulestr(';'.join(map('='.join, parts.items())),
                          dtstart=start)
    got = list(itertools.takewhile(lambda t: t < HORIZON,
                                   itertools.islice(rule, limit)))
    if 'UNTIL' in parts and parts['UNTIL'].rstrip('Z') < ical(start):
        return []               # cut off before its first
    if not got or got[0] != start:
        # 3.8.5.3: DTSTART is the first, and counted; dateutil has only
        # what is on the pattern.
        got = [start] + (got[:count - 1] if count else got)
    return got


# --- the program ------------------------------------------------------------
def zone_of(name):
    return zoneinfo.ZoneInfo(name)


def instant(local, zone):
    """fold=0: in a gap the offset before it, in an overlap the first."""
    return int(local.replace(tzinfo=zone).timestamp())


def ical(t):
    return t.strftime('%Y%m%dT%H%M%S')


def stamp(local, zone, name):
    if name == 'UTC':
        return ':' + ical(local) + 'Z'
    return ';TZID=%s:%s' % (name, ical(local))


class Case:
    """One event, the times expected of it, and the windows looked at.  end is
    'known' when want has all of them, 'never', or 'far'."""

    def __init__(self, title, lines, want, end, length=1800):
        self.title, self.lines = title, lines
        self.want, self.end = sorted(set(want)), end
        self.length = length
        self.looks = []
        self.window(0, FIRST)
        if len(self.want) > FAR + 5:
            self.window(FAR, FIRST)

    def window(self, first, n):
        w = self.want
        some = w[first:first + n]
        complete = self.end == 'known' and first + n >= len(w)
        start = some[0] if some else 0
        if first:               # nothing that began earlier and still lasts
            start = max(start, w[first - 1] + 1)
            if start + self.length <= w[first - 1] + self.length:
                return
        end = (some[-1] if some else 0) + self.length
        lo = (w[first - 1] + self.length) if first else start - 1
        rest = w[first + len(some):]
        self.looks.append((lo, end, some, rest[0] if rest else None,
                           complete))

    def text(self):
        event = ['BEGIN:VEVENT', 'UID:x'] + self.lines + ['END:VEVENT']
        return ''.join('%s\nLOOK %d %d 100000\n' % (
            '\n'.join(event), lo, hi)
            for lo, hi, *_ in self.looks)


def judge(case, look, answer, kind):
    lo, hi, some, beyond, complete = look
    words = answer.split()
    checks[kind] += 1

    def wrong(what):
        failures.append('%s: %s\n    %s\n    %s' % (
            kind, what, ' '.join(case.lines), case.title))

    if words[0] != 'ok':
        return wrong(answer)
    got = [int(w) for w in words[5::3]]
    if got != some:
        missing = [t for t in some if t not in got]
        more = [t for t in got if t not in some]
        return wrong('missing %s, too many %s' % (show(missing), show(more)))
    if beyond is not None:
        if words[3] == '-' or int(words[3].split('/')[1]) != beyond:
            return wrong('beyond is %s, not %s' % (words[3], show([beyond])))
    elif complete and words[3] != '-':
        return wrong('beyond is %s, but there is none' % words[3])
    if case.end == 'never' and words[2] != 'endless' and beyond is not None:
        return wrong('last is %s, not endless' % words[2])
    if complete and int(words[2]) != case.want[-1] + case.length:
        return wrong('last ends %s, not %s' % (
            words[2], case.want[-1] + case.length))


def show(times):
    return [ical(dt.datetime.fromtimestamp(t, dt.timezone.utc)) + 'Z'
            for t in times[:3]]


def run(cases, kind):
    text = ''.join(c.text() for c in cases)
    out = subprocess.run([SETS], input=text, capture_output=True, text=True,
                         check=True).stdout.splitlines()
    looks = [(c, l) for c in cases for l in c.looks]
    if len(out) != len(looks):
        failures.append('%s: %d answers to %d looks' % (
            kind, len(out), len(looks)))
    for (case, look), answer in zip(looks, out):
        judge(case, look, answer, kind)


# --- generated rules --------------------------------------------------------
def some(r, low, high, n, back=False):
    values = {r.randint(low, high) * (r.choice((1, -1)) if back else 1)
              for _ in range(r.randint(1, n))}
    return ','.join(map(str, sorted(values)))


def by_day(r, freq, parts):
    days = r.sample(DAYS, r.randint(1, 4))
    ordinals = freq == 'MONTHLY' or freq == 'YEARLY' and \
        'BYWEEKNO' not in parts
    if ordinals and r.random() < .5:
        # All with a number or none: of 1MO,TU dateutil demands both.
        most = 5 if freq == 'MONTHLY' or 'BYMONTH' in parts else 53
        days = ['%d%s' % (r.choice((1, -1)) * r.randint(1, most), d)
                for d in days]
    return ','.join(days)


def generate(r):
    """A rule of any shape that the RFC allows, as a dict of its parts."""
    freq = r.choice(FREQS)
    p = {'FREQ': freq}
    if r.random() < .5:
        p['INTERVAL'] = str(r.choice((1, 2, 3, 4, 5, 7, 10, 13, 24, 36)))
    if r.random() < .25:
        p['BYMONTH'] = some(r, 1, 12, 5)
    if freq == 'YEARLY' and r.random() < .25:
        p['BYWEEKNO'] = some(r, 1, 53, 4, True)
    if freq not in ('DAILY', 'WEEKLY', 'MONTHLY') and r.random() < (
            .02 if 'BYMONTH' in p else .15):
        p['BYYEARDAY'] = some(r, 1, 366, 20, True)
    if freq != 'WEEKLY' and r.random() < .25:
        p['BYMONTHDAY'] = some(r, 1, 31, 5, True)
    if r.random() < .4:
        p['BYDAY'] = by_day(r, freq, p)
    for name, high in (('BYHOUR', 23), ('BYMINUTE', 59), ('BYSECOND', 59)):
        if r.random() < .15:
            p[name] = some(r, 0, high, 3)
    if r.random() < .25:
        p['WKST'] = r.choice(DAYS)
    if r.random() < .2 and any(k.startswith('BY') for k in p):
        p['BYSETPOS'] = some(r, 1, 5, 3, True)
        if r.random() < .85:    # else most have no such position
            p['BYSETPOS'] += r.choice((',1', ',-1'))
    return p


def start_for(r, p):
    start = dt.datetime(r.randint(1990, 2030), r.randint(1, 12),
                        r.randint(1, 28), r.randint(0, 23),
                        r.choice((0, 15, 30, r.randint(0, 59))), 0)
    if p['FREQ'] == 'WEEKLY' and 'BYSETPOS' in p:
        # dateutil's first week begins with DTSTART, the RFC's set is of a
        # whole week: so begin with one.
        wkst = DAYS.index(p.get('WKST', 'MO'))
        start -= dt.timedelta((start.weekday() - wkst) % 7)
    return start


def text_of(p):
    return ';'.join(map('='.join, p.items()))


def bounded(f, *args, seconds=.012):
    """None where dateutil takes too long or says there is nothing."""
    global armed
    found = why = None
    try:
        armed = True
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            found = f(*args)
        except ValueError as e:
            why = str(e)[:40]
        armed = False
    except Slow:
        armed, found, why = False, None, 'takes too long'
    signal.setitimer(signal.ITIMER_REAL, 0)
    if why:
        checks['left out: dateutil: ' + why] += 1
    return found


def with_end(r, p, start):
    """COUNT or UNTIL in some, so that both ends are seen."""
    p, kind = dict(p), r.random()
    if kind < .3:
        p['COUNT'] = str(r.choice((1, 2, 5, 20, 60, 500)))
    elif kind < .6:
        all_of = bounded(occurrences, text_of(p), start, 60)
        if all_of is None:
            return None
        at = r.choice(all_of) + dt.timedelta(seconds=r.choice((0, 0, -1, 1)))
        if at >= start:
            p['UNTIL'] = ical(at)
    return p


def until_as_written(r, p, zone, name):
    """UNTIL for the program: UTC, as the RFC wants it, or local."""
    p = dict(p)
    if 'UNTIL' in p and (name == 'UTC' or r.random() < .8):
        at = dt.datetime.strptime(p['UNTIL'], '%Y%m%dT%H%M%S')
        p['UNTIL'] = ical(dt.datetime.fromtimestamp(
            instant(at, zone), dt.timezone.utc)) + 'Z'
    return p


def one_rule(r):
    p = generate(r)
    start = start_for(r, p)
    name = r.choice(ZONES)
    if r.random() < .7:         # most on the pattern
        first = bounded(occurrences, text_of(p), start, 2)
        if first and p['FREQ'] != 'WEEKLY':
            start = first[-1]
    p = with_end(r, p, start)
    times = p and bounded(occurrences, text_of(p), start, LIMIT)
    if not times:
        return None
    zone = zone_of(name)
    end = 'never' if not {'COUNT', 'UNTIL'} & set(p) else 'known'
    if len(times) >= LIMIT or end == 'known' and 'COUNT' in p and \
            len(times) < int(p['COUNT']):
        end = 'far'
    if name != 'UTC':           # libical's zones are not exact from then on
        known = [t for t in times if t.year < 2037]
        if len(known) < len(times):
            times, end = known, 'far'
    return Case(text_of(p), [
        'DTSTART' + stamp(start, zone, name), 'DURATION:PT30M',
        'RRULE:' + text_of(until_as_written(r, p, zone, name))],
        [instant(t, zone) for t in times], end)


def rules():
    r = random.Random(5545)
    cases = []
    while len(cases) < RULES:
        case = one_rule(r)
        if case:
            cases.append(case)
    run(cases, 'generated rules')


# --- generated sets ---------------------------------------------------------
def date_forms(r, times, zone, name):
    """The same instants as lines of one property, in any form."""
    lines = []
    for t in times:
        form = r.random()
        if form < .4 or name == 'UTC':
            at = dt.datetime.fromtimestamp(instant(t, zone),
                                           dt.timezone.utc)
            lines.append((':', ical(at) + 'Z'))
        elif form < .7:
            lines.append((';TZID=%s:' % name, ical(t)))
        else:
            at = dt.datetime.fromtimestamp(instant(t, zone), zone_of(
                'Asia/Tokyo'))
            lines.append((';TZID=Asia/Tokyo:', ical(at)))
    out = collections.defaultdict(list)
    for head, value in lines:
        out[head].append(value)
    return [head + ','.join(values) for head, values in out.items()]


def one_set(r):
    name = r.choice(ZONES)
    zone = zone_of(name)
    start = dt.datetime(2024, 3, 4, 9, 30) + dt.timedelta(r.randint(0, 400))
    want, lines = {start}, ['DTSTART' + stamp(start, zone, name)]
    for _ in range(r.randint(1, 3)):
        p = {'FREQ': r.choice(('DAILY', 'WEEKLY', 'MONTHLY')),
             'COUNT': str(r.randint(2, 20)), 'INTERVAL': str(r.randint(1, 3))}
        if r.random() < .5:
            p['BYDAY'] = ','.join(r.sample(DAYS, 3))
        want |= set(occurrences(text_of(p), start, 100))
        lines.append('RRULE:' + text_of(p))
    more = [start + dt.timedelta(r.randint(1, 90), 3600 * r.randint(0, 5))
            for _ in range(r.randint(0, 5))]
    want |= set(more)
    lines += ['RDATE' + f for f in date_forms(r, more, zone, name)]
    out = r.sample(sorted(want), r.randint(0, min(8, len(want) - 1)))
    lines += ['EXDATE' + f for f in date_forms(r, out, zone, name)]
    want -= set(out)
    if r.random() < .3:
        day = r.choice(sorted(want)).date()
        lines.append('EXDATE;VALUE=DATE:' + day.strftime('%Y%m%d'))
        want = {t for t in want if t.date() != day}
    if r.random() < .3:
        p = {'FREQ': 'WEEKLY', 'BYDAY': r.choice(DAYS)}
        if r.random() < .5:
            p['COUNT'] = '3'
        lines.append('EXRULE:' + text_of(p))
        # COUNT counts an off-pattern DTSTART here too, but leaves it.
        hit = occurrences(text_of(p), start, 1000)
        want -= set(hit[start.weekday() != DAYS.index(p['BYDAY']):])
    if not want:
        return None
    return Case('set', lines + ['DURATION:PT30M'],
                [instant(t, zone) for t in want], 'known')


def unions():
    r = random.Random(3853)
    run(list(filter(None, (one_set(r) for _ in range(UNIONS)))),
        'generated sets')


# --- corpora ----------------------------------------------------------------
LINE = re.compile(r'(DTSTART|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID)'
                  r'([^:]*):(.*)', re.I)


def masters(data):
    """The lines of each recurring event of a file that count here."""
    text = re.sub(r'\r?\n[ \t]', '', data.decode('utf-8', 'replace'))
    for event in re.findall(r'BEGIN:VEVENT\r?\n(.*?)END:VEVENT', text, re.S):
        event = re.sub(r'BEGIN:(\w+).*?END:\1', '', event, flags=re.S)
        lines = [m.groups() for m in map(LINE.fullmatch, event.splitlines())
                 if m]
        names = [l[0].upper() for l in lines]
        if 'RRULE' in names and names.count('DTSTART') == 1 and \
                'RECURRENCE-ID' not in names:
            yield lines


def zone_named(params):
    m = re.search(r'TZID="?([^";:]*)', params)
    return m.group(1) if m and m.group(1) in KNOWN else None


KNOWN = zoneinfo.available_timezones() - {'localtime', 'Factory'}


def local(value, params, name):
    """A value in the local time of the zone."""
    at = dt.datetime.strptime(value.rstrip('Z'), '%Y%m%dT%H%M%S')
    here = 'UTC' if value.endswith('Z') else zone_named(params) or name
    if here == name:
        return at
    return dt.datetime.fromtimestamp(instant(at, zone_of(here)),
                                     zone_of(name)).replace(tzinfo=None)


def values(lines, name, form):
    for l in lines:
        if l[0].upper() == name:
            for v in filter(None, l[2].strip().split(',')):
                if re.fullmatch(form, v.strip()):
                    yield v.strip(), l[1]


DATE, TIME = r'\d{8}', r'\d{8}T\d{6}Z?'


def one_event(lines):
    """A recurring event as a case, or None when a date in it is of a form
    that would need a judgement of ours (a DATE among times, a PERIOD)."""
    start = next(l for l in lines if l[0].upper() == 'DTSTART')
    all_day = re.fullmatch(DATE, start[2].strip())
    # Whatever the zone is called, the rule is reckoned in local time.
    name = 'Asia/Shanghai' if all_day else 'UTC' if \
        start[2].strip().endswith('Z') else zone_named(start[1]) or \
        'Asia/Shanghai'
    zone = zone_of(name)
    if all_day:
        first = dt.datetime.strptime(start[2].strip(), '%Y%m%d')
    else:
        first = local(start[2].strip(), start[1], name)
    if not 1970 < first.year < 2030:
        return None
    head = ';VALUE=DATE:' + start[2].strip() if all_day else \
        stamp(first, zone, name)
    out, want, end = ['DTSTART' + head], set(), 'known'
    for l in lines:
        if l[0].upper() != 'RRULE' or not l[2].strip():
            continue
        out.append('RRULE:' + l[2].strip())
        p = parts_of(l[2].strip())
        if re.fullmatch(TIME, p.get('UNTIL', '')):
            p['UNTIL'] = p['UNTIL'][:8] + 'T000000' if all_day else ical(
                local(p['UNTIL'], '', name))
        if p.get('UNTIL', '0') > '2400':
            del p['UNTIL']
        times = occurrences(text_of(p), first, LIMIT, all_day)
        if len(times) >= LIMIT or not {'COUNT', 'UNTIL'} & set(p):
            end = 'far'
        want |= {t for t in times if t.year < 2037}
        if times and times[-1].year >= 2037:
            end = 'far'
    for prop in ('RDATE', 'EXDATE', 'EXRULE'):
        if prop in (l[0].upper() for l in lines):
            form = DATE if all_day else TIME
            every = list(values(lines, prop, '.*'))
            got = list(values(lines, prop, form))
            if prop == 'EXRULE' or len(every) != len(got):
                return None
            days = {dt.datetime.strptime(v, '%Y%m%d') if all_day else
                    local(v, params, name) for v, params in got}
            want = want | days if prop == 'RDATE' else want - days
            for v, params in got:
                z = zone_named(params)
                out.append('%s%s:%s' % (prop, ';VALUE=DATE' if all_day else
                    ';TZID=' + (z or name) if not v.endswith('Z') else '', v))
    if not want or 'RDATE' in (l[0].upper() for l in lines) and \
            end == 'far':
        return None             # which of both comes first is not known
    out.append('DURATION:P1D' if all_day else 'DURATION:PT30M')
    return Case('corpora', out, [instant(t, zone) for t in want], end,
                86400 if all_day else 1800)


def corpora():
    if not os.path.isdir(CORPORA):
        print('skip - corpora: %s is not there' % os.path.normpath(CORPORA))
        return
    seen, cases = set(), []
    for path in sorted(glob.glob(CORPORA + '/**/*.ics', recursive=True)):
        with open(path, 'rb') as f:
            data = f.read()
        for lines in masters(data):
            key = repr(lines)
            if key in seen:
                continue
            seen.add(key)
            try:
                case = bounded(one_event, lines, seconds=.1)
            except (TypeError, KeyError, IndexError, OverflowError):
                case = None     # dateutil's way to refuse a rule
            if case:
                cases.append(case)
            else:
                checks['corpora: left out'] += 1
    run(cases, 'corpora')


def main():
    rules()
    unions()
    corpora()
    for kind, n in sorted(checks.items()):
        print('# %s: %d' % (kind, n))
    for f in failures[:40]:
        print('# ' + f)
    print('%sok - %d looks as dateutil sees them' % (
        'not ' if failures else '', sum(checks.values())))
    sys.exit(bool(failures))


main()
