# SPDX-License-Identifier: LGPL-2.1-or-later
# make-man.py - fills a manual page with what the programs say of their options themselves
"""
make-man.py TEMPLATE OUTPUT VERSION LEAT LEATD HARNESS PLUGIN-FOLDER...

A line `.\\" FILL what` of the template gives way to what a program says:

  FILL describe NAME...   the tables of `leat describe --markdown NAME`: of groups
  FILL plugins            those of every plugin
  FILL options PROGRAM    the options of `leatd --help` or `leat-harness --help`
  FILL words              the words of `leat --help`, each with what its own help says; what
                          several of them say is told once, before them
"""
import collections
import os
import re
import subprocess
import sys

ROW = re.compile(r"^\| (.*) \|$")
OPTION = re.compile(r"^  (-\S.*?)(?:  +(.*))?$")
WORD = re.compile(r"^  ([a-z-]+) +(?:([A-Z].*?) )?(?:- )?(\S.*)$")
COLUMNS = re.compile(r"^  (\S.*?)(?: {2,}| +- )(?:- )?(\S.*)$")
TOKEN = re.compile(r"(?<!\S)(\(?\\-\\-\S|\S*\":)")
SEVERAL = 4     # words that say the same
KINDS = {"Sources": "a source", "Links": "a link", "Framers": "a framer", "Sinks": "a sink"}


def escape(text):
    """text as roff has it: a backslash, a hyphen that is typed, a line that begins as a request"""
    text = re.sub(r"\\([*_<>|])", r"\1", text)     # markdown's own
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "\\[u2026]")
    text = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", text)
    text = TOKEN.sub(r"\\%\1", text)     # what is typed, or JSON, is not parted
    return re.sub(r"^([.'])", r"\\&\1", text)


def bold(text):
    return f"\\fB{escape(text)}\\fR"


class Programs:
    def __init__(self, leat, leatd, harness, folders):
        self.paths = {"leat": leat, "leatd": leatd, "leat-harness": harness}
        self.environment = dict(os.environ, LEAT_PLUGIN_PATH=":".join(folders), COLUMNS="400",
                                LC_ALL="C.UTF-8")

    def say(self, program, *words):
        done = subprocess.run([self.paths[program], *words], env=self.environment, text=True,
                              capture_output=True, check=True)
        return done.stdout.splitlines()


def table(line):
    """a row of a table of describe: an option with its preset, or a field of a record"""
    name, *preset, takes, summary = (cell.replace("\\|", "|")
                                     for cell in re.split(r" ?(?<!\\)\| ?", ROW.match(line)[1]))
    says = f"{takes}; preset: {preset[0]}" if any(preset) else takes
    ends = "=" if preset else ""
    return [".TP", f"\\fB{escape(name.strip('`'))}{ends}\\fR", escape(summary), ".br", escape(says)]


def sections(lines, wanted, heading):
    """the headings and tables of markdown as sections and lists; wanted: of which kinds"""
    kind = ""
    for line in lines:
        if line.startswith("## "):
            kind = line[3:]
        elif kind not in wanted or not line or line.startswith(("| key |", "| field |", "|---")):
            continue
        elif line.startswith("### "):
            yield heading(line[4:], kind)
        elif ROW.match(line):
            yield from table(line)
        else:
            yield from (".PP", escape(line))


def describe(programs, *names):
    for name in names:
        yield from sections(programs.say("leat", "describe", "--markdown", name),
                            ("Groups", "Schema files", "Formats of schema files",
                             "Presets of framers"),
                            lambda text, kind: f'.SH "{escape(text)}"')


def plugins(programs):
    return sections(programs.say("leat", "describe", "--markdown"), KINDS,
                    lambda text, kind: f'.SS "{escape(text)}, {KINDS[kind]}"')


def is_as_it_stands(line):
    return line.startswith("  ") and not OPTION.match(line) and not COLUMNS.match(line)


