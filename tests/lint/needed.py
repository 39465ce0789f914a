# SPDX-License-Identifier: LGPL-2.1-or-later
# needed.py - what the tests of one suite need of a build: `needed.py BUILD-FOLDER SUITE`
import json
import os
import subprocess
import sys


def introspect(folder, what):
    done = subprocess.run(["meson", "introspect", folder, f"--{what}"], check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)


def needed(tests, targets, suite):
    """the files that ninja makes for it, as meson knows them"""
    wanted = {name for test in tests if suite in [s.split(":")[-1] for s in test["suite"]]
              for name in test["depends"]}
    return sorted(file for target in targets if target["id"] in wanted
                  for file in target["filename"])


def main(folder, suite):
    for file in needed(introspect(folder, "tests"), introspect(folder, "targets"), suite):
        print(os.path.relpath(file, os.path.abspath(folder)))


if __name__ == "__main__":
    main(*sys.argv[1:])
