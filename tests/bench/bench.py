#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# bench.py - whole processes on the same input in one run: read raw, leatd, syslog-ng; ratios
import argparse
import itertools
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

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")

LEAT_CONF = """
[daemon]
state-dir={folder}/state
[source line]
{source}
framer=cr
schema=pv200
[framer cr]
type=delimiter
delimiter=\\r
swallow=\\n
[sink file]
plugin=csv
path={output}
when-full=block
"""

SYSLOG_CONF = """@version: 3.35
options {{ keep-hostname(yes); stats-freq(0); }};
source s {{ {source} }};
parser p {{ csv-parser(columns("d","t","num","machine","m1","m2") delimiters(",") prefix("r.")); }};
destination f {{ file("{output}"
  template("${{r.d}},${{r.t}},${{r.num}},${{r.machine}},${{r.m1}},${{r.m2}}\\n")); }};
log {{ source(s); parser(p); destination(f); flags(flow-control); }};
"""


# 49 bytes each: PV200 as it is on the wire, filled up with blanks before the number; its clock goes
# on by a second every 1,000 records
def device_time(n):
    return f"18/10/13,{n // 3600000 % 24:02}:{n // 60000 % 60:02}:{n // 1000 % 60:02}"


def make_input(path, records):
    with open(path, "w", newline="") as file:
        for start in range(0, records, 10000):
            file.write("".join(f"{device_time(n)},{n:>13}, 1,{1 + n % 1000 / 1000:.3f},"
                               f"{2 + n % 777 / 1000:.3f},\r\n"
                               for n in range(start, min(start + 10000, records))))


def expected(n):
    return str(n), "1", f"{1 + n % 1000 / 1000:.3f}", f"{2 + n % 777 / 1000:.3f}"


class Run:
    """one process, from the first byte given to the last line written"""
    def __init__(self, name, records):
        self.name, self.records = name, records

    def of(self, process, wait):
        start = time.monotonic()
        wait()
        self.seconds = time.monotonic() - start
        process.send_signal(signal.SIGTERM)
        return self.ended(process)

    def whole(self, process, start):
        """one that ends by itself: nobody looks on meanwhile, the processors are its own"""
        self.ended(process)
        self.seconds = time.monotonic() - start
        return self

    def ended(self, process):
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss
        return self

    def rate(self):
        return self.records / self.seconds

    def cpu_per_million(self):
        return self.cpu / self.records * 1e6


# the oracle knows each record by the numbers in it
def judge(path, pick, records):
    lost = wrong = 0
    following = 0
    with open(path) as file:
        for line in file:
            row = pick(line)
            if row is None:
                continue
            n = int(row[0])
            if n < following:
                wrong += 1      # twice, or out of order
                continue
            lost += n - following
            following = n + 1
            wrong += row != expected(n)
    return lost + records - following, wrong


# looks at the end of the file alone: the processors are the others'
def await_last(path, pick, last, process):
    while True:
        if process.poll() is not None:
            sys.exit(f"bench: {process.args[0]} ended with {process.returncode}")
        if os.path.exists(path):
            with open(path, "rb") as file:
                file.seek(max(os.path.getsize(path) - 300, 0))
                lines = file.read().decode().split("\n")
            if len(lines) > 2 and lines[-1] == "" and pick(lines[-2])[0] == str(last):
                return
        time.sleep(0.005)


# a child that gives the input to a pseudo-terminal as fast as it is taken
def feed_pty(path):
    master, slave = os.openpty()
    tty.setraw(slave)
    name = os.ttyname(slave)
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(write_end)
        data = memoryview(open(path, "rb").read())
        os.read(read_end, 1)
        at = 0
        while at < len(data):
            at += os.write(master, data[at:at + 65536])
        signal.pause()
    os.close(read_end)
    return name, master, slave, child, write_end


