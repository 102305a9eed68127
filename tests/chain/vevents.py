# SPDX-License-Identifier: MIT
"""A calendar as text: VEVENTs as lists of unfolded lines, and what is around
them."""
import re


def name_of(line):
    return re.match('[^:;]*', line).group().upper()


def value_of(line):
    return re.match(r'(?:"[^"]*"|[^":])*:(.*)', line).group(1)


class Calendar:
    def __init__(self, data):
        text = re.sub(r'\r?\n[ \t]', '', data.decode())
        self.head, self.events, self.tail = [], [], []
        inside = None
        for line in text.splitlines():
            if line == 'BEGIN:VEVENT':
                inside = []
            elif line == 'END:VEVENT':
                self.events.append(inside)
                inside = None
            elif inside is not None:
                inside.append(line)
            else:
                (self.tail if self.events else self.head).append(line)

    def data(self, eol='\r\n', width=None):
        """Folded at so many characters, or not at all."""
        lines = list(self.head)
        for e in self.events:
            lines += ['BEGIN:VEVENT'] + e + ['END:VEVENT']
        return ''.join(fold(l, eol, width or len(l)) + eol
                       for l in lines + self.tail).encode()


def fold(line, eol, width):
    out, rest = line[:width], line[width:]
    while rest:
        out += eol + ' ' + rest[:width - 1]
        rest = rest[width - 1:]
    return out
