# SPDX-License-Identifier: LGPL-2.1-or-later
# make-man.py - fills a manual page with what the programs say of their options themselves
"""
make-man.py TEMPLATE OUTPUT VERSION LEAT LEATD PLUGIN-FOLDER...

A line `.\\" FILL what` of the template gives way to what a program says:

  FILL describe NAME...   the tables of `leat describe --markdown NAME`: of groups
  FILL plugins            those of every plugin
  FILL options leatd      the options of `leatd --help`
  FILL words              the words of `leat --help`, each with what its own help says
"""
import os
import re
import subprocess
import sys

ROW = re.compile(r"^\| (.*) \|$")
OPTION = re.compile(r"^  (-\S.*?)(?:  +(.*))?$")
WORD = re.compile(r"^  ([a-z-]+) +(?:([A-Z].*?) )?(?:- )?(\S.*)$")
KINDS = {"Sources": "a source", "Links": "a link", "Framers": "a framer", "Sinks": "a sink"}


def escape(text):
    """text as roff has it: a backslash, a hyphen that is typed, a line that begins as a request"""
    text = re.sub(r"\\([*_<>|])", r"\1", text)     # markdown's own
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "\\[u2026]")
    text = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", text)
    return re.sub(r"^([.'])", r"\\&\1", text)


def bold(text):
    return f"\\fB{escape(text)}\\fR"


class Programs:
    def __init__(self, leat, leatd, folders):
        self.paths = {"leat": leat, "leatd": leatd}
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


def options(lines):
    """the lines of a help: options as a list, text as text"""
    for before, line in zip(["", *lines], lines):
        match = OPTION.match(line)
        if match and not line.startswith("  -h, --help"):
            yield from (".TP", bold(match[1]), escape(match[2] or ""))
        elif match or before == "Usage:" or line.endswith((" Options:", "Usage:")):
            continue
        elif not line:
            yield ".PP"
        else:
            yield escape(line.strip())


def words(programs):
    for line in programs.say("leat", "--help"):
        match = WORD.match(line)
        if not match:
            continue
        help_lines = programs.say("leat", match[1], "--help")
        usage = next((text.strip() for text in help_lines if text.startswith("  leat ")),
                     f"leat {match[1]}")
        rest = [text for text in help_lines if text.strip() != usage]
        yield f".SS {escape(match[1])}"
        yield bold(usage.split(" - ")[0].replace("Usage: ", ""))
        yield ".PP"
        yield escape(match[3][0].upper() + match[3][1:] + ".")
        yield from options(rest)


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


def main(template, output, version, leat, leatd, *folders):
    with open(template, encoding="utf-8") as file:
        lines = file.read().replace("@VERSION@", version).splitlines()
    page = tidy(fill(lines, Programs(leat, leatd, folders)))
    with open(output, "w", encoding="utf-8") as file:
        file.write("\n".join(page) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
