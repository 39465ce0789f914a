#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# demo.py - two simulated PV200 machines, leatd, live records on the screen, CSV files, a web
# service that goes away and comes back, balance
import argparse
import collections
import csv
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
MACHINES = (1, 2)
AWAY = 10                # seconds that the web service is away, or half of the time given
UNITS = {"ms": 0.001, "s": 1, "": 1, "m": 60, "min": 60, "h": 3600}


def duration(text):
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|min|h|)", text)
    if not match or float(match[1]) == 0:
        raise argparse.ArgumentTypeError(f"{text}: a time such as 10s or 2m is right")
    return float(match[1]) * UNITS[match[2]]


def arguments():
    parser = argparse.ArgumentParser(
        prog="./dev demo",
        description="Two simulated vision machines on pseudo-terminals, leatd between them, CSV "
                    "files and a web service that is away for ten seconds, until Ctrl-C or for the "
                    "time given.")
    parser.add_argument("--for", dest="time", type=duration, metavar="TIME", help="10s, 2m")
    parser.add_argument("--rate", default="4", help="records a second of each machine (4)")
    parser.add_argument("--faults",
                        help="what the machines do wrong: noise=0.01,cut=0.01,hangup=0.001")
    parser.add_argument("--folder",
                        help="where it all goes, and stays; otherwise a temporary folder")
    return parser.parse_args()


def sent_text(row, name):
    """what the machine sent: a text that is no number stands beside its quality"""
    for entry in row["quality"].split(";"):
        if entry.startswith(f"{name}=undecodable:"):
            return entry.partition(":")[2]
    return row[name]


class Boards:
    """the web service: what it has taken is in its logs, one for each time that it was there"""

    def __init__(self, demo):
        self.demo = demo
        self.logs = []
        self.port = "0"
        self.come()

    def come(self):
        self.logs.append(self.demo.path(f"boards-{len(self.logs) + 1}.jsonl"))
        command = [os.path.join(self.demo.build, "tests", "fakes", "fake-service"), "boards",
                   self.port, self.logs[-1]]
        self.process = self.demo.start(command, "boards", stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE)
        self.port = self.process.stdout.readline().strip()
        if not self.port:
            self.demo.fail("boards", self.process)
        self.is_away = False

    def go(self):
        # what it is at is done first: it forgets all when it ends
        self.process.stdin.write("close-before\n")
        self.process.stdin.flush()
        self.process.stdout.readline()
        time.sleep(0.1)
        self.process.kill()
        self.process.wait()
        self.is_away = True

    def set_away(self, is_away):
        if is_away == self.is_away:
            return
        if is_away:
            self.go()
        else:
            self.come()
        print(f"--- boards: {'is away' if is_away else 'is back'} ---", flush=True)

    def answered(self, *statuses):
        """records by number and machine"""
        records = collections.Counter()
        for log in self.logs:
            with open(log) as file:
                for line in file:
                    request = json.loads(line) if line.endswith("\n") else {"method": ""}
                    if request["method"] == "POST" and request["status"] in statuses:
                        record = json.loads(request["body"])
                        records[(str(record["num"]), str(record["machine"]))] += 1
        return records

    def taken(self):
        return self.answered(200, 201)


