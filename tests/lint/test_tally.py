# SPDX-License-Identifier: LGPL-2.1-or-later
# test_tally.py - what meson's log says, and what is counted
from tally import count_test, tell_failure
from tap import run_cases


def test(result, *lines):
    return {"result": result, "stdout": "".join(f"{line}\n" for line in lines)}


CASES = [
    ("tap", test("OK", "TAP version 13", "1..2", "ok 1 /a", "ok 2 /b"), "2 passed, 0 failed"),
    ("tap-plan-last", test("OK", "ok 1 /a", "ok 2 /b", "1..2"), "2 passed, 0 failed"),
    ("tap-failed", test("FAIL", "1..2", "ok 1 /a", "not ok 2 /b"), "1 passed, 1 failed"),
    ("tap-skipped", test("OK", "1..2", "ok 1 /a", "ok 2 /b # SKIP no tty"),
     "1 passed, 0 failed, 1 skipped"),
    ("tap-all-skipped", test("SKIP", "1..0 # SKIP no tty"), "0 passed, 0 failed, 1 skipped"),
    ("tap-known-to-fail", test("OK", "1..1", "not ok 1 /a # TO" "DO later"),
     "0 passed, 0 failed, 1 skipped"),
    ("tap-crashed", test("ERROR", "1..3", "ok 1 /a"), "1 passed, 1 failed"),
    ("tap-crashed-and-said-so", test("ERROR", "1..3", "ok 1 /a", "not ok 2 /b"),
     "1 passed, 1 failed"),
    ("tap-timed-out", test("TIMEOUT", "1..1"), "0 passed, 1 failed"),
    ("tap-all-passed-then-leaked", test("ERROR", "1..1", "ok 1 /a"), "1 passed, 1 failed"),
    ("tap-words-are-no-points", test("OK", "1..1", "# ok then", "okay", "ok 1 /a"),
     "1 passed, 0 failed"),
    ("exit-good", test("OK"), "1 passed, 0 failed"),
    ("exit-good-and-chatty", test("OK", "ok", "ok"), "1 passed, 0 failed"),
    ("exit-bad", test("FAIL"), "0 passed, 1 failed"),
    ("exit-skipped", test("SKIP"), "0 passed, 0 failed, 1 skipped"),
    ("exit-timed-out", test("TIMEOUT"), "0 passed, 1 failed"),
    ("no-output-at-all", {"result": "ERROR", "stdout": None}, "0 passed, 1 failed"),
    ("bad-as-expected", test("EXPECTEDFAIL"), "1 passed, 0 failed"),
    ("good-against-expectation", test("UNEXPECTEDPASS"), "0 passed, 1 failed"),
    ("interrupted", test("INTERRUPT", "1..2", "ok 1 /a"), "1 passed, 1 failed"),
]

TOLD = [
    ("good", test("OK", "1..1", "ok 1 /a"), ""),
    ("skipped", test("SKIP", "1..0 # SKIP no tty"), ""),
    ("point", {**test("FAIL", "1..2", "# why", "ok 1 /a", "not ok 2 /b"), "name": "x"},
     "x: FAIL|  not ok 2 /b|  1..2|  # why"),
    ("crashed", {**test("ERROR", "1..1"), "name": "x", "stderr": "Bail out\n"},
     "x: ERROR|  1..1|  Bail out"),
    ("end-alone", {**test("ERROR"), "name": "x", "stderr": "first\n" + "\n" * 30},
     "x: ERROR" + "|  " * 30),
    ("without-output", {"result": "TIMEOUT", "stdout": None, "name": "x"}, "x: TIMEOUT"),
]

if __name__ == "__main__":
    run_cases([(f"/tally/{name}", (log, lambda log: str(count_test(log))), counts)
               for name, log, counts in CASES] +
              [(f"/told/{name}", (log, lambda log: "|".join(tell_failure(log))), lines)
               for name, log, lines in TOLD],
              lambda case: case[1](case[0]))
