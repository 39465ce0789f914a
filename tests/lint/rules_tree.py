# SPDX-License-Identifier: LGPL-2.1-or-later
# rules_tree.py - rules that hold between files: floors, tests, the symbol map and its comments
import fnmatch
import posixpath
import re

from house import FLOORS, GROUND, TEMPLATE, UNTESTED, Fault


def floor(path):
    """index in FLOORS; -1 beside main (the command line); below all: what serves every floor"""
    parts = path.split("/")
    if path.startswith(GROUND):
        return len(FLOORS)
    if len(parts) > 2:
        return FLOORS.index(parts[1]) if parts[1] in FLOORS else -1
    return FLOORS.index("main" if parts[1].startswith("main.") else "app")


SHARED = ("plugins/tls",)     # rooms without a plugin in them


def judge_plugin(path, name, target):
    folder = posixpath.dirname(path)
    if target and (target == "sdk/leat.h" or posixpath.dirname(target) in (folder, *SHARED)):
        return None
    if target and target.startswith("plugins/"):
        return "a plugin never includes another; what both need belongs into the sdk"
    return 'a plugin includes "leat.h", its own folder\'s headers and the system\'s, nothing else'


def judge_sdk(path, name, target):
    if target and target.startswith("sdk/"):
        return None
    return "the sdk includes only the sdk; it calls up through the host structs"


def judge_daemon(path, name, target):
    if not target:
        return "no such header in daemon/ or sdk/"
    if target.startswith("sdk/"):
        return None
    if not target.startswith("daemon/"):
        return "the daemon includes only itself and the sdk"
    if floor(path) <= floor(target):
        return None
    return f"arrows go down only: {' -> '.join(FLOORS)}, cli beside main"


def judge_template(path, name, target):
    """as a third party's: what is installed, and its own"""
    if target and target.startswith(("sdk/leat.h", "sdk/leat-host.h", posixpath.dirname(path))):
        return None
    return "a plugin of third parties includes <leat.h>, its tests <leat-host.h> too"


JUDGES = {"plugins": judge_plugin, "sdk": judge_sdk, "daemon": judge_daemon}


def floors(tree):
    """includes go down only: plugins -> sdk <- daemon"""
    for path, source in tree.c_files("sdk/", "daemon/", "plugins/"):
        judge = judge_template if path.startswith(TEMPLATE) else JUDGES[path.split("/")[0]]
        for line, mark, name in source.includes():
            target = tree.resolve(path, name)
            if name.endswith("-generated.h") or (mark == "<" and not target):
                continue
            wrong = judge(path, name, target)
            if wrong:
                yield Fault(path, line, "floors", f"{name}: {wrong}")


def modules(tree):
    """the daemon never names a plugin, and none is in a room that plugins share"""
    named = set()
    for path, text in tree.files.items():
        if re.match(r"plugins/\w+/meson\.build$", path):
            found = set(re.findall(r"shared_module\s*\(\s*'([^']+)'", text))
            if found and posixpath.dirname(path) in SHARED:
                yield Fault(path, 1, "modules", "plugins share this room: no plugin may live in it")
            named |= found
    for path, source in tree.c_files("daemon/"):
        for line, text in source.strings():
            for name in named:
                if re.search(rf"\b{re.escape(name)}\b", text):
                    yield Fault(path, line, "modules",
                                f"{name}: the daemon knows classes, not modules; ask the registry")


def nouns(tree, path):
    """what the test of a source file may be called; a file without a header is part of a noun"""
    name = re.sub(r"^leatd?-", "", posixpath.basename(path)[:-2])
    yield name
    if path[:-2] + ".h" not in tree.files:
        words = name.split("-")
        for count in range(len(words) - 1, 0, -1):
            yield "-".join(words[:count])
        if not path.startswith("plugins/"):     # there the first word is the folder's
            yield f"{words[0]}-*"


def test_folders(path):
    """where the test of a source file may be, and how it may end"""
    if path.startswith("daemon/cli/") or path == "daemon/leatd-app.c":
        return ["tests/daemon", "tests/cli", "tests/integration"], (".c", ".py", ".sh")
    room = path.split("/")[0]
    return [f"tests/{room}"], (".c",)


def find_test(tree, path):
    folders, ends = test_folders(path)
    for noun in nouns(tree, path):
        for folder in folders:
            for end in ends:
                found = fnmatch.filter(tree.files, f"{folder}/{noun}{end}")
                if found:
                    return found[0]
    return None


def tested(tree):
    """each source file with a function has a test of its name, and that is built"""
    for path, source in tree.c_files("sdk/", "daemon/", "plugins/"):
        if path.endswith(".h") or not source.functions or path in UNTESTED or \
                path.startswith(TEMPLATE):
            continue
        test = find_test(tree, path)
        if not test:
            folders, ends = test_folders(path)
            yield Fault(path, 1, "tested",
                        f"has no test; write {folders[0]}/{next(nouns(tree, path))}{ends[0]}")
            continue
        name = posixpath.splitext(posixpath.basename(test))[0]
        build = posixpath.dirname(test) + "/meson.build"
        if not re.search(rf"'{re.escape(name)}(\.\w+)?'", tree.files.get(build, "")):
            yield Fault(test, 1, "tested", f"is not built; add '{name}' to {build}")


def public_headers(tree):
    text = tree.files.get("sdk/meson.build", "")
    lists = re.findall(r"leat_(?:host_)?headers = files \((.*?)\)", text, re.S)
    return [f"sdk/{name}" for part in lists for name in re.findall(r"'([^']+)'", part)]


def public_functions(tree):
    """name: (header, line)"""
    functions = {}
    for path in public_headers(tree):
        if path not in tree.files:
            continue
        source = tree.source(path)
        depth = 0
        for match in re.finditer(r"[{}]|(?<!\w)(leat_\w+)\s*\(", source.code):
            depth += (match.group() == "{") - (match.group() == "}")
            if match.group(1) and depth == 0:
                functions.setdefault(match.group(1), (path, source.line_of(match.start())))
    return functions


def symbols(tree):
    """the symbol map has every public function, and nothing that is none"""
    path = "sdk/leat.map"
    if path not in tree.files:
        return
    patterns = {}
    for number, line in enumerate(tree.lines(path), 1):
        for pattern in re.findall(r"(leat_[\w*]+);", line):
            patterns[pattern] = number
    functions = public_functions(tree)
    for name, (header, line) in functions.items():
        if not any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns):
            yield Fault(header, line, "symbols", f"{name}() is public: add it to {path}")
    for pattern, number in patterns.items():
        if not any(fnmatch.fnmatchcase(name, pattern) for name in functions):
            yield Fault(path, number, "symbols", f"{pattern} is no public function; take it out")


def documented(tree):
    """above each public function stands what it is for"""
    functions = public_functions(tree)
    for path, source in tree.c_files("sdk/"):
        for function in source.functions:
            if function.static or function.name not in functions or not path.endswith(".c"):
                continue
            above = "\n".join(source.lines[:function.first - 1])
            if not re.search(rf"/\*\*\n \* {function.name}:(?:(?!\*/).)*\*/$", above, re.S):
                yield Fault(path, function.first, "documented",
                            f"{function.name}() is public: above it stands "
                            f"/** {function.name}: … */")


RULES = [floors, modules, tested, symbols, documented]
