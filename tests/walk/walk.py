#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random walks over calendars, server, clock and program; see README.md of
tests.

    walk.py [--seed N] [--walks K] [--ops M] [--rewriter] [--jobs J]
    walk.py --replay FILE... [-v]

Each walk has its own seed, so one that failed can be run alone.  A failure
is shortened to the operations that it needs; they are printed as a script
that --replay takes.
"""
import argparse
import collections
import json
import os
import random
import signal
import sys
from concurrent.futures import ProcessPoolExecutor

sys.dont_write_bytecode = True

import operations               # noqa: E402
import oracle                   # noqa: E402
import shrink                   # noqa: E402
from model import Fault         # noqa: E402
from world import World         # noqa: E402


shortened = collections.Counter()


KINDS = ['vdir', 'folder', 'folder', 'file']


def setting_of(rnd):
    return {
        'props': rnd.choice([['conference', 'url', 'location'],
                             ['conference', 'description'],
                             ['conference', 'url', 'location', 'description'],
                             ['url']]),
        'calendars': [
            ['one', rnd.choice(['series', 'occurrences']),
             rnd.choice(['hold', 'hold', 'wait']), rnd.choice(KINDS)],
            ['two', rnd.choice(['series', 'occurrences']), 'hold',
             rnd.choice(KINDS)]],
        'rewriter': None,
        'states': rnd.random() < .1,
        # Meeting numbers come back, to us and to strangers.
        'numbers': 8 if rnd.random() < .2 else 0,
    }


def script_of(rnd, n, rewriter):
    table = [t for t in operations.TABLE if rewriter or
             t[0] != 'rewrite_file']
    names, weights = [t[0] for t in table], [t[1] for t in table]
    ops = [['add_single', rnd.randrange(1 << 30)],
           ['add_series', rnd.randrange(1 << 30)],
           ['settle', rnd.randrange(1 << 30)]]
    for name in rnd.choices(names, weights, k=n):
        ops.append([name, rnd.randrange(1 << 30)])
    return ops


def walk(setting, ops, verbose=False, keep=False):
    """Run a script; the fault as a text, or None."""
    log = print if verbose else None
    w = World(setting, log)
    if setting['rewriter'] is not None:
        w.rewrite = operations.rewriter(setting['rewriter'])
    failed, done = None, 0
    try:
        operations.anchors(w)
        for i, (name, seed) in enumerate(ops):
            done = i + 1
            did = operations.BY_NAME[name](w, random.Random(seed))
            if did is not None:
                w.save()
            if verbose and did is not None:
                print('%3d %s: %s' % (i, name, did))
        oracle.settle(w)
        oracle.finish(w)
    except Fault as e:
        failed = str(e)
    finally:
        w.stop(keep)
        if keep:
            print('# kept: ' + w.machine.dir)
    return failed, w.runs, done


def one(args, seed):
    """A walk by its seed: (seed, fault, setting, script, runs)."""
    rnd = random.Random(seed)
    setting = setting_of(rnd)
    if args.rewriter:
        setting['rewriter'] = rnd.randrange(1 << 30)
        # Without its id nobody can tell whose a number is that came back.
        setting['numbers'] *= not setting['states']
    ops = script_of(rnd, args.ops, args.rewriter)
    failed, runs, done = walk(setting, ops)
    if failed:
        shortened[shrink.kind(failed)] += 1
    if failed and shortened[shrink.kind(failed)] <= args.shrink:
        setting, ops, failed = shrink.shorten(walk, setting, ops[:done],
                                             failed)
    return seed, failed, setting, ops, runs


def report(seed, failed, setting, ops, runs, args):
    if not failed:
        print('ok - walk %d, %d runs' % (seed, runs))
        return
    kind = failed.split(':')[0]
    print('not ok - walk %d: %s' % (seed, kind))
    script = json.dumps({'seed': seed, 'fault': failed.splitlines()[0],
                         'setting': setting, 'ops': ops})
    for line in failed[:3000].splitlines():
        print('# ' + line)
    print('# to replay: save this line, tests/walk/walk.py -v --replay FILE')
    print('# ' + script)
    if args.out:
        os.makedirs(args.out, exist_ok=True)
        name = os.path.join(args.out, '%s-%d.json' % (kind, seed))
        with open(name, 'w') as f:
            f.write(script + '\n')
    sys.stdout.flush()


def replay(args, path):
    with open(path) as f:
        script = json.loads(f.read().lstrip('# '))
    failed, _, _ = walk(script['setting'], script['ops'], args.v, args.keep)
    name = os.path.splitext(os.path.basename(path))[0]
    print('not ok - replay %s: %s' % (name, failed) if failed
          else 'ok - replay ' + name, flush=True)
    return 1 if failed else 0


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--seed', type=int, default=1)
    p.add_argument('--walks', type=int, default=1)
    p.add_argument('--ops', type=int, default=50)
    p.add_argument('--rewriter', action='store_true',
                   help='another program rewrites files after runs')
    p.add_argument('--jobs', type=int, default=1)
    p.add_argument('--replay', metavar='FILE', nargs='+')
    p.add_argument('--keep', action='store_true',
                   help='keep the folder of a replay')
    p.add_argument('--shrink', type=int, default=3, metavar='N',
                   help='shorten so many failures of each kind')
    p.add_argument('--out', help='a folder for the scripts of failures')
    p.add_argument('-v', action='store_true')
    args = p.parse_args()
    # So that the sandbox ends and the folder goes also then.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if args.replay:
        return max(replay(args, path) for path in args.replay)
    bad = runs = 0
    seeds = range(args.seed, args.seed + args.walks)
    if args.jobs > 1:
        pool = ProcessPoolExecutor(args.jobs)
        results = pool.map(one, [args] * len(seeds), seeds)
    else:
        results = map(one, [args] * len(seeds), seeds)
    for r in results:
        report(*r, args)
        bad += r[1] is not None
        runs += r[4]
    print('# %d of %d walks hold, %d runs' % (args.walks - bad, args.walks,
                                               runs))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
