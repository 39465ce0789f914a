# SPDX-License-Identifier: LGPL-2.1-or-later
# lint.py - judges the tree by the rules of the house
"""A fault is told as `file:line: rule: what is wrong and the way out`."""
import argparse
import os
import sys

import rules_code
import rules_text
import rules_tree
from house import Tree
from tap import Tap

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RULES = rules_text.RULES + rules_code.RULES + rules_tree.RULES


def rule_name(rule):
    return rule.__name__.replace("_", "-")


def spell(fault):
    return f"{fault.path}:{fault.line}: {fault.rule}: {fault.text}"


def run_tap(tree):
    tap = Tap(len(RULES))
    for rule in RULES:
        faults = list(rule(tree))
        missing = rule is rules_code.layout and not rules_code.has_formatter()
        tap.point(f"{rule_name(rule)}: {rule.__doc__}", not faults, map(spell, faults),
                  skip=f"{rules_code.FORMATTER} is not there; ./dev deps" if missing else None)
    tap.end()


def fix(tree):
    for path, before, after in rules_code.formatted(tree):
        if before != after:
            with open(os.path.join(tree.folder, path), "w", encoding="utf-8", newline="") as file:
                file.write(after)
            print(f"{path}: formatted")


def main(arguments):
    parser = argparse.ArgumentParser(prog="./dev lint")
    parser.add_argument("--tap", action="store_true", help="a point for each rule")
    parser.add_argument("--fix", action="store_true", help="format functions")
    parser.add_argument("--rules", action="store_true", help="list the rules")
    parser.add_argument("paths", nargs="*", help="tell faults of these files or folders only")
    options = parser.parse_args(arguments)
    if options.rules:
        for rule in RULES:
            print(f"{rule_name(rule):16} {rule.__doc__}")
        return 0

    tree = Tree.of_folder(ROOT)
    if options.tap:
        run_tap(tree)
    if options.fix:
        fix(tree)
        tree = Tree.of_folder(ROOT)

    faults = sorted(fault for rule in RULES for fault in rule(tree)
                    if not options.paths or fault.path.startswith(tuple(options.paths)))
    for fault in faults:
        print(spell(fault))
    print(f"{len(faults)} faults in {len(tree.files)} files", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
