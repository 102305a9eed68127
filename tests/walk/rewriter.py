# SPDX-License-Identifier: MIT
"""Another program that writes a calendar in its own style: it keeps what the
lines say and not how they say it."""
import re

import lines as L
from model import Comp, Line, STAMPS

OF_OURS = ('FEATURE', 'LABEL', 'VALUE')
LOST = ('X-ICSRESERVE-ID', 'CONFERENCE', 'URL', 'LOCATION')


class Style:
    def __init__(self, rnd):
        self.sort = rnd.random() < .5
        self.sort_params = rnd.random() < .6
        self.quote = rnd.choice(['keep', 'all', 'none'])
        self.width = rnd.choice([60, 75, 998])
        self.eol = rnd.choice([b'\r\n', b'\n', None])
        self.drop = [p for p in OF_OURS if rnd.random() < .3]
        self.extra = rnd.random() < .4
        self.stamps = rnd.random() < .5
        self.lose = [n for n in LOST if rnd.random() < .15]

    def __str__(self):
        return ', '.join('%s=%s' % i for i in sorted(vars(self).items()))

    def line(self, raw, eol):
        prop, params, val = L.cut(raw)
        if prop == 'CONFERENCE':
            params = [p for p in params if p[0].upper() not in self.drop]
        if self.sort_params:
            params = sorted(params)
        out = []
        for k, v in params:
            bare = v.strip('"')
            if self.quote == 'all' and k not in ('VALUE',):
                v = '"%s"' % bare
            elif self.quote == 'none' and not re.search('[:;,]', bare):
                v = bare
            out.append((k, v))
        return L.make(prop, out, val, eol, self.width)


def rewrite(world, file, style, stamp):
    eol = style.eol or file.eol
    file.eol = eol
    for l in file.all_lines():
        l.each(lambda raw: style.line(raw, eol))
    for item in file.items:
        if isinstance(item, Comp):
            rewrite_comp(item, style, stamp, eol)
    file.dirty = True


def lose(comp, names):
    """Lines of ours that the program does not keep; one always stays."""
    for l in [l for l in comp.lines if l.user is None and l.name in names and
              L.is_ours(l.disk)]:
        if sum(len(ls) for ls in comp.ours().values()) > 1:
            comp.lines.remove(l)
            comp.taken = True


def rewrite_comp(comp, style, stamp, eol):
    comp.soft = True
    lose(comp, style.lose)
    if style.sort:
        begin, inner, end = comp.lines[0], comp.lines[1:-1], comp.lines[-1]
        own, nested, depth = [], [], 0
        for l in inner:
            depth += l.name == 'BEGIN'
            (nested if depth else own).append(l)
            depth -= l.name == 'END'
        own.sort(key=lambda l: l.name)
        comp.lines = [begin] + own + nested + [end]
    if style.extra and not any(l.name == 'X-REWRITTEN' for l in comp.lines):
        raw = L.make('X-REWRITTEN', [], 'yes', eol)
        comp.lines.insert(-1, Line(None if comp.made else raw, raw))
    if style.stamps:
        for l in comp.lines:
            if l.name in STAMPS and L.value(l.disk) != stamp:
                l.disk = L.make(l.name, [], stamp, eol)
                if not comp.made:
                    l.user = l.disk
