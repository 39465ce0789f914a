#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# lines.py - many serial lines with slow machines at once: CPU time and memory of leatd, each record
# accounted for. A source keeps its last MiB of raw bytes, whose memory comes as it fills.
import argparse
import csv
import glob
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tty

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")

SOURCE = """
[source line{n}]
plugin=serial
device={port}
framer=cr
schema=pv200
"""
CONF = """
[daemon]
state-dir={folder}/state
[framer cr]
type=delimiter
delimiter=\\r
swallow=\\n
[sink file]
plugin=csv
path={folder}/{file}
"""


class Line:
    def __init__(self):
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.port = os.ttyname(self.slave)
        self.num = 0

    def send(self):
        os.write(self.master, b"18/10/13,14:03:22,%13d, 1,1.730,2.104,\r\n" % self.num)
        self.num += 1


def start(build, folder, lines, name):
    conf = os.path.join(folder, "leat.conf")
    with open(conf, "w") as file:
        file.write(CONF.format(folder=folder, file=name))
        for n, line in enumerate(lines):
            file.write(SOURCE.format(n=n, port=line.port))
    command = [os.path.join(build, "daemon", "leatd"), "--config", conf, "--bus", "none",
               "--log-level", "warning"]
    for plugin in ("framers", "serial", "csv"):
        command += ["--plugin-path", os.path.join(build, "plugins", plugin)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "LEAT_SCHEMA_PATH": "schemas"})


# (seconds of CPU, KiB of memory now, KiB at its peak, threads)
def look(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    with open(f"/proc/{pid}/status") as file:
        status = dict(line.split(":", 1) for line in file)
    ticks = os.sysconf("SC_CLK_TCK")
    return ((int(fields[11]) + int(fields[12])) / ticks,
            *(int(status[key].split()[0]) for key in ("VmRSS", "VmHWM", "Threads")))


# every line sends once in each round; a round that is late is not made up for
def send_all(lines, rate, seconds):
    begun = due = time.monotonic()
    while due - begun < seconds:
        for line in lines:
            line.send()
        due += 1 / rate
        time.sleep(max(0, due - time.monotonic()))
    return time.monotonic() - begun


def count_rows(folder, lines):
    nums = {f"line{n}": [] for n in range(len(lines))}
    for path in glob.glob(os.path.join(folder, "*.csv")):
        with open(path) as file:
            for row in csv.DictReader(file):
                nums[row["source"]].append(int(row["num"]))
    for line, (name, its) in zip(lines, nums.items()):
        if its != list(range(line.num)):
            sys.exit(f"{name}: {len(its)} of {line.num} records, or not in order")
    return sum(map(len, nums.values()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=64)
    parser.add_argument("--rate", type=float, default=100, help="records of a line in a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--file", default="records.csv", help="or {source}.csv: one for each line")
    arguments = parser.parse_args()
    build = os.environ.get("LEAT_BUILD", os.path.join(ROOT, "build"))
    folder = tempfile.mkdtemp(prefix="leat-lines-")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    lines = [Line() for _ in range(arguments.lines)]
    process = start(build, folder, lines, arguments.file)
    try:
        send_all(lines, arguments.rate, 2)
        before = look(process.pid)
        wall = send_all(lines, arguments.rate, arguments.seconds)
        after = look(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait()
        rows = count_rows(folder, lines)
    finally:
        process.kill()
        shutil.rmtree(folder)
    print(f"{arguments.lines} lines, {rows} records, {wall:.0f} s: each once, in order")
    print(f"leatd: {100 * (after[0] - before[0]) / wall:.1f} % of a core, "
          f"{after[1] / 1024:.1f} MiB, {after[2] / 1024:.1f} MiB at its peak, "
          f"{after[3]} threads")


if __name__ == "__main__":
    main()
