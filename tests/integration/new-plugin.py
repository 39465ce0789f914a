# SPDX-License-Identifier: LGPL-2.1-or-later
# new-plugin.py - leat new-plugin as third parties have it: from an installed tree
"""
new-plugin.py BUILD-FOLDER PREFIX LIBDIR SANITIZER

Installs the build into a folder. For a source, a framer and a sink: makes a plugin, builds it with
the installed SDK, runs its tests and leat-harness, and loads it into the installed leatd, whose
sink must have the records.
"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lint"))
from tap import Tap  # noqa: E402

STEPS = 5

STREAMS = {
    "source": (b"1.730\rHB\rER,04\r1.731\r", "gadget.csv", [b"1.730", b"1.731"]),
    "framer": (b"noise!1.730\r!1.731\r", "gadget.csv", [b"1.730", b"1.731"]),
    "sink": (b"1.730\r1.731\r", "state/gadget.json", [b"1.730", b"1.731"]),
}

class Failed(Exception):
    pass


def run(words, environment, folder, expected=0, given=b""):
    done = subprocess.run(words, env=environment, cwd=folder, input=given,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
    text = done.stdout.decode(errors="replace")
    if done.returncode != expected:
        raise Failed(f"{' '.join(words)}: exit code {done.returncode}\n{text[-3000:]}")
    return text


def install(build, prefix, libdir, scratch):
    """the installed tree, as its own programs and pkg-config see it"""
    root = os.path.join(scratch, "root")
    run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", root], os.environ, scratch)
    place = root + prefix
    pkgconfig = os.path.join(place, libdir, "pkgconfig")
    path = os.path.join(pkgconfig, "leat-1.pc")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(prefix, place))
    return dict(os.environ, PATH=f"{place}/bin:{os.environ['PATH']}", PKG_CONFIG_PATH=pkgconfig,
                LD_LIBRARY_PATH=os.path.join(place, libdir),
                LEAT_PLUGIN_PATH=os.path.join(place, libdir, "leat-1", "plugins"),
                LEAT_SCHEMA_PATH=os.path.join(place, "share", "leat", "schemas"))


def lines_with(path, wanted):
    with open(path, "rb") as file:
        text = file.read()
    positions = [text.find(word) for word in wanted]
    if -1 in positions or positions != sorted(positions):
        raise Failed(f"{path}: {wanted} are not in it, in order:\n{text.decode(errors='replace')}")


def work(kind, name, environment, folder):
    """a few bytes through the installed leatd, with the plugin in its place"""
    stream, result, wanted = STREAMS[kind]
    run(["leat", "check", f"{name}.conf", "--plugin-path", "build"], environment, folder)
    run(["leatd", "--config", f"{name}.conf", "--plugin-path", "build", "--bus=none",
         "--exit-when-done"], environment, folder, given=stream)
    result = result.replace("gadget", name)
    if not result.startswith("state"):
        result = os.path.join("state", result)
    lines_with(os.path.join(folder, result), wanted)


def try_kind(tap, kind, environment, scratch):
    name = f"my-{kind}"
    folder = os.path.join(scratch, name)
    steps = [
        ("made", lambda: run(["leat", "new-plugin", name, f"--{kind}", folder], environment,
                             scratch)),
        ("not-twice", lambda: run(["leat", "new-plugin", name, f"--{kind}", folder], environment,
                                  scratch, 1)),
        ("built", lambda: (run(["meson", "setup", "build", "-Dwerror=true"], environment, folder),
                           run(["meson", "compile", "-C", "build"], environment, folder))),
        ("tested", lambda: run(["meson", "test", "-C", "build", "--print-errorlogs"], environment,
                               folder)),
        ("at-work", lambda: work(kind, name, environment, folder)),
    ]
    for step, do in steps:
        try:
            do()
            tap.point(f"new-plugin/{kind}/{step}", True)
        except (Failed, OSError, subprocess.SubprocessError) as problem:
            tap.point(f"new-plugin/{kind}/{step}", False, str(problem).splitlines())


def main(build, prefix, libdir, sanitizer):
    if sanitizer != "none":
        print("1..0 # SKIP a plugin that was built without the sanitizer cannot be loaded")
        return
    tap = Tap(STEPS * len(STREAMS))
    with tempfile.TemporaryDirectory(prefix="leat-new-plugin-") as scratch:
        environment = install(build, prefix, libdir, scratch)
        for kind in STREAMS:
            try_kind(tap, kind, environment, scratch)
    tap.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
