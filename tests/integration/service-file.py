# SPDX-License-Identifier: LGPL-2.1-or-later
# service-file.py - systemd finds nothing to say about our unit, and much about a bad one
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lint"))
from tap import Tap  # noqa: E402


def verify(text):
    """what systemd-analyze says of a unit; its exit code is 0 whatever it finds"""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "leatd.service")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", path], text=True,
                              capture_output=True)
        return [line for line in (done.stdout + done.stderr).splitlines() if folder in line
                or "leatd.service" in line]


def main(unit, daemon, bindir):
    daemon = os.path.abspath(daemon)
    tap = Tap(3)
    with open(unit, encoding="utf-8") as file:
        text = file.read().replace(f"{bindir}/leatd", daemon)
    # the command line is built beside the daemon
    text = text.replace(f"{bindir}/leat ", os.path.join(os.path.dirname(daemon), "cli", "leat "))
    said = verify(text)
    tap.point("/service-file/ours", daemon in text and not said, said)
    said = verify(text.replace("WatchdogSec=30s", "WatchdogSec=often"))
    tap.point("/service-file/bad-value", any("often" in line for line in said), said)
    said = verify(text.replace(daemon, "/nonexistent/leatd"))
    tap.point("/service-file/no-program", any("nonexistent" in line for line in said), said)
    tap.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
