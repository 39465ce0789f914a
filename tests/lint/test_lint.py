# SPDX-License-Identifier: LGPL-2.1-or-later
# test_lint.py - each rule on snippets that keep it and snippets that do not
from house import Tree
from lint import ROOT, RULES, rule_name
from rules_code import has_formatter
from tap import run_cases

HEAD = "/* SPDX-License-Identifier: LGPL-2.1-or-later */\n/* x.c - for a test */\n"


def function(body, name="leat_x", kind="void"):
    lines = "".join(f"  {line}\n" for line in body.split("\n"))
    return f"{HEAD}{kind}\n{name} (void)\n{{\n{lines}}}\n"


def nested(levels):
    """so many loops, one in the other, without braces"""
    return "\n".join("for (;;)" for _ in range(levels)) + "\ng ();"


BRACED = "if (a)\n{\nwhile (b)\n{\ndo\n{\nswitch (c)\n{\ncase 1:\nINNER\n}\n}\nwhile (f);\n}\n}"

SDK = {
    "sdk/meson.build": "leat_headers = files (\n  'leat-x.h')\n"
                       "leat_host_headers = files ('leat-y.h')\n",
    "sdk/leat-x.h": "#pragma once\nint *leat_x (int a,\n             int b);\n"
                    "typedef void (*LeatFunc) (void);\n"
                    "struct _LeatKlass {\n  int (*leat_no) (void);\n};\n",
    "sdk/leat-y.h": "#pragma once\nvoid leat_y_go (void) G_GNUC_PRINTF (1, 2);\n",
    "sdk/leat-hidden.h": "#pragma once\nvoid leat_hidden (void);\n",
    "sdk/leat.map": "LEAT_1 {\n  global:\n    leat_x;\n    leat_y_*;\n  local:\n    *;\n};\n",
}

LEAT_X = "int *\nleat_x (int a)\n{\n}\n"

DAEMON = {path: "" for path in (
    "sdk/leat.h", "sdk/leat-host.h", "plugins/csv/csv-path.h", "plugins/serial/serial-line.h",
    "plugins/tls/tls-trust.h",
    "daemon/leatd-app.h", "daemon/leatd-log.h", "daemon/config/leatd-config.h",
    "daemon/queue/leatd-queue.h", "daemon/plugin/leatd-registry.h", "tests/fixtures/fixture.h")}


def including(path, *names):
    marks = {name: name if name.startswith("<") else f'"{name}"' for name in names}
    return dict(DAEMON, **{path: HEAD + "".join(f"#include {marks[name]}\n" for name in names)})