class Bench:
    def __init__(self, given):
        self.given = given
        self.build = os.environ["LEAT_BUILD"]
        self.folder = tempfile.mkdtemp(prefix="leat-bench-", dir=given.folder)
        self.input = os.path.join(self.folder, "input")
        make_input(self.input, given.records)
        os.environ["LEAT_SCHEMA_PATH"] = os.path.join(ROOT, "schemas")
        self.number = itertools.count()

    def fresh(self):
        folder = os.path.join(self.folder, str(next(self.number)))
        os.mkdir(folder)
        return folder, os.path.join(folder, "output")

    def leatd(self, source, preload=None, done=False):
        folder, output = self.fresh()
        with open(os.path.join(folder, "leat.conf"), "w") as file:
            file.write(LEAT_CONF.format(folder=folder, source=source, output=output))
        command = [os.path.join(self.build, "daemon", "leatd"), "--config", file.name, "--bus=none",
                   "--balance", os.path.join(folder, "balance.json")]
        for plugins in ("plugins/framers", "plugins/serial", "plugins/socket", "plugins/csv",
                        "tests/fixtures/good"):
            command += ["--plugin-path", os.path.join(self.build, plugins)]
        command += ["--exit-when-done"] * done
        environment = dict(os.environ, **({"LD_PRELOAD": preload} if preload else {}))
        log = open(os.path.join(folder, "log"), "w")
        return subprocess.Popen(command, stderr=log, env=environment), output

    def syslog_ng(self, source):
        folder, output = self.fresh()
        with open(os.path.join(folder, "syslog.conf"), "w") as file:
            file.write(SYSLOG_CONF.format(source=source, output=output))
        command = ["syslog-ng", "-F", "--no-caps", "-f", file.name,
                   "-R", os.path.join(folder, "persist"),
                   "-p", os.path.join(folder, "pid"), "-c", os.path.join(folder, "ctl")]
        return subprocess.Popen(command, stderr=open(os.path.join(folder, "log"), "w")), output

    def raw(self, name, path):
        run = Run(name, self.given.records)
        before = resource.getrusage(resource.RUSAGE_SELF)
        start = time.monotonic()
        left = os.path.getsize(self.input)
        fd = os.open(path, os.O_RDONLY | os.O_NOCTTY)
        while left > 0:
            left -= len(os.read(fd, 65536))
        os.close(fd)
        run.seconds = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_SELF)
        run.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        run.lost = run.wrong = 0
        run.memory = 0
        return run

    def measured(self, name, process, output, pick, start=None):
        run = Run(name, self.given.records)
        if start is None:
            run.of(process, lambda: await_last(output, pick, self.given.records - 1, process))
        else:
            run.whole(process, start)
        run.lost, run.wrong = judge(output, pick, self.given.records)
        os.remove(output)
        return run

    def from_file(self):
        yield self.raw("file, read raw", self.input)
        start = time.monotonic()    # from the start of the process to its end
        process, output = self.leatd(f"plugin=fixture-reader\ndevice=fixture://{self.input}",
                                     done=True)
        yield self.measured("file, leatd to CSV", process, output, pick_leat, start)

    def from_pty(self, name, start, pick):
        port, master, slave, child, go = feed_pty(self.input)
        try:
            if start is None:
                os.write(go, b"g")
                return self.raw(name, port)
            process, output = start(port)
            os.write(go, b"g")
            return self.measured(name, process, output, pick)
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            for fd in (master, slave, go):
                os.close(fd)

    def allocations(self):
        shim = os.path.join(self.build, "tests", "integration", "count-allocations.so")
        process, output = self.leatd(
            f"plugin=fixture-reader\ndevice=fixture://{self.input}", preload=shim)
        self.measured("", process, output, pick_leat)
        with open(os.path.join(os.path.dirname(output), "log")) as file:
            return max(int(n) for n in re.findall(r"^allocations: (\d+)$", file.read(), re.M))


def pick_leat(line):
    row = line.rstrip("\n").split(",")
    return None if row[0] == "id" else tuple(row[-5:-1])


def pick_syslog(line):
    return tuple(word.strip() for word in line.rstrip("\n").split(",")[2:6])


def show(run, beside):
    ratio = f"{run.rate() / beside.rate():8.2f}" if beside else " " * 8
    print(f"{run.name:28}{run.rate() / 1e6:9.2f}{ratio}{run.cpu_per_million():10.3f}"
          f"{run.memory / 1024:9.1f}{run.lost:8}{run.wrong:8}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--records", type=int, default=2000000)
    parser.add_argument("--runs", type=int, default=3)
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    parser.add_argument("--folder", default=memory,
                        help="where the files go; in memory (the preset) the programs are "
                             "measured, on a disk its fdatasync() is")
    bench = Bench(parser.parse_args())
    size = os.path.getsize(bench.input) // bench.given.records
    print(f"{bench.given.records} records of {size} bytes; "
          "wall rates swing with the machine: ratios and CPU count\n")
    print(f"{'':28}{'M rec/s':>9}{'ratio':>8}{'CPU s/M':>10}{'MiB':>9}{'lost':>8}{'wrong':>8}")
    try:
        for _ in range(bench.given.runs):
            runs = bench.from_file()
            raw = next(runs)
            show(raw, None)
            show(next(runs), raw)
            raw = bench.from_pty("pty, read raw", None, None)
            show(raw, None)
            show(bench.from_pty("pty, leatd to CSV", lambda port: bench.leatd(
                f"plugin=serial\ndevice={port}"), pick_leat), raw)
            if shutil.which("syslog-ng"):
                show(bench.from_pty("pty, syslog-ng to CSV", lambda port: bench.syslog_ng(
                    f'file("{port}" flags(no-parse) follow-freq(0));'), pick_syslog), raw)
            print()
        if not shutil.which("syslog-ng"):
            print("no peer: syslog-ng is not installed (Debian: syslog-ng-core)\n")
        count = bench.allocations()
        print(f"allocations: {count}, {count / bench.given.records:.5f} a record")
    finally:
        shutil.rmtree(bench.folder)


if __name__ == "__main__":
    main()
