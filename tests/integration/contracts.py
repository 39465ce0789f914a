# SPDX-License-Identifier: LGPL-2.1-or-later
# contracts.py - plugins that break their contract: leatd names them, and goes on
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lint"))
from tap import Tap  # noqa: E402

DEADLINE = 60
DAEMON = "[daemon]\nstate-dir=state\nstop-timeout=1s\n"
GOOD_SOURCE = "[source m]\nplugin=fixture-source\nbatches=3\nrecords=10\nthen=wait\n"
GOOD_SINK = "[sink k]\nplugin=fixture-sink\npath={folder}/taken\n"
BREAKS = "the third-party module broken-{}.so breaks its contract: "


def sink(plugin):
    return GOOD_SOURCE + f"[sink k]\nplugin={plugin}\n"


def source(plugin):
    return f"[source m]\nplugin={plugin}\n" + GOOD_SINK


def link(scheme):
    return (f"[source m]\nplugin=broken-link\ndevice={scheme}:x\nframer=lines\n"
            "[framer lines]\ntype=fixture-line\n" + GOOD_SINK)


CASES = [
    ("sink/takes-too-many", sink("takes-too-many"),
     r"k: " + BREAKS.format("sinks") + r"write\(\) took 11 records of 10"),
    ("sink/takes-nothing", sink("takes-nothing"),
     r"k: offline: takes-nothing: write\(\) took none of 10 records and named no error"),
    ("sink/takes-and-complains", sink("takes-and-complains"),
     r"k: " + BREAKS.format("sinks") + r"write\(\) gave TRUE and set an error: it hurts"),
    ("sink/refuses-silently", sink("refuses-silently"),
     r"k: offline: refuses-silently: write\(\) failed and named no error"),
    ("sink/fails-silently", sink("fails-silently"),
     r"k: offline: fails-silently: open\(\) failed and named no error"),
    ("sink/promises-too-much", sink("promises-too-much\nflush-records=10\nbatch-records=10"),
     r"k: " + BREAKS.format("sinks") + r"flush\(\) calls \d+ records safe, of 10 that were taken"),
    ("source/starts-silently", source("starts-silently"),
     r"m: .*starts-silently: start\(\) failed and named no error"),
    ("source/pushes-twice", source("pushes-twice"),
     r"m: " + BREAKS.format("pushes") + "pushes a batch that was pushed before; it is not taken"),
    ("source/pushes-late", source("pushes-late"),
     r"m: " + BREAKS.format("pushes") + r"pushes a batch behind its stop\(\); it is not taken"),
    ("source/pushes-afar", source("pushes-afar"),
     r"m: " + BREAKS.format("pushes") + r"pushes a batch in a thread of its own; it is not taken"),
    ("source/keeps-stream", source("keeps-stream\nretry-first=1ms"),
     r"m: " + BREAKS.format("pushes")
     + r"pushes to a stream of before its stop\(\); it is not taken"),
    ("source/fills-sealed", source("fills-sealed"),
     r"error m: in the third-party module broken-pushes.so: "
     r"leat_batch_append: assertion '!self->sealed' failed"),
    ("link/opens-silently", link("opens-silently"),
     r"m: .*opens-silently: open\(\) failed and named no error"),
    ("link/reads-silently", link("reads-silently"),
     r"m: .*reads-silently: read\(\) failed and named no error"),
    ("link/reads-too-much", link("reads-too-much"),
     r"m: .*reads-too-much: read\(\) gave 65537 bytes of 65536"),
]


def judge(config, pattern):
    """what leatd said until then, and how it ended; the last of it is the fault"""
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/c.conf", "w", encoding="utf-8") as file:
            file.write(DAEMON + config.format(folder=folder))
        environment = {name: value for name, value in os.environ.items() if name != "G_DEBUG"}
        process = subprocess.Popen(
            [os.environ["LEATD_COMMAND"], "--config", "c.conf", "--bus=none",
             "--plugin-path", os.environ["LEAT_BROKEN_FIXTURES"],
             "--plugin-path", os.environ["LEAT_FIXTURES"]],
            cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
        timer = threading.Timer(DEADLINE, process.kill)
        timer.start()
        lines = []
        for line in process.stderr:
            lines.append(line.rstrip())
            if re.search(pattern, line):
                process.send_signal(signal.SIGTERM)
                break
        else:
            lines.append(f"nothing is like {pattern}")
        rest = process.stderr.read()
        code = process.wait()
        timer.cancel()
        fine = re.search(pattern, lines[-1]) is not None and code >= 0
        return fine, lines + rest.splitlines() + [f"exit code {code}"]


def main():
    tap = Tap(len(CASES))
    for name, config, pattern in CASES:
        fine, said = judge(config, pattern)
        tap.point(f"contracts/{name}", fine, [] if fine else said)
    tap.end()


if __name__ == "__main__":
    main()
