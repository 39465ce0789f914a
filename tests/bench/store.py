#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# store.py - store-and-forward as whole processes: commits, a backlog that drains, lone requests,
# the time from a byte to its request; syslog-ng beside it
import argparse
import array
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tty

from bench import make_input

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
SECOND = 1e9

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
{sinks}
"""
READER = "plugin=fixture-reader\ndevice=fixture://"
STORE = "[sink store]\nplugin=buffer\npath={folder}/buffer.db\nwhen-full=block\n"
REST = ("[sink web]\nplugin=rest\nurl=http://127.0.0.1:{port}/records\nbody=json-lines\n"
        "batch-records={batch}\n")

SYSLOG_CONF = """@version: 3.35
options {{ keep-hostname(yes); stats-freq(0); }};
source s {{ {source} }};
parser p {{ csv-parser(columns("d","t","num","machine","m1","m2") delimiters(",")
  flags(strip-whitespace) prefix("r.")); }};
destination f {{ http(url("http://127.0.0.1:{port}/records") method("POST") workers(1)
  batch-lines({batch}) batch-timeout({timeout}) time-reopen(1) body('{body}') {disk}); }};
log {{ source(s); parser(p); destination(f); flags(flow-control); }};
"""
SYSLOG_BODY = ('{"date":"${r.d}","time":"${r.t}","num":${r.num},"machine":${r.machine},'
               '"measure_1":${r.m1},"measure_2":${r.m2}}')
SYSLOG_DISK = ("disk-buffer(reliable(yes) disk-buf-size(1073741824) mem-buf-size(268435456) "
               "dir(\"{folder}\"))")


def percentile(values, part):
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


class Server:
    """bench-server, which knows each record"""
    def __init__(self, bench, records, port=0, late=0):
        self.folder = bench.fresh()
        self.port_file = os.path.join(self.folder, "port")
        self.times_file = os.path.join(self.folder, "times")
        self.process = subprocess.Popen(
            [os.path.join(bench.build, "tests/bench/bench-server"), self.port_file, str(records),
             self.times_file, str(port), str(late)], stdout=subprocess.PIPE)
        while not os.path.exists(self.port_file):
            time.sleep(0.005)
        self.port = int(open(self.port_file).read())

    def result(self):
        out, _ = self.process.communicate()
        return json.loads(out)

    def times(self):
        times = array.array("q")
        with open(self.times_file, "rb") as file:
            times.frombytes(file.read())
        return times


class Bench:
    def __init__(self, given):
        self.given = given
        self.build = os.environ["LEAT_BUILD"]
        self.folder = tempfile.mkdtemp(prefix="leat-bench-", dir=given.folder)
        self.number = 0
        os.environ["LEAT_SCHEMA_PATH"] = os.path.join(ROOT, "schemas")
        os.environ["LEAT_PLUGIN_PATH"] = ":".join(
            os.path.join(self.build, name) for name in
            ("plugins/framers", "plugins/serial", "plugins/csv", "plugins/buffer", "plugins/rest",
             "tests/fixtures/good"))

    def fresh(self):
        self.number += 1
        folder = os.path.join(self.folder, str(self.number))
        os.mkdir(folder)
        return folder

    def input(self, records):
        path = os.path.join(self.folder, f"input-{records}")
        if not os.path.exists(path):
            make_input(path, records)
        return path

    def leatd(self, folder, source, sinks, done=False):
        with open(os.path.join(folder, "leat.conf"), "w") as file:
            file.write(LEAT_CONF.format(folder=folder, source=source, sinks=sinks))
        command = [os.path.join(self.build, "daemon/leatd"), "--config", file.name, "--bus=none"]
        return subprocess.Popen(command + ["--exit-when-done"] * done,
                                stderr=open(os.path.join(folder, "log"), "a"))

    def syslog_ng(self, folder, source, port, batch, timeout, disk):
        with open(os.path.join(folder, "syslog.conf"), "w") as file:
            file.write(SYSLOG_CONF.format(
                source=source, port=port, batch=batch, timeout=timeout, body=SYSLOG_BODY,
                disk=SYSLOG_DISK.format(folder=folder) if disk else ""))
        return subprocess.Popen(
            ["syslog-ng", "-F", "--no-caps", "-f", file.name,
             "-R", os.path.join(folder, "persist"), "-p", os.path.join(folder, "pid"),
             "-c", os.path.join(folder, "ctl")], stderr=open(os.path.join(folder, "log"), "a"))

    # --- what is measured ---

    def commits(self):
        """all records in the store, called safe: from the start of the process to its end"""
        folder, records = self.fresh(), self.given.records
        start = time.monotonic()
        process = self.leatd(folder, READER + self.input(records),
                             STORE.format(folder=folder), done=True)
        process.wait()
        seconds = time.monotonic() - start
        return folder, records / seconds

    def drain(self, folder, records):
        """a backlog to the server, by requests of 1,000: from the start of the process"""
        server = Server(self, records)
        empty = os.path.join(folder, "empty")
        open(empty, "w").close()
        start = time.monotonic()
        process = self.leatd(folder, f"plugin=fixture-reader\ndevice=fixture://{empty}",
                             STORE.format(folder=folder) +
                             REST.format(port=server.port, batch=1000))
        return self.finish(process, server, start)

    def finish(self, process, server, start):
        while server.process.poll() is None:
            if process.poll() is not None:
                server.process.kill()
                sys.exit(f"bench: {process.args[0]} ended with {process.returncode}")
            time.sleep(0.01)
        result = server.result()
        result["seconds"] = result["ended"] / SECOND - start
        process.send_signal(signal.SIGTERM)
        process.wait()
        return result

    def posts(self, via_store):
        """one record a request"""
        folder, records = self.fresh(), self.given.posts
        server = Server(self, records)
        sinks = STORE.format(folder=folder) if via_store else ""
        process = self.leatd(folder, READER + self.input(records),
                             sinks + REST.format(port=server.port, batch=1) +
                             ("" if via_store else "when-full=block\n"))
        result = self.finish(process, server, time.monotonic())
        result["seconds"] = (result["ended"] - result["began"]) / SECOND
        return result

    def far(self, options):
        """one record a request, to a service that answers late, through the store"""
        folder, records = self.fresh(), self.given.far
        server = Server(self, records, late=self.given.late)
        process = self.leatd(folder, READER + self.input(records),
                             STORE.format(folder=folder) +
                             REST.format(port=server.port, batch=1) + options)
        result = self.finish(process, server, time.monotonic())
        result["seconds"] = (result["ended"] - result["began"]) / SECOND
        return result

    def latency(self, start):
        """from a record's last byte on a pseudo-terminal to its request at the server, ns"""
        records, pause = self.given.paced, 1 / self.given.pace
        master, slave = os.openpty()
        tty.setraw(slave)
        server = Server(self, records)
        process = start(os.ttyname(slave), server.port)
        time.sleep(1)       # whoever opens a port late is not judged by that here
        if process.poll() is not None:
            sys.exit(f"bench: {process.args[0]} ended with {process.returncode}")
        sent = array.array("q")
        due = time.monotonic()
        for n in range(records):
            due += pause
            time.sleep(max(due - time.monotonic(), 0))
            line = f"18/10/13,14:03:22,{n:>13}, 1,1.730,2.104,\r\n".encode()
            sent.append(time.monotonic_ns())
            os.write(master, line)
        result = self.finish(process, server, 0)
        result["latency"] = [seen - then for seen, then in zip(server.times(), sent)]
        os.close(master)
        os.close(slave)
        return result

    def leat_latency(self, via_store):
        folder = self.fresh()
        sinks = STORE.format(folder=folder) if via_store else ""
        return self.latency(lambda port, http: self.leatd(
            folder, f"plugin=serial\ndevice={port}",
            sinks + REST.format(port=http, batch=1000)))

    def syslog_latency(self, batch, timeout):
        folder = self.fresh()
        return self.latency(lambda port, http: self.syslog_ng(
            folder, f'file("{port}" flags(no-parse) follow-freq(0));', http, batch, timeout, False))

    def syslog_drain(self, records):
        """its reliable disk buffer, filled while no server is there, then drained"""
        folder = self.fresh()
        source = f'file("{self.input(records)}" flags(no-parse));'
        start = time.monotonic()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]    # its buffer belongs to the address
        process = self.syslog_ng(folder, source, port, 1000, 50, True)
        buffered = self.await_buffered(folder, records) - start
        process.kill()      # it does not end while its server is away; its buffer is reliable
        process.wait()
        server = Server(self, records, port)
        start = time.monotonic()
        process = self.syslog_ng(folder, source, port, 1000, 50, True)
        result = self.finish(process, server, start)
        result["buffered"] = records / buffered
        return result

    # its file has the last record when the record's text stands in it
    def await_buffered(self, folder, records):
        last = f"{records - 1:>13}, 1,".encode()
        while True:
            for name in os.listdir(folder):
                if name.endswith((".rqf", ".qf")):
                    with open(os.path.join(folder, name), "rb") as file:
                        if last in file.read():
                            return time.monotonic()
            time.sleep(0.02)


