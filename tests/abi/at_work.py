# SPDX-License-Identifier: LGPL-2.1-or-later
# at_work.py - modules of other headers and of another language: leat-harness, then leatd
"""at_work.py NAME MODULE...: the first has a source, a link, a framer and a sink of that name"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lint"))
from tap import Tap  # noqa: E402

STREAM = "one;#two;!three;four;"
# a module without frame() has no grammar: each frame is a record
RECORDS = {"kept": ["one", "four"], "cpp": ["one", "four"],
           "cut": ["one", "#two", "!three", "four"]}
# all have one name, but for the one in C++
CLASSES = {"cpp": "cpp"}

CONFIG = """\
[daemon]
state-dir=state
[source m]
plugin={name}
device={name}://{folder}/in
framer={name}
[sink k]
plugin={name}
path={folder}/out
"""
STORE = "[sink store]\nplugin=fixture-store\nmemory=all\ntold={folder}/told\n"


def run(words, folder):
    done = subprocess.run(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=300)
    return done.returncode, done.stdout.decode(errors="replace")


def read_all(pattern):
    return "".join(open(path, encoding="utf-8").read() for path in glob.glob(pattern))


def missing(text, words):
    """the first of the words that does not follow the one before it"""
    at = 0
    for word in words:
        at = text.find(f'"{word}"', at)
        if at < 0:
            return word
    return None


def work(tap, name, folder):
    """what comes over its link goes through its framer, its source and its sink"""
    code, said = run([os.environ["LEATD_COMMAND"], "--config", "c.conf", "--plugin-path", "modules",
                      "--bus=none", "--exit-when-done"], folder)
    records = read_all(f"{folder}/out")
    lost = missing(records, RECORDS[name])
    fine = code == 0 and lost is None and records.count("\n") == len(RECORDS[name])
    tap.point(f"{name}/at-work", fine, [f"exit code {code}; lost: {lost}", *said.splitlines(),
                                        *records.splitlines()] if not fine else [])
    if "store" in read_all(f"{folder}/c.conf"):
        told = read_all(f"{folder}/told")
        tap.point(f"{name}/store", "k ack 4" in told, told.splitlines())
    rejects = read_all(f"{folder}/state/rejects/*")
    wanted = name != "cut"
    tap.point(f"{name}/rejects", ("it says no" in rejects) == wanted, rejects.splitlines())


def main(name, *modules):
    tap = Tap(3 if len(modules) == 1 else 4)
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/modules", 0o755)
        for module in modules:
            shutil.copy(module, f"{folder}/modules")
        config = CONFIG + (STORE if len(modules) > 1 else "")
        with open(f"{folder}/c.conf", "w", encoding="utf-8") as file:
            file.write(config.format(name=CLASSES.get(name, "kept"), folder=folder))
        with open(f"{folder}/in", "w", encoding="utf-8") as file:
            file.write(STREAM)
        work(tap, name, folder)
        code, said = run([os.environ["LEAT_HARNESS"], "--rounds=5", "--config", "c.conf",
                          f"modules/{os.path.basename(modules[0])}"], folder)
        tap.point(f"{name}/harness", code == 0, said.splitlines() if code else [])
    tap.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
