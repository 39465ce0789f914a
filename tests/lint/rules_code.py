# SPDX-License-Identifier: LGPL-2.1-or-later
# rules_code.py - rules that a C file keeps by itself
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from house import FLOORS, FUNCTION_LINES, FUZZED, NESTING, REPLACES, TEMPLATE, Fault

FORBIDDEN = {
    "system": "g_spawn_async() with an argument list, no shell",
    "popen": "g_spawn_async_with_pipes() with an argument list, no shell",
    "strcpy": "g_strlcpy(), or g_strdup()",
    "strcat": "a GString",
    "sprintf": "g_snprintf(), or g_strdup_printf()",
    "vsprintf": "g_vsnprintf(), or g_strdup_vprintf()",
    "gets": "a GDataInputStream",
}
PER_RECORD = {
    "g_idle_add": "records travel in batches through the queue",
    "g_idle_add_full": "records travel in batches through the queue",
    "g_idle_add_once": "records travel in batches through the queue",
}
DATA_PATH = ("sdk/", "plugins/") + tuple(
    f"daemon/{room}/" for room in FLOORS[FLOORS.index("pipeline"):FLOORS.index("config")])
ASSERTS = re.compile(r"assert|g_test_(?!message|add|init|summary)|expect|check|verify", re.I)
FORMATTER = "clang-format-14"


def goto(tree):
    """no goto"""
    for path, source in tree.c_files():
        for line, _ in source.words(r"\bgoto\b"):
            yield Fault(path, line, "goto", "g_autoptr() and an early return do it without")


def calls(tree):
    """no call that overflows a buffer, asks a shell, or costs a wake-up for each record"""
    for path, source in tree.c_files():
        forbidden = dict(FORBIDDEN, **(PER_RECORD if path.startswith(DATA_PATH) else {}))
        for line, match in source.words(r"(?<![\w.>])(\w+)\s*\("):
            if match.group(1) in forbidden:
                yield Fault(path, line, "calls", f"{match.group(1)}() is forbidden here; "
                                                 f"instead: {forbidden[match.group(1)]}")


def function_length(tree):
    """no function is much longer than 60 lines"""
    for path, source in tree.c_files():
        for function in source.functions:
            if function.length > FUNCTION_LINES:
                yield Fault(path, function.opening, "function-length",
                            f"{function.name}() has {function.length} lines (about 60): "
                            "name its parts")


def nesting(tree):
    """no block is deeper than 4"""
    for path, source in tree.c_files():
        for function in source.functions:
            if function.nesting > NESTING:
                yield Fault(path, function.opening, "nesting",
                            f"{function.name}() nests {function.nesting} deep; return early, "
                            f"or name the inner part (at most {NESTING})")


def prefixes(path):
    """how a function of this file may be called if others can see it; None: as it likes"""
    room, *rest = path.split("/")
    if path.startswith(TEMPLATE):
        return ["gadget"]
    if room == "sdk":
        return ["harness"] if rest[0] == "harness" else ["leat"]
    if room == "daemon":
        return ["leatd", "leat"] if rest[0] == "cli" else ["leatd"]
    if room == "plugins":
        return sorted({rest[0], re.split(r"[-.]", rest[-1])[0]})
    return None


def names(tree):
    """a function that others can see says whose it is"""
    for path, source in tree.c_files("sdk/", "daemon/", "plugins/"):
        allowed = prefixes(path)
        for function in source.functions:
            if function.static or function.name in ("main", FUZZED, *REPLACES.get(path, ())):
                continue
            if not function.name.startswith(tuple(f"{prefix}_" for prefix in allowed)):
                ways = " or ".join(f"{prefix}_" for prefix in allowed)
                yield Fault(path, function.first, "names",
                            f"{function.name}() is seen by others: make it static, "
                            f"or call it {ways}…")


