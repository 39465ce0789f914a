# SPDX-License-Identifier: LGPL-2.1-or-later
# tally.py - counts what `meson test` saw in several build folders; its last line is the sum
"""A TAP test counts each of its points, any other test counts as one. A program that crashed, timed
out or broke its plan counts as one failure more, if none of its points says so already. What failed
is told once more with the end of its words, so that whoever sees no more than the end of a long
output knows it."""
import argparse
import json
import os
import re
import sys

PLAN = re.compile(r"^1\.\.\d+", re.M)
POINT = re.compile(r"^(not ok|ok)\b(?:.*?#\s*(SKIP|TODO)\b)?", re.M | re.I)
GOOD = {"OK", "SKIP", "EXPECTEDFAIL"}
SHOWN_LINES = 30
SHOWN_COLUMNS = 400


class Tally:
    def __init__(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def __iadd__(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        return self

    def __str__(self):
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def count_points(text):
    tally = Tally()
    for verdict, directive in POINT.findall(text):
        if directive.upper() == "SKIP":
            tally.skipped += 1
        elif verdict.lower() == "ok":
            tally.passed += 1
        elif directive.upper() == "TODO":
            tally.skipped += 1
        else:
            tally.failed += 1
    return tally


def count_test(test):
    """test: one object of meson's testlog.json"""
    text = test.get("stdout") or ""
    if PLAN.search(text):
        tally = count_points(text)
        if test["result"] == "SKIP" and tally.passed + tally.skipped == 0:
            tally.skipped = 1
    else:
        tally = Tally(passed=int(test["result"] in ("OK", "EXPECTEDFAIL")),
                      skipped=int(test["result"] == "SKIP"))
    if test["result"] not in GOOD and tally.failed == 0:
        tally.failed = 1
    return tally


def tell_failure(test):
    """lines: the test, the points that failed, the end of what it said; none if it did not fail"""
    if not count_test(test).failed:
        return []
    said = (test.get("stdout") or "").splitlines()
    points = [line for line in said if line.startswith("not ok")]
    rest = [line for line in said if not line.startswith(("ok ", "not ok"))][-SHOWN_LINES:]
    errors = (test.get("stderr") or "").splitlines()[-SHOWN_LINES:]
    return [f"{test.get('name', '')}: {test['result']}",
            *(f"  {line[:SHOWN_COLUMNS]}" for line in [*points, *rest, *errors])]


def read_folder(folder):
    path = os.path.join(folder, "meson-logs", "testlog.json")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as log:
        return [json.loads(line) for line in log]


def count_folder(folder):
    tally = Tally()
    for test in read_folder(folder):
        tally += count_test(test)
    return tally


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--not-built", default="", help="folders, blank separated")
    parser.add_argument("folders", nargs="+")
    options = parser.parse_args(arguments)
    broken = options.not_built.split()

    for folder in options.folders:
        for line in [line for test in read_folder(folder) for line in tell_failure(test)]:
            print(f"{folder}: {line}")

    total = Tally()
    for folder in options.folders:
        tally = Tally(failed=1) if folder in broken else count_folder(folder)
        print(f"{folder}: {'does not build' if folder in broken else tally}")
        total += tally
    print(total)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