class Demo:
    def __init__(self, given):
        self.build = os.environ["LEAT_BUILD"]
        self.folder = (os.path.abspath(given.folder) if given.folder
                       else tempfile.mkdtemp(prefix="leat-demo-"))
        self.given = given
        self.told = self.backlog = 0
        self.followed = {}       # path of a CSV file: how far it was shown
        self.running = []        # processes; none is left behind, whatever happens
        for name in ("state", "csv"):
            os.makedirs(self.path(name), exist_ok=True)
        os.environ.setdefault("LEAT_SCHEMA_PATH", os.path.join(HERE, "..", "..", "schemas"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, command, name, **more):
        with open(self.path(name + ".log"), "w") as log:
            process = subprocess.Popen(command, stderr=log, start_new_session=True, text=True,
                                       **more)
        self.running.append(process)
        return process

    def fail(self, name, process):
        with open(self.path(name + ".log")) as log:
            sys.stderr.write(log.read())
        sys.exit(f"demo: {name} ended with {process.wait()}")

    def end(self):
        for process in self.running:
            if process.poll() is None:
                process.kill()

    def start_machine(self, number):
        command = [os.path.join(self.build, "daemon", "cli", "leat"), "simulate", "pv200",
                   "--set", f"machine={number}", "--rate", self.given.rate,
                   "--link", self.path(f"camera{number}"),
                   "--ledger", self.path(f"camera{number}.ledger")]
        if self.given.faults:
            command += ["--faults", self.given.faults]
        machine = self.start(command, f"camera{number}", stdout=subprocess.PIPE)
        if not machine.stdout.readline():   # the port, once it is there
            self.fail(f"camera{number}", machine)
        return machine

    def start_daemon(self):
        with (open(os.path.join(HERE, "demo.conf")) as sample,
              open(self.path("leat.conf"), "w") as file):
            file.write(sample.read().replace("@DIRECTORY@", self.folder)
                       .replace("@PORT@", self.boards.port))
        command = [os.path.join(self.build, "daemon", "leatd"), "--bus=none",
                   "--config", self.path("leat.conf"), "--balance", self.path("balance.json")]
        for plugin in ("framers", "serial", "csv", "buffer", "rest"):
            command += ["--plugin-path", os.path.join(self.build, "plugins", plugin)]
        return self.start(command, "leatd")

    def csv_files(self):
        return sorted(glob.glob(self.path("csv/*/*.csv")))

    def show_new_records(self):
        for path in self.csv_files():
            with open(path) as file:
                file.seek(self.followed.get(path, 0))
                for line in file:
                    if not line.endswith("\n"):
                        break
                    self.followed[path] = self.followed.get(path, 0) + len(line.encode())
                    # the id is long: a record is shown from its source on
                    print(line.split(",", 1)[1].rstrip("\n"), flush=True)

    def count_written(self):
        return sum(self.written(number).total() for number in MACHINES)

    def move_boards(self, elapsed):
        """away behind a quarter of the time, and told of once a second until all has come"""
        begin = self.given.time / 4 if self.given.time else AWAY / 2
        self.boards.set_away(begin <= elapsed < begin + min(AWAY, begin * 2))
        if elapsed < begin or elapsed < self.told + 1:
            return
        self.told = elapsed
        backlog = self.count_written() - self.boards.answered(200, 201, 400).total()
        if backlog > 1 or self.backlog > 1:
            print(f"--- boards: {backlog} records wait ---", flush=True)
        self.backlog = backlog

    def run(self):
        self.boards = Boards(self)
        print(f"key file   {self.path('leat.conf')}\nfiles      {self.path('csv')}\n", flush=True)
        machines = [self.start_machine(number) for number in MACHINES]
        daemon = self.start_daemon()
        begin = time.monotonic()
        end = begin + self.given.time if self.given.time else None
        try:
            while daemon.poll() is None and (end is None or time.monotonic() < end):
                self.show_new_records()
                self.move_boards(time.monotonic() - begin)
                time.sleep(0.1)
        except KeyboardInterrupt:
            print()
        if daemon.poll() is not None:
            self.fail("leatd", daemon)
        # the machines first: they wait until what they sent was read
        for machine in machines:
            machine.send_signal(signal.SIGTERM)
        self.sent = [json.loads(machine.communicate()[0].splitlines()[-1]) for machine in machines]
        self.boards.set_away(False)
        self.await_boards(daemon)
        daemon.send_signal(signal.SIGTERM)
        daemon.wait()
        self.show_new_records()
        return daemon.returncode

    def await_boards(self, daemon):
        """what waits in the store would wait for the next start: the demo has none"""
        end = time.monotonic() + 10
        while (daemon.poll() is None and time.monotonic() < end
               and (self.count_written() < sum(self.truth(number).total() for number in MACHINES)
                    or self.boards.answered(200, 201, 400).total() < self.count_written())):
            time.sleep(0.1)

    def truth(self, number):
        with open(self.path(f"camera{number}.ledger")) as file:
            notes = [json.loads(line) for line in file if line.endswith("\n")]
        texts = [note["text"].removesuffix("\\r\\n") for note in notes
                 if note["event"] == "result" and "unsent" not in note]
        return collections.Counter(tuple(word.strip() for word in text.split(",")[2:6])
                                   for text in texts)

    def written(self, number):
        rows = []
        for path in self.csv_files():
            if os.path.basename(path).startswith(f"camera{number}"):
                with open(path, newline="") as file:
                    rows += list(csv.DictReader(file))
        fields = ("num", "machine", "measure_1", "measure_2")
        return collections.Counter(tuple(sent_text(row, name) for name in fields) for row in rows)

    # the oracle knows records by the numbers in them, not by our ids
    def balance(self):
        with open(self.path("balance.json")) as file:
            sources = json.load(file)["sources"]
        print(f"\n{'':10}{'bytes read':>12}{'records':>10}{'rejects':>10}{'written':>10}"
              f"{'posted':>10}{'lost':>8}{'duplicates':>12}")
        taken, refused = self.boards.taken(), self.boards.answered(400)
        good = True
        for number in MACHINES:
            counters = sources[f"camera{number}"]
            truth, written = self.truth(number), self.written(number)
            sent = collections.Counter(row[:2] for row in truth.elements())
            posted = collections.Counter({row: n for row, n in taken.items()
                                          if row[1] == str(number)})
            lost = (truth - written).total() + (sent - posted - refused).total()
            duplicates = (written - truth).total() + (posted - sent).total()
            print(f"{f'camera{number}':10}{counters['bytes']:>12}{counters['records']:>10}"
                  f"{counters['rejects']:>10}{written.total():>10}{posted.total():>10}{lost:>8}"
                  f"{duplicates:>12}")
            good = good and lost == 0 and duplicates == 0 and sum(truth.values()) > 0
        return good


def main():
    given = arguments()
    demo = Demo(given)
    try:
        code = demo.run()
        good = demo.balance() and code == 0
    finally:
        demo.end()
        if not given.folder:
            shutil.rmtree(demo.folder)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
