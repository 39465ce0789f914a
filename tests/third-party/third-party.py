# SPDX-License-Identifier: LGPL-2.1-or-later
# third-party.py - a plugin as a third party has it: built and tested with the installed tree alone
"""
third-party.py NAME LIBRARY BUILD-FOLDER PREFIX LIBDIR SANITIZER

Installs the build into a folder, copies the plugin out of the tree, builds it by its own
meson.build, and runs its own tests, in which leat-harness and leatd have something to talk to.
LIBRARY is what it needs beside Leat.
"""
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
specification = importlib.util.spec_from_file_location(
    "new_plugin", os.path.join(HERE, "..", "integration", "new-plugin.py"))
new_plugin = importlib.util.module_from_spec(specification)
specification.loader.exec_module(new_plugin)


def expect(text, *words):
    missing = [word for word in words if word not in text]
    if missing:
        raise new_plugin.Failed(f"{missing} are not in it:\n{text}")


def try_plugin(tap, name, environment, folder):
    run = new_plugin.run
    steps = [
        ("built", lambda: (run(["meson", "setup", "build", "-Dwerror=true"], environment, folder),
                           run(["meson", "compile", "-C", "build"], environment, folder))),
        ("tested", lambda: run(["meson", "test", "-C", "build", "--print-errorlogs"], environment,
                               folder)),
        ("checked", lambda: run(["leat", "check", f"{name}.conf", "--plugin-path", "build"],
                                environment, folder)),
        ("described", lambda: expect(run(["leat", "describe", name, "--plugin-path", "build"],
                                         environment, folder), f"sink {name}", "password-file")),
    ]
    for step, do in steps:
        try:
            text = do()
            skipped = step == "tested" and "SKIP" in text
            tap.point(f"third-party/{name}/{step}", True, text.splitlines() if skipped else (),
                      skip="a service to test against is not installed" if skipped else None)
        except (new_plugin.Failed, OSError, subprocess.SubprocessError) as problem:
            tap.point(f"third-party/{name}/{step}", False, str(problem).splitlines())


def main(name, library, build, prefix, libdir, sanitizer):
    if sanitizer != "none":
        print("1..0 # SKIP a plugin that was built without the sanitizer cannot be loaded")
        return
    if subprocess.run(["pkg-config", "--exists", library], check=False).returncode != 0:
        print(f"1..0 # SKIP there is no {library} to build it with; ./dev deps")
        return
    tap = new_plugin.Tap(4)
    with tempfile.TemporaryDirectory(prefix="leat-third-party-") as scratch:
        folder = os.path.join(scratch, name)
        shutil.copytree(os.path.join(HERE, name), folder,
                        ignore=shutil.ignore_patterns("__pycache__", "build*"))
        try_plugin(tap, name, new_plugin.install(build, prefix, libdir, scratch), folder)
    tap.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
