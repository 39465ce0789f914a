# SPDX-License-Identifier: LGPL-2.1-or-later
# abi.py - what plugins are compiled against: kept as a dump, and judged by abidiff
"""
abi.py surface RESULT.c HEADER...   writes a unit that uses all that the public headers show
abi.py judge MODULE KEPT.abi        compares the module that is made of it with a dump; as TAP
abi.py keep MODULE FOLDER HEADER... renews the dump, and keeps the headers of a version that is new
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(FOLDER, "..", "lint"), os.path.join(FOLDER, "..", "sdk")]
from exports import declared  # noqa: E402
from tap import Tap  # noqa: E402

# they have a struct_size, and are handed over as arrays: who reads one steps by its own size
ARRAYS = {"LeatInput"}
# it says its size in its second word, behind the version
SIZED = {"LeatPlugin"}

WAY_OUT = """\
A plugin that was built for ABI 1 would be called, or call, in a way that it does not know. Members
are added at the end of structs that begin with struct_size, enumerators and functions at the end,
nothing else is changed: put back what is gone, and add beside it (sdk/README.md, Versions).
As long as 1.0 is not released, and all plugins are in this tree: ./dev abi renews the dump."""

# lines of abidiff that lead to what has changed, or tell that something has not
LEADS = re.compile(r"""
    (Functions|Variables)\ (changes\ summary|symbols\ changes\ summary):.*
  | \d+\ (function|variable)s?\ with\ some\ (indirect\ )?sub-type\ changes?:
  | \d+\ Changed\ (function|variable)s?:
  | \[C\]\ .*:
  | (parameter\ \d+\ of|type\ of|return|in\ pointed\ to|in\ unqualified\ underlying|underlying
      |in\ referenced|array\ element|in\ array\ element)\ .*:
  | type\ size\ hasn't\ changed
  | no\ (data\ member|member\ function|enumerator)\ .*
  | \d+\ data\ member\ changes?(\ \(.*\))?:
  | .*,\ as\ (reported|being\ reported)\ earlier;?
  | .*\ (are|is)\ being\ reported;?
  | .*\ (was|were)\ reported\ earlier;?
""", re.VERBOSE)
CHANGED = re.compile(r"(?:.* )?type '(?:struct|const|typedef)? ?(\w+)' changed:")
GROWN = re.compile(r"type size changed from (\d+) to (\d+) \(in bits\)")
INSERTED = re.compile(r"\d+ data member insertions?:")
MEMBER = re.compile(r"'(.*)', at offset (\d+) \(in bits\).*")


def growing(dump):
    """names of structs that may become longer"""
    structs = {element.get("name").lstrip("_"): element
               for element in ElementTree.parse(dump).iter("class-decl")}
    sized = {name for name, element in structs.items()
             if any(member.get("name") == "struct_size" for member in element.iter("var-decl"))}
    return (sized | SIZED) - ARRAYS


def read_report(report, may_grow):
    """(additions, faults): members that were added at the end of what may grow, and all else"""
    additions, faults = [], []
    struct, size, inserting = None, None, False
    for line in map(str.strip, report.splitlines()):
        member = MEMBER.fullmatch(line) if inserting else None
        grown = GROWN.fullmatch(line)
        inserting = bool(member or INSERTED.fullmatch(line))
        if CHANGED.fullmatch(line):
            struct, size = CHANGED.fullmatch(line).group(1).lstrip("_"), None
        elif grown and struct in may_grow and int(grown.group(2)) > int(grown.group(1)):
            size = int(grown.group(1))
        elif member and size is not None and int(member.group(2)) >= size:
            additions.append(f"{struct}: {member.group(1)}")
        elif line and not INSERTED.fullmatch(line) and not LEADS.fullmatch(line):
            faults.append(f"{struct}: {line}" if struct else line)
    return additions, faults


def compare(kept, now):
    done = subprocess.run(["abidiff", "--no-show-locs", "--no-added-syms", kept, now],
                          capture_output=True, text=True)
    if done.returncode & 3:    # neither what is the same nor a change: it has failed
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def dump(module, result):
    subprocess.run(["abidw", "--no-comp-dir-path", "--no-corpus-path", "--no-show-locs",
                    "--no-elf-needed", "--type-id-style", "hash", "--out-file", result, module],
                   check=True)


def judge(module, kept):
    if shutil.which("abidw") is None:
        print("1..0 # SKIP abigail-tools is not there; ./dev deps")
        return
    tap = Tap(2)
    with tempfile.TemporaryDirectory() as folder:
        now = os.path.join(folder, "now.abi")
        dump(module, now)
        report = compare(kept, now)
        same = growing(kept) >= {"LeatSourceClass", "LeatLinkClass", "LeatFramerClass",
                                 "LeatSinkClass", "LeatStoreClass", "LeatPlugin"}
        tap.point("abi/dump-is-whole", same,
                  [] if same else [f"{kept}: the classes are not in it; ./dev abi"])
        additions, faults = read_report(report, growing(kept))
        said = faults + WAY_OUT.splitlines() + ["abidiff says:"] + report.splitlines()
        tap.point("abi/unchanged", not faults, said if faults else [])
        for addition in additions:
            print(f"# added: {addition}; ./dev abi keeps it")
    tap.end()


def read_all(paths):
    return {os.path.basename(path): open(path, encoding="utf-8").read() for path in paths}


def surface(result, *headers):
    names = sorted(set().union(*(declared(text) for text in read_all(headers).values())))
    with open(result, "w", encoding="utf-8") as file:
        file.write("#include <leat.h>\n#pragma GCC visibility push(default)\n")
        for name in names:
            file.write(f"extern __typeof__ (&{name}) const abi_{name};\n"
                       f"__typeof__ (&{name}) const abi_{name} = {name};\n")


def flatten(texts, name, seen):
    """a header with what it includes of its own kind, without comments"""
    if name in seen:
        return ""
    seen.add(name)
    text = re.sub(r"[ \t]*/\*.*?\*/", "", texts[name], flags=re.DOTALL)
    text = text.replace("#pragma once\n", "")
    return re.sub(r'#include "(leat[\w-]*\.h)"\n', lambda m: flatten(texts, m.group(1), seen), text)


def keep(module, folder, *headers):
    dump(module, os.path.join(folder, "leat-1.abi"))
    text = re.sub(r"\n{3,}", "\n\n", flatten(read_all(headers), "leat.h", set()))
    version = ".".join(re.search(rf"#define LEAT_ABI_{part} (\d+)", text).group(1)
                       for part in ("MAJOR", "MINOR"))
    result = os.path.join(folder, version, "leat.h")
    if os.path.exists(result):
        return
    os.makedirs(os.path.dirname(result), exist_ok=True)
    with open(result, "w", encoding="utf-8") as file:
        file.write("/* SPDX-License-Identifier: LGPL-2.1-or-later */\n"
                   "/* leat.h - all headers of this version in one, without comments: kept so that "
                   "plugins\n * built against it go on loading; never changed */\n"
                   "#pragma once\n" + text)


if __name__ == "__main__":
    {"surface": surface, "judge": judge, "keep": keep}[sys.argv[1]](
        *sys.argv[2:])