def can_fail(source):
    """names of a file's functions that assert something, by themselves or in one that they call"""
    bodies = {function.name: function.body for function in source.functions}
    able = {name for name, body in bodies.items() if ASSERTS.search(body)}
    while True:
        more = {name for name, body in bodies.items()
                if name not in able and able & set(re.findall(r"\w+", body))}
        if not more:
            return able
        able |= more


def asserts(tree):
    """no test that cannot fail"""
    for path, source in tree.c_files("tests/"):
        if path.endswith(".h"):
            continue
        able = can_fail(source)
        for function in source.functions:
            if (function.name.startswith("test_") and function.kind.endswith("void")
                    and function.name not in able):
                yield Fault(path, function.first, "asserts",
                            f"{function.name}() asserts nothing, so it cannot fail")


def once(tree):
    """a header can be included twice"""
    for path, source in tree.c_files():
        if path.endswith(".h") and not re.search(r"^#pragma once$", source.bare, re.M):
            yield Fault(path, 3, "once", "a header begins with #pragma once")


CONTROL = re.compile(r"\s*(\}|if|for|while|switch|do|else)\b|\s*\}")
SHORT_CASE = re.compile(r"\s*(case\b.*|default):\s+\S.*;")
TRAILING = re.compile(r"(?<=\S) +(?=/\*.*\*/$)")


def tables(source, function):
    """(first, last line) of what is laid out by hand: initializers, structs, cases of one line"""
    lines = source.code_lines
    number = function.opening + 1
    while number < function.closing:
        line = lines[number - 1]
        if SHORT_CASE.match(line):
            yield number, number
        elif line.count("{") > line.count("}") and line.strip() != "{" and not CONTROL.match(line):
            last, depth = number, line.count("{") - line.count("}")
            while depth > 0 and last < function.closing:
                last += 1
                depth += lines[last - 1].count("{") - lines[last - 1].count("}")
            while not lines[last - 1].rstrip().endswith((";", "}")) and last < function.closing:
                last += 1
            yield number, last
            number = last
        number += 1


def formatted_ranges(source):
    """the lines of functions, without the tables in them"""
    for function in source.functions:
        attributes = any("G_GNUC_" in line
                         for line in source.lines[function.first - 1:function.opening - 1])
        first = function.opening + 1 if attributes else function.first
        for begin, end in tables(source, function):
            if first < begin:
                yield first, begin - 1
            first = end + 1
        if first <= function.closing:
            yield first, function.closing


def keep_trailing_comments(before, after):
    """three blanks stand before a comment at the end of a line: the formatter knows only one"""
    same = {TRAILING.sub(" ", line): line for line in before.split("\n")}
    return "\n".join(same.get(TRAILING.sub(" ", line)) or TRAILING.sub("   ", line)
                     for line in after.split("\n"))


def format_text(path, source, folder):
    """the file as the formatter would have it; None if it has no function"""
    ranges = [f"--lines={first}:{last}" for first, last in formatted_ranges(source)]
    if not ranges:
        return None
    command = [FORMATTER, f"--assume-filename={os.path.join(folder, path)}", *ranges]
    done = subprocess.run(command, input=source.text, capture_output=True, text=True, check=True)
    return keep_trailing_comments(source.text, done.stdout)


def has_formatter():
    return shutil.which(FORMATTER) is not None


def formatted(tree):
    """(path, text as it is, text as it should be) of each .c file, if there is a formatter"""
    if not tree.folder or not has_formatter():
        return
    files = [(path, source) for path, source in tree.c_files() if path.endswith(".c")]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = pool.map(lambda file: format_text(*file, tree.folder), files)
    for (path, source), text in zip(files, texts):
        if text is not None:
            yield path, source.text, text


def layout(tree):
    """functions look as .clang-format says"""
    for path, before, after in formatted(tree):
        if before != after:
            pairs = enumerate(zip(before.split("\n"), after.split("\n")), 1)
            line = next((number for number, (old, new) in pairs if old != new), 1)
            yield Fault(path, line, "layout",
                        "not as .clang-format has it; ./dev lint --fix mends it")


RULES = [goto, calls, function_length, nesting, names, asserts, once, layout]
