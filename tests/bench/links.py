#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# links.py - a flood over TCP to a CSV file: read raw, leatd, syslog-ng, on the same input; what
# each thread uses. Sender and receiver share the processors: the clock says what this machine does
# now, the busiest thread's CPU time what one does whose sender, and whose other work, is elsewhere.
import argparse
import glob
import os
import shutil
import signal
import socket
import sys
import time

from bench import Bench, Run, await_last, judge, pick_leat, pick_syslog

RECEIVE_SIZE = 65536


# a child that sends the input over each connection that it has, once it is told to go
class Sender:
    def __init__(self, path, port=None):
        self.listener = socket.create_server(("127.0.0.1", 0)) if port is None else None
        self.port = port or self.listener.getsockname()[1]
        told_end, self.tell_end = os.pipe()
        self.ready_end, readied_end = os.pipe()
        self.child = os.fork()
        if self.child == 0:
            os.close(self.tell_end)
            os.close(self.ready_end)
            self.send(path, told_end, readied_end)
        os.close(told_end)
        os.close(readied_end)

    def connect(self):
        if self.listener is not None:
            return self.listener.accept()[0]
        for _ in range(1000):
            try:
                return socket.create_connection(("127.0.0.1", self.port))
            except ConnectionRefusedError:
                time.sleep(0.01)
        os._exit(1)

    def send(self, path, told_end, readied_end):
        peer = self.connect()
        with open(path, "rb") as file:
            os.write(readied_end, b"r")
            os.read(told_end, 1)
            peer.sendfile(file)
        signal.pause()

    def await_peer(self):
        if os.read(self.ready_end, 1) == b"":
            sys.exit("bench: nobody to send to")

    def go(self):
        os.write(self.tell_end, b"g")

    def end(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.tell_end)
        os.close(self.ready_end)
        if self.listener is not None:
            self.listener.close()


# seconds of each thread, by its name; those of the kernel's scheduler, in ns
def read_threads(pid):
    threads = {}
    for task in glob.glob(f"/proc/{pid}/task/*"):
        with open(os.path.join(task, "comm")) as file:
            name = file.read().strip()
        with open(os.path.join(task, "schedstat")) as file:
            threads[name] = threads.get(name, 0) + int(file.read().split()[0]) / 1e9
    return threads


# KiB; what wait4() tells counts us too, before the child became another program
def read_peak(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))


class LinkBench(Bench):
    def raw_tcp(self):
        sender = Sender(self.input)
        run = Run("tcp, read raw", self.given.records)
        left = os.path.getsize(self.input)
        buffer = bytearray(RECEIVE_SIZE)
        try:
            with socket.create_connection(("127.0.0.1", sender.port)) as peer:
                sender.await_peer()
                before = read_threads(os.getpid())
                start = time.monotonic()
                sender.go()
                while left > 0:
                    left -= peer.recv_into(buffer)
                run.seconds = time.monotonic() - start
                run.threads = difference(read_threads(os.getpid()), before)
        finally:
            sender.end()
        run.lost = run.wrong = run.memory = 0
        return run

    def flood(self, name, process, output, pick, sender):
        run = Run(name, self.given.records)
        try:
            sender.await_peer()
            before = read_threads(process.pid)
            start = time.monotonic()
            sender.go()
            await_last(output, pick, self.given.records - 1, process)
            run.seconds = time.monotonic() - start
            run.threads = difference(read_threads(process.pid), before)
            memory = read_peak(process.pid)
            process.send_signal(signal.SIGTERM)
            run.ended(process).memory = memory
        finally:
            sender.end()
            process.kill()
        run.lost, run.wrong = judge(output, pick, self.given.records)
        os.remove(output)
        return run

    def leatd_tcp(self):
        sender = Sender(self.input)
        process, output = self.leatd(f"plugin=tcp\ndevice=tcp://127.0.0.1:{sender.port}")
        return self.flood("tcp, leatd to CSV", process, output, pick_leat, sender)

    def syslog_ng_tcp(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process, output = self.syslog_ng(
            f'network(ip("127.0.0.1") transport("tcp") port({port}) flags(no-parse));')
        return self.flood("tcp, syslog-ng to CSV", process, output, pick_syslog,
                          Sender(self.input, port))


def difference(after, before):
    used = {name: seconds - before.get(name, 0) for name, seconds in after.items()}
    return {name: seconds for name, seconds in used.items() if seconds > 0}


def show(run):
    busiest = max(run.threads.values())
    threads = ", ".join(f"{name} {seconds / run.records * 1e9:.0f}" for name, seconds in
                        sorted(run.threads.items(), key=lambda item: -item[1])[:4])
    print(f"{run.name:24}{run.rate() / 1e6:9.2f}{run.records / busiest / 1e6:10.2f}"
          f"{sum(run.threads.values()) / run.records * 1e9:9.0f}{run.memory / 1024:8.1f}"
          f"{run.lost:7}{run.wrong:7}  {threads}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="./dev bench links")
    parser.add_argument("--records", type=int, default=4000000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", default="/dev/shm" if os.path.isdir("/dev/shm") else None,
                        help="where the files go; in memory (the preset) the programs are "
                             "measured, on a disk its fdatasync() is")
    given = parser.parse_args()
    bench = LinkBench(given)
    has_peer = shutil.which("syslog-ng")
    print(f"{given.records} records of {os.path.getsize(bench.input) // given.records} bytes; "
          f"{os.cpu_count()} processors for sender and receiver, others took "
          f"{os.getloadavg()[0]:.1f} of them\n")
    print(f"{'':24}{'M rec/s':>9}{'M rec/s':>10}{'CPU':>9}{'':8}{'':14}  CPU of a thread\n"
          f"{'':24}{'by clock':>9}{'by CPU':>10}{'ns/rec':>9}{'MiB':>8}{'lost':>7}{'wrong':>7}"
          "  ns/rec")
    try:
        for _ in range(given.runs):
            show(bench.raw_tcp())
            show(bench.leatd_tcp())
            if has_peer:
                show(bench.syslog_ng_tcp())
            print()
        print("by CPU: what the busiest thread does in a second that is its own")
        if not has_peer:
            print("no peer: syslog-ng is not installed (Debian: syslog-ng-core)")
    finally:
        shutil.rmtree(bench.folder)


if __name__ == "__main__":
    main()