def show(name, result, records):
    print(f"{name:44}{records / result['seconds']:12.0f}{result['seconds']:9.2f}"
          f"{result['requests']:9}{result['lost']:7}{result['wrong']:7}", flush=True)


def show_latency(name, result):
    values = [value / 1e6 for value in result["latency"]]
    print(f"{name:44}{percentile(values, 0.5):9.3f}{percentile(values, 0.99):9.3f}"
          f"{max(values):9.1f}{result['lost']:7}{result['wrong']:7}", flush=True)


def sync_time(folder):
    """what a commit costs at the least: fdatasync() of a page, median in ms"""
    took = []
    with open(os.path.join(folder, "sync"), "wb", buffering=0) as file:
        for _ in range(300):
            file.write(b"x" * 4096)
            start = time.monotonic()
            os.fdatasync(file.fileno())
            took.append((time.monotonic() - start) * 1e3)
    return percentile(took, 0.5)


def run(bench, peer):
    given = bench.given
    print(f"\n{'':44}{'records/s':>12}{'s':>9}{'requests':>9}{'lost':>7}{'wrong':>7}")
    folder, rate = bench.commits()
    print(f"{'committed into the store, full':44}{rate:12.0f}")
    show(f"backlog of {given.records}, leatd", bench.drain(folder, given.records), given.records)
    if peer:
        result = bench.syslog_drain(given.records)
        print(f"{'into the disk buffer, no fsync, syslog-ng':44}{result['buffered']:12.0f}")
        show(f"backlog of {given.records}, syslog-ng", result, given.records)
    show("a record a request, leatd", bench.posts(False), given.posts)
    show("a record a request, through the store", bench.posts(True), given.posts)
    late = f"answers {given.late} ms late"
    show(f"{late}, in order", bench.far(""), given.far)
    show(f"{late}, order=none, 16 at once", bench.far("order=none\nrequests=16\n"), given.far)
    print(f"\n{f'{given.pace} records/s, byte to request, ms':44}{'median':>9}{'99 %':>9}"
          f"{'longest':>9}{'lost':>7}{'wrong':>7}")
    print(f"{'fdatasync()':44}{sync_time(bench.folder):9.3f}")
    show_latency("leatd, from the queue", bench.leat_latency(False))
    show_latency("leatd, through the store", bench.leat_latency(True))
    if peer:
        show_latency("syslog-ng, no batches, no fsync", bench.syslog_latency(1, 1))
        show_latency("syslog-ng, batches", bench.syslog_latency(1000, 50))


def main():
    parser = argparse.ArgumentParser(prog="./dev bench store")
    parser.add_argument("--records", type=int, default=300000)
    parser.add_argument("--posts", type=int, default=50000)
    parser.add_argument("--far", type=int, default=2000)
    parser.add_argument("--late", type=int, default=5)
    parser.add_argument("--paced", type=int, default=5000)
    parser.add_argument("--pace", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--folder", help="where the store is: a disk, or its fdatasync() is not "
                                         "measured")
    bench = Bench(parser.parse_args())
    peer = shutil.which("syslog-ng")
    if not peer:
        print("no peer: syslog-ng is not installed (Debian: syslog-ng-core syslog-ng-mod-http)")
    try:
        for _ in range(bench.given.runs):
            run(bench, peer)
    finally:
        shutil.rmtree(bench.folder)


if __name__ == "__main__":
    main()
