# SPDX-License-Identifier: MIT
"""What must hold when everything is healthy and nothing is pending.

The expectations come from the user's lines in the model, the settings and
the clock; what is compared are the files and the sandbox.  The state of the
tool is not read.  Where the contract leaves a case open, `judge` says "may".
"""
import collections
import os

import lines as L
from model import BLANKS, STAMPS, Fault
from world import BEFORE, DAY, GRACE, HOUR, KINDS, REACH

FOREVER = 1 << 60


class Set:
    """The VEVENTs of one UID in one calendar, and what should be."""

    def __init__(self, world, cal, uid, comps):
        self.world, self.cal, self.uid, self.comps = world, cal, uid, comps
        self.user = [c for c in comps if not c.made]
        self.made = [c for c in comps if c.made]
        masters = [c for c in self.user if not c.rid]
        self.master = masters[0] if len(masters) == 1 else None
        self.tag = (self.user or self.made)[0].tag
        self.each = bool(self.master and self.master.rule and
                         cal.mode == 'occurrences')
        keys = [self.key_of(c) for c in self.user]
        self.odd = not self.master or len(set(keys)) < len(keys)
        self.unproved = any(c.unproved for c in comps)
        self.foreign = any(world.is_foreign(c) for c in comps)
        self.verdict = self.judge(world.now)
        if world.latest > world.now and self.verdict == 'must' and \
                self.judge(world.latest) != 'must':
            self.verdict = 'may'

    @staticmethod
    def key_of(comp):
        return comp.instant(comp.wall('RECURRENCE-ID')) if comp.rid else 0

    def times(self):
        """[(key, start, end, VEVENT)] of what takes place."""
        m = self.master
        if not m.rule:
            return [(0, m.start, m.end, m)]
        moved = {self.key_of(c): c for c in self.user if c.rid}
        made = {self.key_of(c): c for c in self.made}
        found = []
        days = 70 if m.endless() else 4000
        for wall in m.occurrences(self.world.now + days * DAY):
            key = m.instant(wall)
            c = moved.get(key)
            if c and c.cancelled:
                continue
            if c:
                found.append((key, c.start, c.end, c))
            else:
                found.append((key, key, key + m.minutes * 60,
                              made.get(key, m)))
        return found

    def orphans(self):
        """Overrides of no occurrence: they take place, or they don't."""
        keys = {t[0] for t in self.times()}
        return [c for c in self.user if c.rid and not c.cancelled and
                self.key_of(c) not in keys]

    def excluded(self, c):
        return self.world.exclude and c.value('CATEGORIES') == 'Private' \
            and c.value('X-ICSRESERVE') != 'yes'

    def judge(self, now):
        if not self.user:
            return 'none'
        if self.odd or self.foreign or self.unproved:
            return 'may'
        m = self.master
        if m.cancelled:
            return 'none'
        if m.value('X-ICSRESERVE') == 'no':
            return 'leave'
        if self.excluded(m):
            return 'leave'
        if 'T' not in m.value('DTSTART'):
            return 'leave'
        if m.find('CONFERENCE'):
            return 'may'        # the user's: booked before it came, or not
        times = [t for t in self.times() if t[2] + GRACE > now]
        if not times and not m.endless():
            return 'may' if self.orphans() else 'leave'
        if self.each or self.cal.far == 'hold':
            return 'must'
        first = min([t[2] for t in times] or [FOREVER])
        return 'must' if first + GRACE < now + REACH - HOUR else 'may'

    def in_reach(self):
        """Whether something of it has to have a reservation by now."""
        return not self.each or any(
            end + GRACE < self.world.now + REACH - HOUR and
            end + GRACE > self.world.latest
            for _, _, end, _ in self.times())

    def until(self):
        """When its reservation ends, at the least and at the most."""
        if self.master.endless():
            return FOREVER, FOREVER
        end = max(t[2] for t in self.times()) + GRACE
        # A made one that somebody edited apart from its series is the user's.
        more = self.orphans() + [c for c in self.made if c.edited and
                                 not c.says_the_same(self.master)]
        return end, max([end] + [c.end + GRACE for c in more])

    def future(self, comp):
        """Whether a VEVENT has something still to come."""
        if 'T' not in comp.value('DTSTART'):
            return False
        if comp.made or comp.rid or not comp.rule:
            return comp.end > self.world.latest
        return self.master.endless() or any(
            t[2] > self.world.latest for t in self.times())


