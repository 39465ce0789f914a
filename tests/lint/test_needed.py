# SPDX-License-Identifier: LGPL-2.1-or-later
# test_needed.py - what is built for the tests of a suite
from needed import needed
from tap import run_cases

TESTS = [
    {"suite": ["leat:unit", "leat:threads"], "depends": ["queue@exe", "leatd@exe"]},
    {"suite": ["leat:unit"], "depends": ["value@exe"]},
    {"suite": ["lint"], "depends": []},
]
TARGETS = [
    {"id": "queue@exe", "filename": ["/b/test-queue"]},
    {"id": "leatd@exe", "filename": ["/b/leatd"]},
    {"id": "value@exe", "filename": ["/b/test-value"]},
]
CASES = [
    ("threads", "threads", ["/b/leatd", "/b/test-queue"]),
    ("unit", "unit", ["/b/leatd", "/b/test-queue", "/b/test-value"]),
    ("nothing-built", "lint", []),
    ("no-such-suite", "weather", []),
]

run_cases(CASES, lambda suite: needed(TESTS, TARGETS, suite))
