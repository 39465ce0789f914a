# SPDX-License-Identifier: LGPL-2.1-or-later
# exports.py - what the library shows is what its headers declare; a module of ours, one function
# and its mark
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lint"))
from tap import Tap  # noqa: E402

NOT_CODE = re.compile(r"/\*.*?\*/|^[ \t]*#(?:[^\n\\]|\\.)*", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"\{[^{}]*\}")
FUNCTION = re.compile(r"\b(leat_\w+)\s*\(")


def declared(text):
    """the functions that a header declares and does not define"""
    text = NOT_CODE.sub("", text)
    while BLOCK.search(text):
        text = BLOCK.sub(";", text)
    found = (FUNCTION.search(part) for part in text.split(";")
             if not re.search(r"\b(?:typedef|static)\b", part))
    return {match.group(1) for match in found if match}


def shown(path):
    lines = subprocess.run(["nm", "-D", "--defined-only", path], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    names = (line.split()[-1].split("@")[0] for line in lines)
    # the version itself; what a sanitizer has for each variable that is seen
    return {name for name in names if not name.startswith(("LEAT_", "__odr_asan."))}


HEADER = """/* leat_comment (); */
#define LEAT_MACRO(x) \\
  leat_macro (x);
#pragma GCC visibility push(default)
typedef void (*LeatFunc) (int x);
typedef struct { void (*leat_member) (int x); } LeatThing;
static inline int leat_inline (void) { return leat_called (); }
int      leat_one (LeatFunc func, int x);
LeatThing *leat_two
  (void);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatThing, leat_free)
"""


def main(library, *rest):
    headers = [path for path in rest if path.endswith(".h")]
    modules = [path for path in rest if not path.endswith(".h")]
    tap = Tap(4)
    seen = declared(HEADER)
    tap.point("/exports/a-header", seen == {"leat_one", "leat_two"}, [f"found {sorted(seen)}"])

    texts = [open(path, encoding="utf-8").read() for path in headers]
    named = set().union(*(declared(text) for text in texts))
    visible = shown(library)
    tap.point("/exports/too-little", named and named <= visible,
              [f"{name}: declared by a header, not shown" for name in sorted(named - visible)])
    tap.point("/exports/too-much", visible <= named,
              [f"{name}: shown, in no header" for name in sorted(visible - named)])
    right = {"leat_plugin_get", "leat_own_module"}  # the mark of our own: nothing else has it
    wrong = {path: shown(path) for path in modules if shown(path) != right}
    tap.point("/exports/modules", modules and not wrong,
              [f"{path}: shows {sorted(names)}" for path, names in wrong.items()])
    tap.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
