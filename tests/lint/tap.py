# SPDX-License-Identifier: LGPL-2.1-or-later
# tap.py - the little of the Test Anything Protocol that the tests written in Python need
import sys


class Tap:
    def __init__(self, count):
        self.number = 0
        self.failed = 0
        print(f"1..{count}")

    def point(self, name, good, notes=(), skip=None):
        self.number += 1
        self.failed += not good
        directive = f" # SKIP {skip}" if skip else ""
        for note in notes:
            print(f"# {note}")
        print(f"{'ok' if good else 'not ok'} {self.number} {name}{directive}", flush=True)

    def end(self):
        sys.exit(1 if self.failed else 0)


def run_cases(cases, judge):
    """cases: (name, what to give, what to expect); judge: gives what came of it"""
    tap = Tap(len(cases))
    for name, given, expected in cases:
        seen = judge(given)
        notes = [] if seen == expected else [f"expected {expected!r}", f"seen     {seen!r}"]
        tap.point(name, seen == expected, notes)
    tap.end()