def kinds_of(comp):
    return {k: len(v) for k, v in comp.ours().items()}


def carried(comp, held=None):
    """The ids of reservations that a VEVENT carries, or has the link of."""
    ids = [L.value(l.disk).strip() for l in
           comp.ours().get('X-ICSRESERVE-ID', [])]
    if not ids and comp.taken and held:
        urls = set(links(comp))
        ids = [i for i, r in held.items() if r['url'] in urls]
        # Numbers come back: of two with one link the event's own.
        ids = sorted(ids, key=lambda i: (held[i]['meeting_settings'].get(
            'topic', '').split(' ')[0] == comp.tag,
            int(held[i]['end_time'])))[-1:]
    return ids


def links(comp, prop=None):
    found = []
    for name, ls in comp.ours().items():
        for l in ls if prop in (None, name) else []:
            found += L.LINK.findall(L.unescape(L.value(l.disk)))
    return found


class Check:
    def __init__(self, world):
        self.w = world
        self.held = world.machine.box.reserves()
        self.live = {i: r for i, r in self.held.items()
                     if int(r['end_time']) > world.now}
        self.users = {}         # by reservation: who has it
        self.mentioned = set()  # stand where they may
        self.links = {}         # by tag: {key: id}
        self.sets = [Set(world, cal, uid, comps) for cal in world.cals
                     for uid, comps in cal.sets().items()]

    def fault(self, kind, s, what, *comps):
        text = '%s-%s: %s (%s, %s, %s, %s)' % (
            kind, s.verdict, what, s.tag, s.uid, s.cal.name, s.cal.mode)
        for c in comps or s.comps:
            text += '\n' + b''.join(l.disk for l in c.lines).decode()
        raise Fault(text)

    def run(self):
        self.uids = collections.Counter(s.uid for s in self.sets)
        for s in self.sets:
            for c in s.comps:
                self.once(s, c)
            self.twins(s)
        by_uid = {}
        for s in self.sets:
            by_uid.setdefault(s.uid, []).append(s)
        for group in by_uid.values():
            if len(group) > 1:
                self.shared(group)
        for s in self.sets:
            getattr(self, s.verdict)(s)
        for rid, r in self.live.items():
            tag = r['meeting_settings'].get('topic', '').split(' ')[0]
            if int(r['end_time']) - GRACE - self.w.earlier.get(tag, 0) <= \
                    self.w.latest:
                continue        # its event is over: nothing is deleted
            if rid not in self.w.excused | self.mentioned | set(
                    self.users) and tag not in self.w.kept and \
                    not {r['url'], rid} & self.w.kept_links:
                raise Fault('for-nothing: a reservation without an event: '
                            '%s' % r)
        self.stable()

    def shared(self, group):
        """The same UID in two calendars: one of them is enough."""
        must = any(s.verdict == 'must' and s.in_reach() for s in group)
        if must and not any(
                carried(c, self.held) for s in group for c in s.comps):
            self.fault('not-booked', group[0], 'in none of two calendars')
        for s in group:
            if s.verdict == 'must':
                s.verdict = 'may'

    # --- for each VEVENT ---------------------------------------------------
    def once(self, s, c):
        if s.foreign:
            return
        for kind, n in kinds_of(c).items():
            if n > 1:
                self.fault('doubled', s, '%s stands %d times' % (kind, n), c)
        if s.odd or c.unproved:
            return
        if s.verdict == 'none' or not s.future(c):
            return
        numbers = {r['url'] for r in self.live.values()}
        dead = {p: l for p in c.ours() for l in links(c, p)
                if l not in numbers}
        if dead and not self.kept_alone(c, list(dead)):
            self.fault('dead-link', s, ' '.join(dead.values()), c)
        # A copy beside its original is left as it is while its link lives,
        # and the number may have come back for the original's next one.
        if self.w.setting.get('numbers') and links(c) and \
                self.uids[s.uid] > 1:
            return
        for rid in carried(c):
            if rid not in self.live:
                self.fault('dead-id', s, rid, c)

    def twins(self, s):
        if s.odd or s.foreign:
            return              # moved beside a copy, or of another state
        keys = [s.key_of(c) for c in s.user]
        for c in s.made:
            if s.key_of(c) in keys:
                self.fault('twin', s, 'a made VEVENT beside another one', c)
            keys.append(s.key_of(c))

    def complete(self, s, c, rid):
        """All lines of a reservation, and of no other."""
        url = self.held[rid]['url']
        have = c.ours()
        for kind, prop in KINDS.items():
            if kind not in self.w.props or prop in have or c.taken or \
                    c.find('CONFERENCE'):
                continue
            # A copy in the place of its original: somebody may have taken
            # out what the original had.
            if kind in c.missed:
                continue
            other = c.value(prop).strip()
            if prop == 'CONFERENCE' or prop == 'DESCRIPTION' or not other:
                self.fault('missing', s, 'no %s for %s' % (prop, rid), c)
        wrong = [p for p in have for link in links(c, p) if link != url]
        if wrong and not self.kept_alone(c, wrong):
            self.fault('wrong-link', s, '%s, not %s' % (wrong, url), c)

    def kept_alone(self, c, props):
        """One line of a copy, which a program left alone there: nothing shows
        whose it is.  Where its kind is written it is replaced, and comes back;
        elsewhere there is no line of the tool's that it could come back for,
        and it stays."""
        return c.copied and c.taken and len(props) == 1 and \
            props[0] not in {KINDS[k] for k in self.w.props}

    def reservation(self, s, rid, key, topic, until, c):
        if rid in self.users and self.users[rid] != (s.uid, key):
            self.fault('shared', s, 'the reservation %s is also of %s' % (
                rid, self.users[rid]), c)
        self.users[rid] = (s.uid, key)
        r = self.live.get(rid)
        if not r:
            self.fault('not-live', s, rid, c)
        if topic and r['meeting_settings']['topic'] != topic:
            self.fault('topic', s, '%r, not %r' % (
                r['meeting_settings']['topic'], topic), c)
        end, now = int(r['end_time']), self.w.now
        least, most = until
        if end > most:
            self.fault('end', s, 'ends %d s too late' % (end - most), c)
        if end < least and end - now < BEFORE - HOUR:
            self.fault('end', s, 'ends %d s too early, in %d h' % (
                least - end, (end - now) // HOUR), c)
        self.links.setdefault(s.tag, {})[key] = rid

    def is_others(self, s, rid):
        """Whether the event of a reservation stands under another UID."""
        return any(rid in carried(c, self.held) for o in self.sets
                   if o.uid != s.uid for c in o.comps)

    # --- by verdict --------------------------------------------------------
    def must(self, s):
        if s.each:
            return self.must_each(s)
        rid = None
        for c in s.user:
            if c.cancelled:
                if kinds_of(c):
                    self.fault('left', s, 'lines in a cancelled one', c)
                continue
            if c.rid and not s.future(c):
                continue
            ids = carried(c, self.held)
            if not ids:
                self.fault('not-booked', s, 'no id', c)
            if rid and ids != [rid]:
                self.fault('two-ids', s, '%s and %s' % (rid, ids[0]))
            rid = ids[0]
            if rid not in self.held:
                self.fault('dead-id', s, rid, c)
            self.complete(s, c, rid)
        for c in s.made:
            if s.future(c) and set(carried(c)) - {rid}:
                self.fault('left', s, 'a made VEVENT', c)
        self.reservation(s, rid, 0, s.master.summary, s.until(), s.master)

    def must_each(self, s):
        if kinds_of(s.master):
            self.fault('left', s, 'lines in the series', s.master)
        now, latest, keys = self.w.now, self.w.latest, set()
        for key, start, end, c in s.times():
            keys.add(key)
            ids = [] if c is s.master else carried(c, self.held)
            if end + GRACE <= latest:
                self.mentioned |= set(ids)      # the clock was ahead
                continue
            if not c.made and s.excluded(c):
                self.mentioned |= set(ids)
                continue        # an override that has no yes of its own
            reached = end + GRACE < now + REACH - HOUR
            if reached and not ids:
                self.fault('not-booked', s, 'the occurrence of %d' % key)
            if ids and c.copied and not reached and self.is_others(s, ids[0]):
                self.mentioned |= set(ids)
                continue        # a copy, as it is until it is booked
            if ids:
                self.complete(s, c, ids[0]) if ids[0] in self.held else \
                    self.fault('dead-id', s, ids[0], c)
                topic = s.master.summary if c.made else c.summary
                if c.edited and not c.says_the_same(s.master):
                    topic = None    # the user's or the series', by when
                self.reservation(s, ids[0], key, topic,
                                 (end + GRACE, end + GRACE), c)
        for c in s.orphans():
            self.mentioned |= set(carried(c, self.held))
        for c in s.made:
            if not s.future(c) or s.key_of(c) in keys:
                continue
            if c.edited and not c.says_the_same(s.master):
                # The user's by now: it takes place, or it doesn't.
                self.mentioned |= set(carried(c, self.held))
            else:
                self.stale(s, c)
        for c in s.user:
            if c.rid and c.cancelled and kinds_of(c):
                self.fault('left', s, 'lines in a cancelled one', c)

    def none(self, s):
        for c in s.comps:
            if kinds_of(c) and not c.unproved:
                self.fault('left', s, 'lines in a cancelled one', c)
            if c.made:
                self.stale(s, c)

    def stale(self, s, c):
        """A made VEVENT goes, unless a user has made it say more."""
        if c.unmarked:
            return
        if kinds_of(c) or not c.edited or not s.master or \
                c.says_the_same(s.master):
            self.fault('left', s, 'a made VEVENT of no occurrence', c)

    def may(self, s):
        if s.foreign:
            self.w.keep(s.comps)        # what this state has is released
        for c in s.comps:
            self.mentioned |= set(carried(c, self.held))

    leave = may

    # --- links -------------------------------------------------------------
    def namesakes(self):
        """Tags that two events have: copies with one UID, until a program
        gave one of them another."""
        uids = {}
        for s in self.sets:
            uids.setdefault(s.tag, set()).add(s.uid)
        return {tag for tag in uids if len(uids[tag]) > 1}

    def stable(self):
        w = self.w
        # A made one that says neither what it was made with nor what its
        # series says is the user's, and keeps its link; so may its neighbours.
        mixed = {s.tag for s in self.sets if s.master and any(
            c.edited and not c.says_the_same(s.master) for c in s.made)}
        for tag in self.namesakes() | mixed:
            self.links.pop(tag, None)
        for tag, now in self.links.items():
            was = w.links.get(tag, {})
            # Before the clock went back, some had expired.
            was = {k: i for k, i in was.items() if i in self.live and
                   int(self.live[i]['end_time']) > w.latest or
                   i not in self.held and tag not in w.thinned}
            if tag in w.loose or set(was) == {0} != set(now) == {0}:
                continue
            if (0 in was) != (0 in now):
                continue
            if tag in w.shifted:
                # What was held while nobody could read it outlives its event.
                was = {k: i for k, i in was.items() if not k or k > w.now}
                both = set(was.values()) & set(now.values())
                if len(both) < min(len(was), len(now)) - w.shifted[tag]:
                    raise Fault('link-changed: %s shifted: %s, was %s' % (
                        tag, now, was))
                continue
            for key in set(was) & set(now):
                if was[key] != now[key]:
                    raise Fault('link-changed: %s: %s, was %s' % (
                        tag, now, was))
        w.links = self.links
        w.loose, w.shifted, w.thinned = set(), {}, set()


def settle(world):
    """Heal, run until nothing is pending, check."""
    w = world
    w.machine.box.script('')
    w.scripted = False
    for f in w.files():
        if f.broken is not None:
            f.broken, f.dirty = None, True
    w.save()
    if w.meddled:
        w.run('verify', '--repair', '--force')
        w.meddled = False
    rewrite, w.rewrite = w.rewrite, None
    w.same_without_cache()
    for i in range(4):
        before = w.machine.snapshot('w')
        r = w.sync_as_planned() if i == 0 else w.run('sync', '--force')
        if i and not r.mutating and before == w.machine.snapshot('w'):
            break
    else:
        raise Fault('never-idle: %s' % r)
    check = Check(w)
    for s in check.sets:
        check.twins(s)
    if r.rc and not (r.rc == 1 and any(s.odd or s.foreign
                                  for s in check.sets)):
        raise Fault('exit: an idle run ends with %s' % r)
    left = [n for c in w.cals for n in os.listdir(c.folder)
            if n.startswith('.icsreserve-')]
    if left:
        raise Fault('temporary: %s' % left)
    Check(w).run()
    if rewrite:
        rewrite(w)
        w.save()
        r = w.run('sync', '--force')
        # Of two in a calendar the later stamp counts, and the other program's
        # clock has gone back, too.
        back = w.now < w.latest and any(s.odd for s in check.sets)
        if r.mutating and not back:
            raise Fault('rewritten: a call after a rewrite: %s' % r)
        before = w.machine.snapshot('w')
        r = w.run('sync', '--force')
        if r.mutating or before != w.machine.snapshot('w'):
            raise Fault('rewritten: the second run is not idle: %s' % r)
        Check(w).run()
        w.rewrite = rewrite


def finish(world):
    """cancel --all gives the user's own bytes back."""
    w = world
    w.rewrite = None
    if w.foreign:
        w.run('--state', w.other_state(), 'cancel', '--all')
        w.foreign, w.foreign_links = set(), set()
    had = {(f.path, c.uid, c.rid): c.ids() for f in w.files()
           for c in f.comps(True)}
    r = w.run('cancel', '--all')
    if r.rc:
        raise Fault('exit: cancel ends with %s' % r)

    def marks(f, c):
        return {(c.uid, k) for k in
                [c.rid] + had.get((f.path, c.uid, c.rid), [])}
    # What a person made of one, all copies under its UID may count as.
    persons = set().union(*(marks(f, c) for f in w.files()
                            for c in f.comps() if c.was_made and not c.made))
    for f in w.files():
        for c in f.comps():
            if not (c.made and c.copied and persons & marks(f, c)):
                ended(f, c)
    for f in w.files():
        for c in f.comps():
            restored(f, c)
    live = [i for i, h in w.machine.box.reserves().items()
            if int(h['end_time']) > w.latest and i not in w.excused]
    if live:
        raise Fault('cancel-live: %s live after cancel --all: %s' % (live, r))


def ended(f, c):
    """No line of ours is left, and no VEVENT."""
    text = b''.join(l.disk for l in c.lines).decode()
    if c.made and not (c.unproved or c.unmarked) and not (
            c.edited and not any(
            c.says_the_same(m) for m in f.cal.comps(False)
            if m.uid == c.uid and not m.rid)):
        raise Fault('cancel-left: a made VEVENT of %s in %s\n%s' % (
            c.tag, f.name, text))
    for l in [] if c.unproved else c.lines:
        fence = l.name == 'DESCRIPTION' and L.FENCE in L.unescape(
            L.value(l.disk))
        if l.user != l.disk and (L.is_ours(l.disk) or fence):
            raise Fault('cancel-left: %r of %s in %s\n%s' % (
                l.disk, c.tag, f.name, text))


def restored(f, c):
    """The user's own bytes stand again."""
    if c.made or c.unproved:
        return
    text = b''.join(l.disk for l in c.lines).decode()
    for l in c.lines:
        if l.user == l.disk:
            continue
        if c.soft or c.described and l.name == 'DESCRIPTION':
            continue
        if l.name in STAMPS and l.user and L.value(l.user) in c.stamped:
            continue            # nobody can tell it from the tool's
        if c.copied and l.name in STAMPS + BLANKS + ('DESCRIPTION',):
            continue
        raise Fault('cancel-bytes: %r for %r of %s in %s\n%s' % (
            l.disk, l.user, c.tag, f.name, text))