# rule, name, files, faults
CASES = [
    ("spdx", "c", {"sdk/x.c": HEAD}, []),
    ("spdx", "c-missing", {"sdk/x.c": "/* x.c - for a test */\n"}, ["sdk/x.c:1"]),
    ("spdx", "c-in-line-comment", {"sdk/x.c": "// SPDX-License-Identifier: LGPL-2.1-or-later\n"},
     ["sdk/x.c:1"]),
    ("spdx", "other-license", {"sdk/x.c": "/* SPDX-License-Identifier: MIT */\n"}, ["sdk/x.c:1"]),
    ("spdx", "script", {"dev": "#!/bin/sh\n# SPDX-License-Identifier: LGPL-2.1-or-later\n"}, []),
    ("spdx", "script-missing", {"dev": "#!/bin/sh\necho\n"}, ["dev:2"]),
    ("spdx", "script-only-shebang", {"dev": "#!/bin/sh"}, ["dev:2"]),
    ("spdx", "meson", {"sdk/meson.build": "project ()\n"}, ["sdk/meson.build:1"]),
    ("spdx", "schema", {"schemas/records/a.schema": "[schema]\n"}, ["schemas/records/a.schema:1"]),
    ("spdx", "prose-and-data-need-none",
     {"README.md": "# Leat\n", "tests/data/a.csv": "1,2\n"}, []),

    ("purpose", "c", {"sdk/x.c": HEAD}, []),
    ("purpose", "c-goes-on", {"sdk/x.c": HEAD.replace("test */", "test\n * and more */")}, []),
    ("purpose", "c-of-another-file", {"sdk/y.c": HEAD}, ["sdk/y.c:2"]),
    ("purpose", "c-missing", {"sdk/x.c": HEAD.split("\n")[0] + "\nint x;\n"}, ["sdk/x.c:2"]),
    ("purpose", "c-empty", {"sdk/x.c": HEAD.replace("for a test", "")}, ["sdk/x.c:2"]),
    ("purpose", "python", {"tests/a.py": "# SPDX\n# a.py - tests\n"}, []),
    ("purpose", "python-missing", {"tests/a.py": "# SPDX\nimport os\n"}, ["tests/a.py:2"]),
    ("purpose", "meson", {"sdk/meson.build": "# SPDX\n# the library\n"}, []),
    ("purpose", "meson-missing", {"sdk/meson.build": "# SPDX\n\nx = 1\n"}, ["sdk/meson.build:2"]),
    ("purpose", "meson-too-short", {"sdk/meson.build": "# SPDX"}, ["sdk/meson.build:2"]),

    ("width", "hundred", {"sdk/x.c": HEAD + "/" * 100 + "\n"}, []),
    ("width", "one-more", {"sdk/x.c": HEAD + "/" * 101 + "\n"}, ["sdk/x.c:3"]),
    ("width", "characters-not-bytes", {"sdk/x.c": HEAD + "µ" * 100 + "\n"}, []),
    ("width", "script", {"dev": "#!/bin/sh\n" + "x" * 101 + "\n"}, ["dev:2"]),
    ("width", "prose-is-free", {"README.md": "x" * 500 + "\n"}, []),

    ("length", "about-400", {"sdk/x.c": "\n" * 440}, []),
    ("length", "more", {"sdk/x.c": "\n" * 441}, ["sdk/x.c:441"]),

    ("blanks", "clean", {"sdk/x.c": HEAD}, []),
    ("blanks", "tab", {"sdk/x.c": HEAD + "\tint x;\n"}, ["sdk/x.c:3"]),
    ("blanks", "at-end-of-line", {"sdk/x.c": HEAD + "int x; \n"}, ["sdk/x.c:3"]),
    ("blanks", "carriage-return", {"sdk/x.c": HEAD + "int x;\r\n"}, ["sdk/x.c:3"]),
    ("blanks", "no-line-end", {"sdk/x.c": HEAD + "int x;"}, ["sdk/x.c:3"]),
    ("blanks", "two-line-ends", {"sdk/x.c": HEAD + "\n"}, ["sdk/x.c:4"]),
    ("blanks", "data-is-free", {"tests/data/a.csv": "1,\t2 \r\n"}, []),

    ("put-off", "clean", {"sdk/x.c": HEAD + "/* todos are words */\n"}, []),
    ("put-off", "marked", {"sdk/x.c": HEAD + "/* TO" "DO: later */\n"}, ["sdk/x.c:3"]),
    ("put-off", "in-prose", {"README.md": "FIX" "ME\n"}, ["README.md:1"]),

    ("machine", "clean", {"README.md": "a workshop; /var/lib/leat, https://debian.org\n"}, []),
    ("machine", "home", {"README.md": "see /ho" "me/me/leat\n"}, ["README.md:1"]),
    ("machine", "work", {"sdk/x.c": HEAD + "#define X \"/wo" "rk/x\"\n"}, ["sdk/x.c:3"]),
    ("machine", "package-host", {"dev": "#!/bin/sh\ncurl https://deb.deb" "ian.org\n"}, ["dev:2"]),

    ("goto", "none", {"sdk/x.c": function('/* goto x; */\nputs ("goto x;");')}, []),
    ("goto", "one", {"sdk/x.c": function("goto out;")}, ["sdk/x.c:6"]),
    ("goto", "in-macro", {"sdk/x.c": HEAD + "#define X goto out\n"}, ["sdk/x.c:3"]),

    ("calls", "allowed",
     {"sdk/x.c": function("g_snprintf (a, 9, b);\nself->system (1);\nmy_strcpy (a);")},
     []),
    ("calls", "in-comment", {"sdk/x.c": function("/* strcpy (a, b) */")}, []),
    ("calls", "in-string", {"sdk/x.c": function('puts ("system (1)");')}, []),
    ("calls", "strcpy", {"sdk/x.c": function("strcpy (a, b);")}, ["sdk/x.c:6"]),
    ("calls", "sprintf-without-blank",
     {"tests/sdk/x.c": function("sprintf(a, b);")}, ["tests/sdk/x.c:6"]),
    ("calls", "system-over-lines", {"daemon/x.c": function("system\n  (a);")}, ["daemon/x.c:6"]),
    ("calls", "in-macro", {"sdk/x.c": HEAD + "#define X(a) \\\n  gets (a)\n"}, ["sdk/x.c:4"]),
    ("calls", "idle-in-data-path",
     {f"{room}/x.c": function("g_idle_add (f, NULL);")
      for room in ("sdk", "plugins/csv", "daemon/pipeline", "daemon/control", "tests/sdk")},
     ["daemon/pipeline/x.c:6", "plugins/csv/x.c:6", "sdk/x.c:6"]),

    ("function-length", "about-60", {"sdk/x.c": function("\n".join(["a ();"] * 65))}, []),
    ("function-length", "more", {"sdk/x.c": function("\n".join(["a ();"] * 66))}, ["sdk/x.c:5"]),
    ("function-length", "table-is-none",
     {"sdk/x.c": HEAD + "static int x[] = {\n" + "  1,\n" * 100 + "};\n"}, []),

    ("nesting", "four", {"sdk/x.c": function(nested(4))}, []),
    ("nesting", "five", {"sdk/x.c": function(nested(5))}, ["sdk/x.c:5"]),
    ("nesting", "braces-count-once",
     {"sdk/x.c": function(BRACED.replace("INNER", "d ();"))},
     []),
    ("nesting", "five-with-braces",
     {"sdk/x.c": function(BRACED.replace("INNER", "if (d)\ne ();"))},
     ["sdk/x.c:5"]),
    ("nesting", "else-if-is-none",
     {"sdk/x.c": function("if (a)\nb ();\n" + "else if (a)\nb ();\n" * 9 + "else\nc ();")}, []),
    ("nesting", "else-is-one",
     {"sdk/x.c": function("if (a)\nb ();\nelse\n" + nested(4))}, ["sdk/x.c:5"]),
    ("nesting", "tables-are-none",
     {"sdk/x.c": function("int a[] = { { { { { { 1 } } } } } };\nb ();")}, []),
    ("nesting", "literal-is-none", {"sdk/x.c": function("f ((T) { { { { { 1 } } } } });")}, []),
    ("nesting", "macro-that-loops",
     {"sdk/x.c": function("for_each (a, b)\n{\n" + nested(4) + "\n}")}, ["sdk/x.c:5"]),
    ("nesting", "side-by-side", {"sdk/x.c": function("\n".join(["if (a)\n{\nb ();\n}"] * 9))}, []),

    ("names", "sdk", {"sdk/x.c": function("a ();", "leat_x")}, []),
    ("names", "sdk-foreign", {"sdk/x.c": function("a ();", "helper")}, ["sdk/x.c:3"]),
    ("names", "sdk-static", {"sdk/x.c": function("a ();", "helper", "static void")}, []),
    ("names", "sdk-static-of-two-lines",
     {"sdk/x.c": HEAD + "static void\nhelper (int a,\n        int b)\n{\n}\n"}, []),
    ("names", "behind-a-macro",
     {"sdk/x.c": HEAD + "G_DEFINE_QUARK (a-b, c)\n\nstatic int\nf (void)\n{\n}\n"},
     []),
    ("names", "daemon", {"daemon/x.c": function("a ();", "leat_x")}, ["daemon/x.c:3"]),
    ("names", "main", {"daemon/main.c": function("a ();", "main", "int")}, []),
    ("names", "command-line", {"daemon/cli/leat-check.c": function("a ();", "leat_check")}, []),
    ("names", "plugin-by-folder",
     {"plugins/csv/csv-sink.c": function("a ();", "csv_path_new")}, []),
    ("names", "plugin-by-file",
     {"plugins/framers/line-framer.c": function("a ();", "line_new")}, []),
    ("names", "plugin-foreign", {"plugins/csv/csv-sink.c": function("a ();", "path_new")},
     ["plugins/csv/csv-sink.c:3"]),
    ("names", "tests-are-free", {"tests/sdk/x.c": function("a ();", "helper")}, []),

    ("asserts", "asserts",
     {"tests/sdk/x.c": function("g_assert_true (a);", "test_x", "static void")}, []),
    ("asserts", "nothing",
     {"tests/sdk/x.c": function("a ();", "test_x", "static void")}, ["tests/sdk/x.c:3"]),
    ("asserts", "comment-is-nothing", {"tests/sdk/x.c": function("a (); /* assert */", "test_x")},
     ["tests/sdk/x.c:3"]),
    ("asserts", "message-is-nothing",
     {"tests/sdk/x.c": function('g_test_message ("a");', "test_x")},
     ["tests/sdk/x.c:3"]),
    ("asserts", "in-what-it-calls",
     {"tests/sdk/x.c": function("g_assert_true (a);", "ask")
      + "\nvoid\nmore (void)\n{\n  ask ();\n}\n"
      + "\nvoid\ntest_x (void)\n{\n  more ();\n}\n"}, []),

    ("asserts", "in-a-macro", {"tests/sdk/x.c": function("EXPECT (a, 1);", "test_x")}, []),
    ("asserts", "what-makes-something-is-no-test",
     {"tests/sdk/x.c": function("return a;", "test_batch_new", "static LeatBatch *")}, []),
    ("asserts", "what-tests-share-is-no-test",
     {"tests/sdk/x.h": function("a ();", "test_batch_stop", "static inline void")}, []),

    ("once", "header", {"sdk/x.h": HEAD + "#pragma once\n"}, []),
    ("once", "header-without", {"sdk/x.h": HEAD + "int x;\n"}, ["sdk/x.h:3"]),
    ("once", "source-needs-none", {"sdk/x.c": HEAD}, []),

    ("floors", "plugin",
     including("plugins/csv/csv-sink.c", "leat.h", "csv-path.h", "<stdio.h>"), []),
    ("floors", "plugin-angled", including("plugins/csv/csv-sink.c", "<leat.h>"), []),
    ("floors", "plugin-another-plugin", including("plugins/csv/csv-sink.c", "leat.h",
                                                  "../serial/serial-line.h"),
     ["plugins/csv/csv-sink.c:4"]),
    ("floors", "plugin-shared-room",
     including("plugins/csv/csv-sink.c", "leat.h", "../tls/tls-trust.h"), []),
    ("floors", "shared-room-plugin",
     including("plugins/tls/tls-trust.c", "leat.h", "../serial/serial-line.h"),
     ["plugins/tls/tls-trust.c:4"]),
    ("floors", "plugin-host",
     including("plugins/csv/csv-sink.c", "leat-host.h"), ["plugins/csv/csv-sink.c:3"]),
    ("floors", "plugin-host-angled", including("plugins/csv/csv-sink.c", "<leat-host.h>"),
     ["plugins/csv/csv-sink.c:3"]),
    ("floors", "plugin-daemon", including("plugins/csv/csv-sink.c", "queue/leatd-queue.h"),
     ["plugins/csv/csv-sink.c:3"]),
    ("floors", "plugin-commented", dict(DAEMON, **{
        "plugins/csv/csv-sink.c": HEAD + '/*\n#include "leat-host.h"\n*/\n'}), []),
    ("floors", "sdk", including("sdk/leat-x.c", "leat-host.h", "<gio/gio.h>"), []),
    ("floors", "sdk-daemon", including("sdk/leat-x.c", "leatd-log.h"), ["sdk/leat-x.c:3"]),
    ("floors", "sdk-plugin",
     including("sdk/leat-x.c", "../plugins/csv/csv-path.h"), ["sdk/leat-x.c:3"]),
    ("floors", "daemon-down",
     including("daemon/queue/leatd-router.c", "leatd-queue.h", "leat-host.h",
                                        "config/leatd-config.h", "plugin/leatd-registry.h",
                                        "leatd-log.h"), []),
    ("floors", "daemon-up", including("daemon/config/leatd-check.c", "queue/leatd-queue.h"),
     ["daemon/config/leatd-check.c:3"]),
    ("floors", "daemon-up-by-dots",
     including("daemon/plugin/leatd-module.c", "../config/leatd-config.h"),
     ["daemon/plugin/leatd-module.c:3"]),
    ("floors", "daemon-app-from-pipeline",
     including("daemon/queue/leatd-router.c", "leatd-app.h"),
     ["daemon/queue/leatd-router.c:3"]),
    ("floors", "daemon-main", including("daemon/main.c", "leatd-app.h"), []),
    ("floors", "daemon-command-line", including("daemon/cli/leat-check.c", "config/leatd-config.h",
                                                "queue/leatd-queue.h"), []),
    ("floors", "daemon-command-line-rooms",
     dict(including("daemon/cli/bus/tap-line.c", "look/text-row.h"),
          **{"daemon/cli/look/text-row.h": HEAD}), []),
    ("floors", "daemon-command-line-above",
     dict(including("daemon/queue/leatd-router.c", "look/text-row.h"),
          **{"daemon/cli/look/text-row.h": HEAD}), ["daemon/queue/leatd-router.c:3"]),
    ("floors", "daemon-plugins", including("daemon/leatd-app.c", "../plugins/csv/csv-path.h"),
     ["daemon/leatd-app.c:3"]),
    ("floors", "daemon-tests", including("daemon/leatd-app.c", "../tests/fixtures/fixture.h"),
     ["daemon/leatd-app.c:3"]),
    ("floors", "daemon-nowhere",
     including("daemon/leatd-app.c", "config.h"), ["daemon/leatd-app.c:3"]),
    ("floors", "daemon-generated", including("daemon/leatd-app.c", "leatd-dbus-generated.h"), []),
    ("floors", "daemon-beside-app", including("daemon/leatd-command-line.h", "leatd-app.h"), []),
    ("floors", "daemon-log-up",
     including("daemon/leatd-log.h", "leatd-app.h"), ["daemon/leatd-log.h:3"]),
    ("floors", "tests-may-include-all", including("tests/daemon/queue.c", "queue/leatd-queue.h",
                                                  "../../plugins/csv/csv-path.h"), []),

    ("modules", "named", {"plugins/csv/meson.build": "shared_module ('leat-csv', 'csv-sink.c')\n",
                          "daemon/x.c": HEAD + '/* leat-csv */\nchar *x = "leat-csv.so";\n'},
     ["daemon/x.c:4"]),
    ("modules", "shared-room",
     {"plugins/tls/meson.build": "shared_module ('leat-tls', 'tls-trust.c')\n"},
     ["plugins/tls/meson.build:1"]),
    ("modules", "not-named",
     {"plugins/csv/meson.build": "shared_module ('leat-csv', 'csv-sink.c')\n",
                              "daemon/x.c": HEAD + 'char *x = "leat-csvs";\n'}, []),

    ("tested", "sdk", {"sdk/leat-x.c": function("a ();"), "tests/sdk/x.c": HEAD,
                       "tests/sdk/meson.build": "tests = [\n  'x',\n]\n"}, []),
    ("tested", "sdk-untested", {"sdk/leat-x.c": function("a ();")}, ["sdk/leat-x.c:1"]),
    ("tested", "sdk-not-built", {"sdk/leat-x.c": function("a ();"), "tests/sdk/x.c": HEAD,
                                 "tests/sdk/meson.build": "tests = [\n  'xy',\n]\n"},
     ["tests/sdk/x.c:1"]),
    ("tested", "without-functions", {"sdk/leat-x.c": HEAD + "int x = 1;\n"}, []),
    ("tested", "part-of-a-tested-noun",
     {"sdk/leat-x-read.c": function("a ();"), "tests/sdk/x.c": HEAD,
      "tests/sdk/meson.build": "tests = ['x']\n"}, []),
    ("tested", "part-beside-a-tested-part",
     {"daemon/sink/leatd-sink-steps.c": function("a ();"), "tests/daemon/sink-worker.c": HEAD,
      "tests/daemon/meson.build": "tests = ['sink-worker']\n"}, []),
    ("tested", "a-noun-of-its-own",
     {"sdk/leat-x-read.c": function("a ();"), "sdk/leat-x-read.h": HEAD, "tests/sdk/x.c": HEAD,
      "tests/sdk/meson.build": "tests = ['x']\n"}, ["sdk/leat-x-read.c:1"]),
    ("tested", "daemon", {"daemon/pipeline/leatd-x.c": function("a ();"), "tests/daemon/x.c": HEAD,
                          "tests/daemon/meson.build": "tests = ['x']\n"}, []),
    ("tested", "daemon-untested", {"daemon/pipeline/leatd-x.c": function("a ();")},
     ["daemon/pipeline/leatd-x.c:1"]),
    ("tested", "command-line",
     {"daemon/cli/leat-x.c": function("a ();"), "tests/integration/x.py": "",
                                "tests/integration/meson.build": "x = 'x.py'\n"}, []),
    ("tested", "plugin-untested",
     {"plugins/csv/csv-sink.c": function("a ();")}, ["plugins/csv/csv-sink.c:1"]),
    ("tested", "exception", {"daemon/main.c": function("a ();", "main")}, []),

    ("symbols", "complete", SDK, []),
    ("symbols", "not-in-map",
     dict(SDK, **{"sdk/leat.map": "LEAT_1 {\n  global:\n    leat_y_*;\n};\n"}),
     ["sdk/leat-x.h:2"]),
    ("symbols", "nothing-behind-it",
     dict(SDK, **{"sdk/leat.map": SDK["sdk/leat.map"].replace("leat_x;", "leat_x;\n  leat_z;")}),
     ["sdk/leat.map:4"]),

    ("documented", "comment",
     dict(SDK, **{"sdk/leat-x.c": HEAD + "/**\n * leat_x:\n * @a: a\n *\n * Go.\n */\n" + LEAT_X}),
     []),
    ("documented", "none", dict(SDK, **{"sdk/leat-x.c": HEAD + LEAT_X}),
     ["sdk/leat-x.c:3"]),
    ("documented", "of-another",
     dict(SDK, **{"sdk/leat-x.c": HEAD + "/**\n * leat_y:\n */\n" + LEAT_X}),
     ["sdk/leat-x.c:6"]),
    ("documented", "not-next-to-it",
     dict(SDK, **{"sdk/leat-x.c": HEAD + "/**\n * leat_x:\n */\nint y;\n\n" + LEAT_X}),
     ["sdk/leat-x.c:8"]),
    ("documented", "hidden-needs-none",
     dict(SDK, **{"sdk/leat-hidden.c": function("a ();", "leat_hidden")}), []),
]