def options(lines):
    """the lines of a help: options as a list, text as text, what is indented as it stands"""
    for before, line, behind in zip(["", *lines], lines, [*lines[1:], ""]):
        match = OPTION.match(line)
        columns = COLUMNS.match(line)
        if match and not line.startswith("  -h, --help"):
            yield from (".TP", bold(match[1]), escape(match[2] or ""))
        elif match or before == "Usage:" or line.endswith((" Options:", "Usage:")):
            continue
        elif columns:
            yield from (".TP", bold(columns[1]), escape(columns[2]))
            if behind and not behind.startswith("  "):
                yield ".PP"
        elif line.startswith("  "):
            yield from (() if is_as_it_stands(before) else (".PP", ".nf"))
            yield escape(line[2:])
            yield from (() if is_as_it_stands(behind) else (".fi", ".PP"))
        elif not line:
            yield ".PP"
        else:
            yield escape(line)


def paragraphs(lines):
    """runs of lines between empty ones"""
    return [block.split("\n") for block in re.split(r"\n{2,}", "\n".join(lines).strip("\n"))]


def ask(programs, *words):
    """what a word says of itself: its usage, and the paragraphs of its help behind that"""
    lines = programs.say("leat", *words, "--help")
    usage = next((text for text in lines if text.startswith(("  leat ", "Usage: leat "))), "")
    rest = [text for text in lines if text not in (usage, "Usage:")]
    return usage.replace("Usage: ", "").strip().split(" - ")[0], paragraphs(rest)


def unite(blocks):
    return [line for block in blocks for line in (*block, "")]


def tell_word(name, summary, usage, blocks):
    yield f".SS {escape(name)}"
    yield bold(usage or f"leat {name}")
    yield ".PP"
    yield escape(summary[0].upper() + summary[1:] + ".")
    yield ".PP"
    yield from options(unite(blocks))


def below(programs, name, blocks):
    """the words behind a word, which its help lists, each with its usage and its own options"""
    told = [ask(programs, name, match[1])
            for match in (re.match(r"^  ([a-z]+) ", line) for line in unite(blocks)) if match]
    lines = [unite(own) for _, own in told]
    all_have = [line for line in lines[0] if all(line in other for other in lines)]
    yield from (".PP", "Each of them takes:", *options(all_have))
    for (usage, _), own in zip(told, lines):
        yield from (".PP", bold(usage), *options([line for line in own if line not in all_have]))


def words(programs):
    told = {match[1]: (match[3], *ask(programs, match[1]))
            for match in map(WORD.match, programs.say("leat", "--help")) if match}
    count = collections.Counter(tuple(block) for _, _, blocks in told.values() for block in blocks)
    several = {block for block, n in count.items() if n >= SEVERAL}
    yield from (".PP", "What several words say alike is told here once.")
    for block in (block for block in count if block in several):
        yield from (".PP", *options(list(block)))
    for name, (summary, usage, blocks) in told.items():
        yield from tell_word(name, summary, usage,
                             [block for block in blocks if tuple(block) not in several])
        if name == "rejects":
            yield from below(programs, name, blocks)


def tidy(lines):
    """no paragraph before nothing, or twice, or before a heading"""
    kept = []
    for line in lines:
        if kept and kept[-1] == ".PP" and (line == ".PP" or line.startswith((".S", ".TP"))):
            kept.pop()
        kept.append(line)
    return kept


def fill(template, programs):
    kinds = {
        "describe": lambda *names: describe(programs, *names),
        "plugins": lambda: plugins(programs),
        "options": lambda program: options(programs.say(program, "--help")),
        "words": lambda: words(programs),
    }
    for line in template:
        if line.startswith('.\\" FILL '):
            kind, *names = line.split()[2:]
            yield from kinds[kind](*names)
        else:
            yield line


def main(template, output, version, leat, leatd, harness, *folders):
    with open(template, encoding="utf-8") as file:
        lines = file.read().replace("@VERSION@", version).splitlines()
    page = tidy(fill(lines, Programs(leat, leatd, harness, folders)))
    with open(output, "w", encoding="utf-8") as file:
        file.write("\n".join(page) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
