# SPDX-License-Identifier: LGPL-2.1-or-later
# man-pages.py - the manual pages have every option and word there is, and are sound roff
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lint"))
from tap import Tap  # noqa: E402

TABS = re.compile(r".\x08")
COLUMNS = 80


def run(*words, **more):
    return subprocess.run(words, text=True, capture_output=True, check=True, **more)


def render(page):
    """its lines as a terminal of 80 columns shows them, and what the formatter complains of"""
    done = run("groff", "-man", "-ww", "-Tutf8", "-P-c", f"-rLL={COLUMNS}n", "-Kutf8", page)
    return TABS.sub("", done.stdout).splitlines(), done.stderr.splitlines()


def parted(lines):
    """what is to be typed and stands in two lines"""
    return [line for line in lines if re.search(r"(?<!\S)--\S*\u2010$", line)]


def entries(page):
    """what stands alone at the begin of a list's item"""
    with open(page, encoding="utf-8") as file:
        text = file.read()
    return {line.replace("\\fB", "").replace("\\fR", "").replace("\\-", "-")
            for line in re.findall(r"^\.TP\n(.*)$", text, re.MULTILINE)}


def option_keys(leat, *names):
    topics = [topic for name in names or [()]
              for topic in json.loads(run(leat, "describe", "--json", *([name] if name else []))
                                      .stdout)["topics"]]
    return {f"{option['key']}=" for topic in topics for option in topic["options"]}


def help_options(program):
    found = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", run(program, "--help").stdout, re.MULTILINE)
    return set(found) - {"--help"}


def help_words(leat):
    return set(re.findall(r"^  ([a-z-]+) ", run(leat, "--help").stdout, re.MULTILINE))


def help_verbs(leat):
    """the words behind a word, in a table of its help"""
    return set(re.findall(r"^  ([a-z]+) ", run(leat, "rejects", "--help").stdout, re.MULTILINE))


def missing(wanted, found):
    return [f"{name}: not in the page" for name in sorted(wanted - found)] if wanted else ["none?"]


def main(leat, leatd, *pages):
    pages = {os.path.basename(page): page for page in pages}
    tap = Tap(3 * len(pages) + 5)
    for name, page in sorted(pages.items()):
        lines, said = render(page)
        wide = [line for line in lines if len(line) > COLUMNS]
        tap.point(f"/man-pages/{name}/sound", lines and not said, said)
        tap.point(f"/man-pages/{name}/width", not wide, wide)
        tap.point(f"/man-pages/{name}/typed", not parted(lines), parted(lines))
    schema_keys = option_keys(leat, "schema")
    listed = entries(pages["leat.conf.5"]) | entries(pages["leat-schema.5"])
    lacks = missing(option_keys(leat), listed)
    tap.point("/man-pages/options", not lacks, lacks)
    lacks = missing(schema_keys, entries(pages["leat-schema.5"]))
    tap.point("/man-pages/schema", not lacks, lacks)
    lacks = missing(help_verbs(leat), entries(pages["leat.1"]))
    tap.point("/man-pages/tables", not lacks, lacks)
    with open(pages["leat.1"], encoding="utf-8") as file:
        headings = re.findall(r"^\.SS (\S+)", file.read(), re.MULTILINE)
    lacks = missing(help_words(leat), {heading.replace("\\-", "-") for heading in headings})
    tap.point("/man-pages/words", not lacks, lacks)
    listed = {word for entry in entries(pages["leatd.8"])
              for word in re.findall(r"--[a-z-]+", entry)}
    lacks = missing(help_options(leatd), listed)
    tap.point("/man-pages/daemon", not lacks, lacks)
    tap.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
