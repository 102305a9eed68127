# SPDX-License-Identifier: MIT
"""Compare our time zones with Python's zoneinfo, which reads the same files.

zones.py PROGRAM [NAME...] - every IANA zone, or those named; prints
"not ok - NAME" for each that differs, as it is read from the system or from
the VTIMEZONE that is written of it.  Both directions, from 2020 to 2036:
around each change, and on a grid of dates.  Changes less than STEP apart are
not told from none; zones have none.
"""
import datetime as dt
import functools
import io
import os
import subprocess
import sys
import zoneinfo

FOLDER = '/usr/share/zoneinfo'
FIRST, LAST = 1577836800, 2114380800    # 2020, 2037
DAY = 86400
STEP = 5 * DAY
UTC = dt.timezone.utc
EPOCH = dt.datetime(1970, 1, 1)
AROUND = [-90000, -7201, -7200, -3601, -3600, -1801, -1800, -1, 0, 1, 899,
          1800, 3599, 3600, 3601, 7199, 7200, 90000]


def zone_names():
    for top, folders, files in os.walk(FOLDER):
        folders[:] = sorted(f for f in folders if f[0].isupper())
        for name in sorted(files):
            path = os.path.join(top, name)
            if name[0].isupper() and open(path, 'rb').read(4) == b'TZif' \
                    and name != 'Factory':
                yield os.path.relpath(path, FOLDER)


def offset(zone, at):
    there = (EPOCH + dt.timedelta(seconds=at)).replace(tzinfo=UTC)
    return int(there.astimezone(zone).utcoffset().total_seconds())


def changes(zone):
    """The instants at which the offset changes, by halving of each step."""
    found = []
    before = offset(zone, FIRST)
    for at in range(FIRST, LAST, STEP):
        now = offset(zone, at + STEP)
        if now == before:
            continue
        low, high = at, at + STEP
        while high - low > 1:
            middle = (low + high) // 2
            if offset(zone, middle) == before:
                low = middle
            else:
                high = middle
        found.append(high)
        before = now
    return found


def to_utc(zone, local):
    """RFC 5545, 3.3.5: the first instant; in a gap the offset before it.
    Both are what fold=0 means (PEP 495)."""
    there = (EPOCH + dt.timedelta(seconds=local)).replace(tzinfo=zone)
    return local - int(there.utcoffset().total_seconds())


@functools.cache
def questions(data):
    """With their answers, for the bytes of a file: many have two names."""
    zone = zoneinfo.ZoneInfo.from_file(io.BytesIO(data))
    pairs = []
    instants = list(range(FIRST, LAST, 37 * DAY + 7321))
    instants += [c + d for c in changes(zone) for d in AROUND]
    for at in instants:
        pairs.append(('U %d' % at, offset(zone, at)))
        for local in (at + offset(zone, at), at + offset(zone, at - DAY),
                      at + offset(zone, at + DAY)):
            pairs.append(('L %d' % local, to_utc(zone, local)))
    return pairs


def main():
    names = sys.argv[2:] or list(zone_names())
    asked, expected, total = [], [], {}
    for name in names:
        with open(os.path.join(FOLDER, name), 'rb') as f:
            pairs = questions(f.read())
        for how in 'ZW':
            asked += [how + ' ' + name] + [q for q, _ in pairs]
            expected += [(name, None, None)] + [(name, q, w) for q, w in pairs]
        total[name] = 2 * len(pairs)
    said = subprocess.run([sys.argv[1]], input='\n'.join(asked) + '\n',
                          capture_output=True, text=True, check=True)
    answers = said.stdout.split('\n')[:-1]
    wrong = {}
    if len(answers) != len(expected):
        print('not ok - %d answers of %d' % (len(answers), len(expected)))
        return
    for got, (name, question, want) in zip(answers, expected):
        if question is None:
            bad = got == '?' and 'the zone is not known'
        else:
            bad = got != str(want) and '%s: %s, not %s' % (question, got, want)
        if bad:
            wrong.setdefault(name, []).append(bad)
    for name in names:
        if name in wrong:
            print('not ok - %s: %d of %d wrong; %s' % (
                name, len(wrong[name]), total[name], wrong[name][0]))
    print('# %d questions' % sum(total.values()))
    if len(names) < 400 and not sys.argv[2:]:
        print('not ok - only %d zones were found' % len(names))
    elif not wrong:
        print('ok - %d zones' % len(names))


main()