LAYOUT = [
    ("layout", "as-it-should", {"sdk/x.c": function("if (a)\n  {\n    b ();\n  }")}, []),
    ("layout", "brace-of-another-style",
     {"sdk/x.c": function("if (a) {\n  b ();\n}")}, ["sdk/x.c:6"]),
    ("layout", "no-blank-before-parenthesis", {"sdk/x.c": function("b();")}, ["sdk/x.c:6"]),
    ("layout", "type-on-the-same-line", {"sdk/x.c": HEAD + "int f (void)\n{\n}\n"}, ["sdk/x.c:3"]),
    ("layout", "operator-first",
     {"sdk/x.c": function("if (" + "a" * 60 + "\n      && " + "b" * 60 + ")\n  c ();")},
     ["sdk/x.c:6"]),
    ("layout", "comment-behind-three-blanks", {"sdk/x.c": function("b ();   /* why */")}, []),
    ("layout", "tables-outside-are-free", {"sdk/x.c": HEAD + "int  x[] = { 1,  2,\n 3 };\n"}, []),
    ("layout", "tables-inside-are-free",
     {"sdk/x.c": function("static const T cases[] = {\n  { 1,    2 },\n  { 1000, 2 },\n};\nb ();")},
     []),
    ("layout", "behind-a-table",
     {"sdk/x.c": function("static const T cases[] = {\n  { 1,    2 },\n};\nb();")},
     ["sdk/x.c:9"]),
    ("layout", "short-cases-are-a-table",
     {"sdk/x.c": function("switch (a)\n  {\n  case 1:  return b;\n  default: return c;\n  }")}, []),
    ("layout", "headers-are-free", {"sdk/x.h": function("b();")}, []),
]


def judge(given):
    name, files = given
    rule = next(rule for rule in RULES if rule_name(rule) == name)
    return sorted(f"{fault.path}:{fault.line}" for fault in rule(Tree(files, ROOT)))


if __name__ == "__main__":
    cases = CASES + (LAYOUT if has_formatter() else [])
    untried = {rule_name(rule) for rule in RULES} - {rule for rule, *_ in CASES + LAYOUT}
    run_cases([(f"/lint/{rule}/{name}", (rule, files), faults)
               for rule, name, files, faults in cases] + [("/lint/every-rule-is-tried", None, [])],
              lambda given: judge(given) if given else sorted(untried))
