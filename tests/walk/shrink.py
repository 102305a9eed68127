# SPDX-License-Identifier: MIT
"""Shorten a script that fails, as long as it fails in the same way."""
import time

SECONDS = 40


def kind(fault):
    return fault.split(':')[0] if fault else None


def shorten(walk, setting, ops, fault, seconds=SECONDS):
    """(setting, ops, fault) of the shortest script found."""
    end = time.monotonic() + seconds
    want = kind(fault)

    def fails(ops):
        try:
            found = walk(setting, ops)[0]
        except Exception:       # a script that makes no sense any more
            return None
        return found if kind(found) == want else None

    for name in sorted({name for name, _ in ops}):
        shorter = [op for op in ops if op[0] != name]
        found = time.monotonic() < end and fails(shorter)
        if found:
            ops, fault = shorter, found
    size = max(1, len(ops) // 2)
    while time.monotonic() < end:
        at, removed = 0, False
        while at < len(ops) and time.monotonic() < end:
            shorter = ops[:at] + ops[at + size:]
            found = fails(shorter)
            if found:
                ops, fault, removed = shorter, found, True
            else:
                at += size
        if size > 1:
            size //= 2
        elif not removed:
            break
    return setting, ops, fault
