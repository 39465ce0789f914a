# SPDX-License-Identifier: LGPL-2.1-or-later
# house.py - what the rules know of this house: its files, its floors, what may be otherwise and why
import fnmatch
import os
import posixpath
from collections import namedtuple

from csource import CSource

Fault = namedtuple("Fault", "path line rule text")

COLUMNS = 100
FILE_LINES = 440         # "about 400"
FUNCTION_LINES = 66      # "about 60"
NESTING = 4
FUZZED = "LLVMFuzzerTestOneInput"     # its name is the fuzzer's

# the daemon's floors, from the top: arrows go down only
FLOORS = ["main", "app", "control", "pipeline", "source", "sink", "talk", "link", "stream", "queue",
          "rejects", "worker", "config", "plugin"]
# they serve every floor, and so need none
GROUND = ("daemon/leatd-log.", "daemon/leatd-log-")

# what leat new-plugin copies: it has tests of its own, which tests/integration/new-plugin.py runs
TEMPLATE = "sdk/template/"

# no test of the same name, because
UNTESTED = {
    "daemon/main.c": "one call; every test of leatd's process runs it",
}

# takes the place of functions of the C library, because
REPLACES = {
    "sdk/harness/harness-left.c": ("malloc", "calloc", "realloc"),     # it counts their calls
}

ROOMS = ("daemon", "plugins", "schemas", "sdk", "tests", ".ci")
# what is kept as it was is judged by nobody
SKIPPED = ("tests/fuzz/seeds/*", "*/__pycache__/*", "tests/abi/1.0/*", "*.abi")


class Tree:
    """the files of the house by their path: from a folder, or in memory for a test"""

    def __init__(self, files, folder=None):
        self.files = files
        self.folder = folder
        self._sources = {}

    @classmethod
    def of_folder(cls, folder):
        files = {}
        paths = [name for name in os.listdir(folder)
                 if name != ".git" and os.path.isfile(os.path.join(folder, name))]
        for room in ROOMS:
            for above, _, names in os.walk(os.path.join(folder, room)):
                paths += [os.path.relpath(os.path.join(above, name), folder) for name in names]
        for path in sorted(paths):
            if any(fnmatch.fnmatch(path, pattern) for pattern in SKIPPED):
                continue
            try:
                with open(os.path.join(folder, path), encoding="utf-8", newline="") as file:
                    files[path] = file.read()
            except UnicodeDecodeError:      # a fixture of raw bytes
                continue
        return cls(files, folder)

    def lines(self, path):
        return self.files[path].split("\n")

    def c_files(self, *rooms):
        """(path, CSource) of .c and .h files, in the rooms named or everywhere"""
        for path in self.files:
            if path.endswith((".c", ".h")) and (not rooms or path.startswith(rooms)):
                yield path, self.source(path)

    def source(self, path):
        if path not in self._sources:
            self._sources[path] = CSource(self.files[path])
        return self._sources[path]

    def resolve(self, path, name):
        """the file of the tree that `#include "name"` means in path, or None"""
        own = ("daemon/cli",) if path.startswith("daemon/cli/") else ()
        for folder in (posixpath.dirname(path), *own, "daemon", "sdk"):
            candidate = posixpath.normpath(posixpath.join(folder, name))
            if candidate in self.files:
                return candidate
        return None


def kind(path, text):
    """how a file spells a comment: "c", "#" or None for prose and data"""
    name = posixpath.basename(path)
    if path.endswith((".c", ".h", ".map")):
        return "c"
    if path.endswith((".py", ".sh", ".schema")) or name in ("meson.build", "meson_options.txt"):
        return "#"
    return "#" if text.startswith("#!") else None
