# SPDX-License-Identifier: LGPL-2.1-or-later
# guide.py - the guide's plugins are what is built, are short, and do what it says
"""guide.py README.md FILE... MODULE...: files that it quotes, modules that were made of them"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lint"))
from tap import Tap  # noqa: E402

LINES = 45      # of code: neither blank, nor a brace alone, nor a comment
NO_CODE = re.compile(r"\s*[{}]?\s*|/\*.*")
STREAM = re.compile(r"printf '([^']*)' \| leatd (.*)")


def work(readme, folder):
    """the stream of the guide, through leatd as it is called there"""
    stream, arguments = STREAM.search(readme).groups()
    given = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal.group(1), 8)), stream)
    done = subprocess.run([os.environ["LEATD_COMMAND"], *arguments.split()], cwd=folder,
                          input=given.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=120)
    rejects = "".join(open(os.path.join(above, name), encoding="utf-8").read()
                      for above, _, names in os.walk(f"{folder}/state/rejects") for name in names)
    return done.returncode, done.stdout.decode(), rejects, done.stderr.decode().splitlines()


def main(path, *rest):
    with open(path, encoding="utf-8") as file:
        readme = file.read()
    files = [name for name in rest if not name.endswith(".so")]
    tap = Tap(2 * len(files) + 2)
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/build", 0o755)
        for name in files:
            with open(name, encoding="utf-8") as file:
                text = file.read()
            tap.point(f"guide/quoted/{os.path.basename(name)}", f"\n{text}```" in readme)
            count = sum(not NO_CODE.fullmatch(line) for line in text.splitlines())
            tap.point(f"guide/short/{os.path.basename(name)}", count <= LINES, [f"{count} lines"])
        for name in rest:
            shutil.copy(name, f"{folder}/build" if name.endswith(".so") else folder)
        code, records, rejects, said = work(readme, folder)
        fine = code == 0 and re.search('1\\.730".*\n.*1\\.731"', records) and '"HB' not in records
        tap.point("guide/records", fine, [] if fine else [str(code), records, *said])
        tap.point("guide/rejects", "the meter says ER 04" in rejects, rejects.splitlines())
    tap.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
