# SPDX-License-Identifier: LGPL-2.1-or-later
# rules_text.py - rules that any text file keeps
import posixpath
import re

from house import COLUMNS, FILE_LINES, Fault, kind

LICENSE = "SPDX-License-Identifier: LGPL-2.1-or-later"
SPELLED = {"c": f"/* {LICENSE} */", "#": f"# {LICENSE}"}

# in two pieces: this file is judged too
PUT_OFF = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MACHINE = re.compile(r"/wo" r"rk/|/ho" r"me/|/ro" r"ot/|/tm" r"p/le" r"at/|\bfar" r"m-\w"
                     r"|\bdeb\.deb" r"ian\b")


def first_line(lines):
    """index of the first line behind a #!"""
    return 1 if lines[0].startswith("#!") else 0


def spdx(tree):
    """the first line is the SPDX line"""
    for path, text in tree.files.items():
        how = kind(path, text)
        lines = tree.lines(path)
        at = first_line(lines)
        if how and (len(lines) <= at or lines[at] != SPELLED[how]):
            yield Fault(path, at + 1, "spdx", f"the first line must be: {SPELLED[how]}")


def purpose_of(name, how):
    """how the line of purpose begins; None: there need be none"""
    if how == "c":
        return f"/* {name} - "
    if name.startswith("meson"):
        return "# "
    return f"# {name} - " if name.endswith((".py", ".sh")) else None


def purpose(tree):
    """the second line says what the file is for"""
    for path, text in tree.files.items():
        how = kind(path, text)
        lines = tree.lines(path)
        at = first_line(lines) + 1
        line = lines[at] if len(lines) > at else ""
        name = posixpath.basename(path)
        spelled = purpose_of(name, how)
        if spelled and not (line.startswith(spelled) and re.search(r"\w", line[len(spelled):])):
            yield Fault(path, at + 1, "purpose", f"the second line says what it is for: {spelled}…")


def width(tree):
    """no line is longer than 100 columns"""
    for path, text in tree.files.items():
        if kind(path, text) and not path.endswith(".schema"):
            for number, line in enumerate(tree.lines(path), 1):
                if len(line) > COLUMNS:
                    yield Fault(path, number, "width",
                                f"{len(line)} columns; break it before column {COLUMNS}")


def length(tree):
    """no file is much longer than 400 lines"""
    for path, text in tree.files.items():
        if kind(path, text) and text.count("\n") > FILE_LINES:
            yield Fault(path, FILE_LINES + 1, "length",
                        f"{text.count(chr(10))} lines; it holds two nouns: part them (about 400)")


def blanks(tree):
    """no tabs, no blanks at the end of a line, no CR, one line end at the end"""
    for path, text in tree.files.items():
        if not kind(path, text):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            if re.search(r"\s$", line) or "\t" in line:
                yield Fault(path, number, "blanks", "a tab, a CR, or blanks at its end: out")
        if not text.endswith("\n") or text.endswith("\n\n"):
            yield Fault(path, text.count("\n") + 1, "blanks", "the file ends with one line end")


def put_off(tree):
    """nothing is put off in a comment"""
    for path, text in tree.files.items():
        if path == "tests/lint/tally.py":       # TAP has such a word
            continue
        for number, line in enumerate(text.split("\n"), 1):
            match = PUT_OFF.search(line)
            if match:
                yield Fault(path, number, "put-off",
                            f"{match.group()}: do it now, or open an issue for it")


def machine(tree):
    """nothing names the machine that it was written on, or a package host"""
    for path, text in tree.files.items():
        for number, line in enumerate(text.split("\n"), 1):
            match = MACHINE.search(line)
            if match:
                yield Fault(path, number, "machine", f"{match.group()}: nobody else has that")


RULES = [spdx, purpose, width, length, blanks, put_off, machine]
