# SPDX-License-Identifier: LGPL-2.1-or-later
# test_abi.py - tests that abi.py lets additions pass and nothing else: on the headers of ABI 1.0
import os
import shutil
import subprocess
import sys
import tempfile

import abi
from exports import declared
from tap import Tap

HEADER = os.path.join(abi.FOLDER, "1.0", "leat.h")

# (name, (what stands there, what is put in its place), words of the faults; none: it may be done)
CASES = [
    ("same", ("", ""), []),
    ("function-added", ("gboolean leat_plugin_check",
                        "void leat_new (int x);\ngboolean leat_plugin_check"), []),
    ("member-added", ("  void        (*ending)  (LeatSource *self);",
                      "  void (*ending) (LeatSource *self); int (*more) (LeatSource *self);"), []),
    ("members-added", ("  char     *(*get_place) (LeatLink *self, guint64 offset);",
                       "  char *(*get_place) (LeatLink *self, guint64 offset); int a, b, c;"), []),
    ("list-added", ("  const LeatSinkClass   *const *sinks;",
                    "  const LeatSinkClass *const *sinks; void *filters;"), []),
    ("enumerator-added", ("  LEAT_ERROR_TIMED_OUT,", "  LEAT_ERROR_TIMED_OUT, LEAT_ERROR_NEW,"),
     []),
    ("function-removed", ("guint64          leat_sink_retry", "static"), None),
    ("member-removed", ("  gboolean (*overlap) (LeatSink *self, GError **error);", ""),
     ["data member deletion"]),
    ("member-inserted", ("  void        (*stop)    (LeatSource *self);",
                         "  void (*new) (void); void (*stop) (LeatSource *self);"),
     ["offset changed"]),
    ("in-padding", ("  LeatSinkFlags         flags;", "  LeatSinkFlags flags; guint more;"),
     ["more"]),
    ("member-retyped", ("  void     (*close)   (LeatSink *self);",
                        "  gboolean (*close) (LeatSink *self);"), ["changed from 'void'"]),
    ("parameter-added", ("  gboolean (*overlap) (LeatSink *self, GError **error);",
                         "  gboolean (*overlap) (LeatSink *self, int x, GError **error);"),
     ["parameter"]),
    ("parameter-retyped", ("leat_batch_new   (guint capacity)", "leat_batch_new (gsize capacity)"),
     ["type"]),
    ("enumerator-inserted", ("  LEAT_ERROR_BUSY,", "  LEAT_ERROR_NEW, LEAT_ERROR_BUSY,"),
     ["LEAT_ERROR_BUSY"]),
    ("frozen-longer", ("  LeatSchema *schema;\n} LeatInput;",
                       "  LeatSchema *schema; int more;\n} LeatInput;"), ["more"]),
    ("value-longer", ("  guint8  reserved;\n} LeatValue;",
                      "  guint8 reserved; guint64 more;\n} LeatValue;"), ["size changed"]),
    ("option-reserve-used", ("  gpointer           reserved[2];\n} LeatOption;",
                             "  gpointer more, reserved[1];\n} LeatOption;"), ["more"]),
]
REMOVED = "leat_sink_retry_after"


def build(text, folder):
    """the dump of a module that uses all that the header shows"""
    header, unit = os.path.join(folder, "leat.h"), os.path.join(folder, "surface.c")
    module, result = os.path.join(folder, "surface.so"), os.path.join(folder, "surface.abi")
    with open(header, "w", encoding="utf-8") as file:
        file.write(text)
    abi.surface(unit, header)
    flags = subprocess.run(["pkg-config", "--cflags", "gio-2.0", "gmodule-2.0"], check=True,
                           capture_output=True, text=True).stdout.split()
    subprocess.run([*os.environ.get("CC", "cc").split(), "-g", "-shared", "-fPIC", "-I", folder,
                    *flags, "-o", module, unit], check=True)
    abi.dump(module, result)
    return result


def judge(text, kept, case, tap, folder):
    name, (old, new), words = case
    if old not in text:
        tap.point(f"abi/{name}", False, [f"'{old}' is not in the headers of 1.0"])
        return
    changed = text.replace(old, new, 1).replace("G_STATIC_ASSERT (sizeof", "// (sizeof")
    now = build(changed, folder)
    additions, faults = abi.read_report(abi.compare(kept, now), abi.growing(kept))
    said = "\n".join(faults)
    fine = not faults if words == [] else bool(faults) and all(word in said for word in words)
    if name.endswith("added") and name.split("-")[0] in ("member", "members", "list"):
        fine = fine and len(additions) == (3 if name == "members-added" else 1)
    tap.point(f"abi/{name}", fine, [] if fine else [f"added: {additions}", *faults])


def main():
    if shutil.which("abidw") is None:
        print("1..0 # SKIP abigail-tools is not there; ./dev deps")
        return
    with open(HEADER, encoding="utf-8") as file:
        text = file.read()
    line = next(line for line in text.split("\n") if REMOVED in line)
    tap = Tap(len(CASES) + 1)
    tap.point("abi/surface", {"leat_plugin_check", REMOVED} <= declared(text), [])
    with tempfile.TemporaryDirectory() as kept_folder, tempfile.TemporaryDirectory() as folder:
        kept = build(text, kept_folder)
        for name, change, words in CASES:
            if words is None:
                change, words = (line, ""), ["Removed"]
            judge(text, kept, (name, change, words), tap, folder)
    tap.end()


if __name__ == "__main__":
    sys.exit(main())
