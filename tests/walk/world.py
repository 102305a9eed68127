# SPDX-License-Identifier: MIT
"""A walk's world: calendars on disk with their model, the two programs, the
clock, and what is remembered of former checks."""
import json
import os
import shutil
import sqlite3

from machine import KILLED, Machine
from model import Calendar, Fault, L

NOW = 1793491200                        # 2026-11-01T00:00:00Z
HOUR, DAY = 3600, 86400
GRACE, BEFORE, REACH = 30 * 60, 7 * DAY, 30 * DAY - 60
KINDS = {'conference': 'CONFERENCE', 'url': 'URL', 'location': 'LOCATION',
         'description': 'DESCRIPTION'}


class World:
    def __init__(self, setting, log=None):
        self.setting, self.log = setting, log or (lambda text: None)
        numbers = setting.get('numbers')
        self.machine = Machine(NOW, *(['--numbers', str(numbers)]
                                      if numbers else []))
        self.now = self.latest = NOW
        self.props = list(setting['props'])
        self.exclude = False
        self.cals = [Calendar(n, self.machine.path('w', n), m, f, k)
                     for n, m, f, k in setting['calendars']]
        self.count = 0
        self.kept = set()       # tags whose reservations may stay for nothing
        self.kept_links = set()  # of them, and ids
        self.excused = set()
        self.numbers = {}       # of each link, the reservations that had it    # reservations of runs that were disturbed
        self.known = None       # those before the last run, if disturbed
        self.strangers = set()  # reservations that the tool didn't make
        self.foreign = set()    # those that a second state made
        self.foreign_links = set()
        self.loose = set()      # tags whose links may change
        self.shifted = {}       # tags of series that moved in time: so many
                                # links may be lost
        self.earlier = {}       # by so many seconds, at most: the server may
                                # not know it when the occurrence is over
        self.thinned = set()    # tags of series that lost occurrences
        self.links = {}
        self.meddled = False    # the server was changed by somebody else
        self.scripted = False
        self.undecided = False  # a deletion may have happened, unknown to it
        self.runs = 0
        self.trash = []         # deleted events, for who wants them back
        self.style = None       # of the program that rewrites after runs
        self.rewrite = None
        self.configure()

    def stop(self, keep=False):
        self.machine.stop(keep)

    # --- configuration and files -------------------------------------------
    def configure(self):
        text = ('[sync]\ntimezone = Asia/Shanghai\nmax_deletes = 100%%\n'
                '[writeback]\nproperties = %s\n' % ' '.join(self.props))
        for c in self.cals:
            text += ('[calendar "%s"]\npath = %s\nrecurrence = %s\n'
                     'far_events = %s\n' % (c.name, c.path, c.mode, c.far))
            if self.exclude:
                text += 'exclude = category:Private\n'
        self.machine.configure(text)

    def files(self):
        return [f for c in self.cals for f in c.files]

    def comps(self, made=False):
        return [c for f in self.files() if f.broken is None
                for c in f.comps(made)]

    def file_of(self, comp):
        return next(f for f in self.files() if comp in f.items)

    def set_of(self, comp):
        """The VEVENTs of its UID in its calendar, made ones included."""
        cal = self.file_of(comp).cal
        return cal.sets()[comp.uid]

    def save(self, inplace=False):
        for f in self.files():
            if f.dirty:
                f.save(inplace)

    def keep(self, comps):
        self.kept |= {c.tag for c in comps}
        # A copy may have taken over what another event had.
        uids = {c.uid for c in comps}
        for c in self.comps(True):
            if c.uid in uids:
                self.kept_links |= c.links() | set(c.ids())

    def loosen(self, comps):
        self.loose |= {c.tag for c in comps}

    def clock(self, now):
        self.now = now
        self.latest = max(now, self.latest)
        self.machine.clock(now)

    # --- runs --------------------------------------------------------------
    def same_without_cache(self):
        """An emptied cache changes no plan."""
        if not os.path.exists(self.machine.state):
            return
        other = self.machine.path('empty')
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(self.machine.path('state'), other)
        db = sqlite3.connect(os.path.join(other, 'state.db'))
        try:
            tables = {r[0] for r in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'")}
            if 'issued' not in tables:
                return          # not yet: places are part of the state
            for name in {'holds', 'files'} & tables:
                db.execute('DELETE FROM ' + name)
            db.commit()
        finally:
            db.close()
        self.save()
        args = ['--state', os.path.join(other, 'state.db'), 'sync', '-n']
        a, b = self.machine.run('sync', '-n'), self.machine.run(*args)
        if a.rc in (0, 9):
            self.same_plan('cache', 'with the cache', a, 'without it', b)

    def excuse(self):
        """What a disturbed run has made; after it too, since the server may
        do what a killed run asked for when that is gone."""
        held = self.machine.box.reserves()
        for rid, r in held.items():
            self.numbers.setdefault(r['url'], set()).add(rid)
        if self.known is not None:
            self.excused |= set(held) - self.known

    def run(self, *args, step='', disturbed=False, kill_after=None):
        """One run, and what must hold after each."""
        self.save()
        disturbed = disturbed or self.scripted or bool(step) or \
            kill_after is not None
        self.excuse()
        self.known = set(self.machine.box.reserves()) if disturbed else None
        doubt = self.doubtful() if args[0] == 'sync' else set()
        self.know_renamed(args)
        if kill_after is not None:
            r = self.machine.killed_after(kill_after, *args)
        else:
            r = self.machine.run(*args, step=step)
        self.runs += 1
        self.undecided |= disturbed and 'delete' in r.mutating
        self.excuse()
        self.log('    %s%s: exit %d, calls %s' % (
            ' '.join(args), ' ' + step if step else '', r.rc,
            ' '.join(r.mutating)))
        if r.rc < 0 and kill_after is None or r.rc > 9 and r.rc != KILLED \
                or r.rc in (7, 2) and args[0] in ('sync', 'verify'):
            raise Fault('crash: %s' % r)
        if r.rc not in (KILLED, -9):
            try:
                r.json
            except ValueError:
                raise Fault('json: not one object: %s' % r) from None
        wrong = doubt & {c.get('reserve_id') for c in r.calls
                         if c['call'] == 'delete'}
        if wrong:
            raise Fault('deleted-in-doubt: %s: %s' % (wrong, r))
        if self.strangers & {c.get('reserve_id') for c in r.calls
                             if c['call'] in ('delete', 'update')}:
            raise Fault('foreign-delete: %s' % r)
        self.absorb(r)
        if args[0] == 'sync' and r.rc == 0:
            self.know_made(args)
        elif args[0] == 'sync':
            self.perhaps_know_made()
        return r

    def know_renamed(self, args):
        """A lone link that ended before a run saw it under the new UID is
        known by the UID alone; so is one whose number has come back, one that
        stands twice in its file, which no run takes for an event, and one
        whose copy has another UID, too."""
        only = {c.name for c in self.cals} & set(args)
        renamed = [c for f in self.files() if not only or f.cal.name in only
                   for c in f.comps(True) if c.renamed]
        live = renamed and {r['url'] for r in self.machine.box.reserves()
                            .values() if int(r['end_time']) > self.now} - {
            url for url, ids in self.numbers.items() if len(ids) > 1}
        for c in renamed:
            c.copied |= not live.intersection(c.links()) or sum(
                x.uid == c.uid and x.rid == c.rid
                for x in self.file_of(c).comps(True)) > 1 or any(
                x.uid != c.uid and x.links() & c.links()
                for x in renamed)
        for c in renamed:
            c.renamed = False

    def know_made(self, args):
        """A run that finds a VEVENT of the tool's own, edited by a user, to
        say what its series says takes it for its own again, whatever the
        series says later.  One that says neither is a person's."""
        only = {c.name for c in self.cals} & set(args)
        for f in self.files():
            for c in f.comps(True):
                c.persons |= c.made and c.edited and (
                    not only or f.cal.name in only) and not any(
                    c.says_the_same(m) for m in f.cal.comps(False)
                    if m.uid == c.uid and not m.rid)
                # In a copied series that says something else by now it is
                # taken for the user's, and gets the link of that, or one of
                # its own.
                if c.made and c.copied and any(
                        (set(c.ids()) & set(m.ids())
                         if f.cal.mode == 'series' else c.edited) and
                        not c.says_the_same(m) for m in f.cal.comps(False)
                        if m.uid == c.uid and not m.rid):
                    c.adopt()
            for c in f.comps():
                if c.was_made and any(
                        c.says_the_same(m) for m in f.cal.comps(False)
                        if m.uid == c.uid and not m.rid):
                    c.was_made = c.says()

    def perhaps_know_made(self):
        """The same of a run that may have done it or not."""
        for cal in self.cals:
            for c in cal.comps(False):
                if c.was_made and any(
                        c.says_the_same(m) for m in cal.comps(False)
                        if m.uid == c.uid and not m.rid):
                    c.perhaps_made = c.says()

    def doubtful(self):
        """Reservations of events that stand in damaged files alone."""
        found, others = set(), set()
        for f in self.files():
            for c in f.comps():
                ids = {L.value(l.disk).strip() for l in c.lines
                       if l.name == 'X-ICSRESERVE-ID'}
                if f.broken is None or c.cancelled or c.copied:
                    others |= ids
                else:
                    found |= ids
        return found - others

    def is_foreign(self, comp):
        """Whether a second state has booked it: without its id line too, and
        then nobody but that state can tell whose the link is."""
        ids = set(comp.ids())
        return bool(ids & self.foreign if ids else
                    comp.links() & self.foreign_links)

    def other_state(self):
        return self.machine.path('home', 'other.db')

    def absorb(self, run):
        theirs = [] if '--state' in run.args else [
            (c, b''.join(l.disk for l in c.lines)) for c in self.comps()
            if self.is_foreign(c)]
        for f in self.files():
            try:
                f.absorb()
            except Fault as e:
                raise Fault('%s\nafter %s' % (e, run)) from None
            except Exception as e:
                with open(f.path, errors='backslashreplace') as disk:
                    raise Fault('unreadable: %s: %r\n%s\nafter %s' % (
                        f.name, e, disk.read(), run)) from e
        for c, was in theirs:
            now = b''.join(l.disk for l in c.lines)
            if now != was:
                raise Fault('two-states: %s\n%s\nwas\n%s\nafter %s' % (
                    c.tag, now.decode(), was.decode(), run))
        known = {f.path for f in self.files()}
        for c in self.cals:
            for n in os.listdir(c.folder):
                p = os.path.join(c.folder, n)
                if p not in known and not n.startswith('.icsreserve-'):
                    raise Fault('stray-file: %s' % n)
        self.leave_to_users()
        if self.rewrite:
            self.rewrite(self)

    def leave_to_users(self):
        """What somebody made of an override of ours is that person's once no
        line of ours is left in it, whatever the series says later."""
        for cal in self.cals:
            for comps in cal.sets().values():
                master = next((c for c in comps if not c.rid), None)
                for c in comps:
                    if master and c.made and c.edited and not c.ours() and \
                            not c.says_the_same(master):
                        c.adopt()

    def dry(self):
        """A dry run touches nothing; its plan."""
        self.save()
        places = ('w', 'state', 'tmp', 'home')
        before = self.machine.snapshot(*places)
        r = self.machine.run('sync', '--force', '-n')
        after = self.machine.snapshot(*places)
        if r.mutating:
            raise Fault('dry-run-calls: %s' % r)
        if before != after:
            raise Fault('dry-run-writes: %s\n%s' % ([
                p for p in sorted(set(before) | set(after))
                if before.get(p) != after.get(p)], r))
        return r

    def plan(self, run):
        """What a plan and its run have in common."""
        j, seen = run.json, []
        for a in j['actions']:
            if a['action'] == 'none':
                continue        # what is said, not what is done
            seen.append(json.dumps([a[k] for k in (
                'action', 'calendar', 'file', 'uid', 'recurrence_id',
                'topic', 'start', 'end_time', 'changed')]))
        # A link whose number came back may stand there already.
        counted = {k for k in j['totals'] if k != 'files_written' or
                   not self.setting.get('numbers')}
        return sorted(seen), {k: v for k, v in j['totals'].items()
                              if v and k in counted}

    def same_plan(self, kind, what, run, other_what, other):
        (a, sums), (b, others) = self.plan(run), self.plan(other)
        if (a, sums) != (b, others):
            raise Fault('%s: %s says\n%s %s\nand %s\n%s %s\n%s' % (
                kind, what, '\n'.join(x for x in a if x not in b), sums,
                other_what, '\n'.join(x for x in b if x not in a), others,
                other))

    def sync_as_planned(self):
        dry = self.dry()
        run = self.run('sync', '--force')
        # What is gone is found by an update, and a dry run makes no call.
        if dry.rc in (0, 9) and run.rc == 0 and not self.scripted and \
                not self.undecided:
            self.same_plan('plan', 'the dry run', dry, 'the run', run)
        self.undecided = False
        return run
