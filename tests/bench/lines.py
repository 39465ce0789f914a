#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# lines.py - many serial lines with slow machines at once: CPU time and memory of leatd, each record
# accounted for, and of syslog-ng on the same input. A source keeps its last MiB of raw bytes, whose
# memory comes as it fills: said beside, as its peer keeps none.
import argparse
import csv
import glob
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tty

from bench import SYSLOG_CONF

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


RECORD = b"18/10/13,14:03:22,%13d, 1,1.730,2.104,\r\n"


class Line:
    def __init__(self):
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.port = os.ttyname(self.slave)
        self.num = 0

    def send(self):
        os.write(self.master, RECORD % self.num)
        self.num += 1

    def close(self):
        os.close(self.master)
        os.close(self.slave)


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


def start_peer(folder, lines, output):
    conf = os.path.join(folder, "syslog.conf")
    files = " ".join(f'file("{line.port}" flags(no-parse) follow-freq(0));' for line in lines)
    with open(conf, "w") as file:
        file.write(SYSLOG_CONF.format(source=files, output=output))
    return subprocess.Popen(["syslog-ng", "-F", "--no-caps", "-f", conf]
                            + [word for option, name in zip("Rpc", ("persist", "pid", "control"))
                               for word in ("-" + option, os.path.join(folder, name))])


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


# a peer's lines say what a machine sent, not which one: counted by their numbers
def count_peer_rows(path, lines):
    with open(path) as file:
        rows = [int(num) for num in re.findall(r"^[^,]*,[^,]*, *(\d+),", file.read(), re.M)]
    sent = sum(line.num for line in lines)
    if sorted(rows) != sorted(n for line in lines for n in range(line.num)):
        print(f"  syslog-ng: {len(rows)} of {sent} records")
    return len(rows)


# MiB of raw bytes that sources keep, by the page
def count_kept(lines):
    sizes = (min(line.num * len(RECORD % 0), 1024 * 1024) for line in lines)
    return sum(-(-size // 4096) * 4096 for size in sizes) / 1024 / 1024


def measure(process, lines, arguments):
    send_all(lines, arguments.rate, 2)
    before = look(process.pid)
    wall = send_all(lines, arguments.rate, arguments.seconds)
    after = look(process.pid)
    process.send_signal(signal.SIGTERM)
    process.wait()
    return wall, 100 * (after[0] - before[0]) / wall, *after[1:]


def show(name, rows, measured, note):
    wall, percent, memory, peak, threads = measured
    print(f"{name:10}{rows:9} records in {wall:.0f} s: {percent:5.1f} % of a core, "
          f"{memory / 1024:.1f} MiB, {peak / 1024:.1f} MiB at its peak, {threads} threads{note}",
          flush=True)


def run(arguments, folder, is_peer):
    lines = [Line() for _ in range(arguments.lines)]
    output = os.path.join(folder, "peer")
    if is_peer:
        process = start_peer(folder, lines, output)
    else:
        process = start(arguments.build, folder, lines, arguments.file)
    try:
        measured = measure(process, lines, arguments)
        if is_peer:
            show("syslog-ng", count_peer_rows(output, lines), measured, "")
        else:
            show("leatd", count_rows(folder, lines), measured,
                 f"; {count_kept(lines):.1f} MiB of it are the lines' last raw bytes")
    finally:
        process.kill()
        for line in lines:
            line.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=64)
    parser.add_argument("--rate", type=float, default=100, help="records of a line in a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--file", default="records.csv", help="or {source}.csv: one for each line")
    arguments = parser.parse_args()
    arguments.build = os.environ.get("LEAT_BUILD", os.path.join(ROOT, "build"))
    folder = tempfile.mkdtemp(prefix="leat-lines-")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    print(f"{arguments.lines} lines, {arguments.rate:.0f} records/s each; others took "
          f"{os.getloadavg()[0]:.1f} of {os.cpu_count()} processors", flush=True)
    try:
        run(arguments, folder, False)
        if shutil.which("syslog-ng"):
            run(arguments, folder, True)
        else:
            print("no peer: syslog-ng is not installed (Debian: syslog-ng-core)")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
