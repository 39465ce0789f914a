#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# demo.py - two simulated PV200 machines and a Keyence CV-X, leatd, live records on the screen, CSV
# files, a web service that goes away and comes back, balance
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
CAMERAS = {"camera1": 1, "camera2": 2}
KEYENCE = "inspection"
FIELDS = {                # of a record: what the machine's own ledger has as number and values
    "camera1": ("num", "measure_1", "measure_2"),
    "camera2": ("num", "measure_1", "measure_2"),
    KEYENCE: ("num", "value_1", "value_2"),
}
# how the Keyence is set
LAYOUT = ("--set", "good=OK", "--set", "bad=NG", "--set", "missing=---")
AWAY = 10                # seconds that the web service is away, or half of the time given
UNITS = {"ms": 0.001, "s": 1, "": 1, "m": 60, "min": 60, "h": 3600}


def duration(text):
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|min|h|)", text)
    if not match or float(match[1]) == 0:
        raise argparse.ArgumentTypeError(f"{text}: a time such as 10s or 2m is right")
    return float(match[1]) * UNITS[match[2]]


def rate(text):
    if not re.fullmatch(r"\d+(\.\d+)?", text) or not 0.1 <= float(text) <= 200:
        raise argparse.ArgumentTypeError(f"{text}: 0.1 to 200 is right")
    return float(text)


def arguments():
    parser = argparse.ArgumentParser(
        prog="./dev demo",
        description="Two simulated Panasonic PV200 on pseudo-terminals and a Keyence CV-X over TCP "
                    "that leatd triggers, CSV files and a web service that is away for ten "
                    "seconds, until Ctrl-C or for the time given.")
    parser.add_argument("--for", dest="time", type=duration, metavar="TIME", help="10s, 2m")
    parser.add_argument("--rate", default=4, type=rate, help="records a second of each machine (4)")
    parser.add_argument("--faults",
                        help="what the PV200 do wrong: noise=0.01,cut=0.01,hangup=0.001")
    parser.add_argument("--folder",
                        help="where it all goes, and stays; otherwise a temporary folder")
    return parser.parse_args()


def sent_text(row, name):
    """what the machine sent: a text that is no number stands beside its quality"""
    for entry in row["quality"].split(";"):
        if entry.startswith(f"{name}=undecodable:"):
            return entry.partition(":")[2]
    return row[name]


def read_objects(path):
    with open(path) as file:
        return [json.loads(line) for line in file if line.endswith("\n")]


class Service:
    """the web service: what it has taken is in its logs, one for each time that it was there"""

    def __init__(self, demo):
        self.demo = demo
        self.logs = []
        self.port = "0"
        self.come()

    def come(self):
        self.logs.append(self.demo.path(f"service-{len(self.logs) + 1}.jsonl"))
        command = [os.path.join(self.demo.build, "tests", "fakes", "fake-service"), "plant",
                   self.port, self.logs[-1]]
        self.process = self.demo.start(command, "service", stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE)
        self.port = self.process.stdout.readline().strip()
        if not self.port:
            self.demo.fail("service", self.process)
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
        print(f"--- web service: {'is away' if is_away else 'is back'} ---", flush=True)

    def answered(self, source, *statuses):
        """numbers of the records of @source, in the order in which they came"""
        records = []
        for request in [request for log in self.logs for request in read_objects(log)]:
            if request["method"] != "POST" or request["status"] not in statuses:
                continue
            record = json.loads(request["body"])
            machine = record.get("machine")
            if machine is not None and machine == CAMERAS.get(source):
                records.append(str(record["num"]))
            elif machine is None and source == KEYENCE:
                records.append(str(record["fields"]["num"]))
        return records

    def count(self):
        return sum(len(self.answered(source, 200, 201, 400)) for source in FIELDS)


def compare(sent, arrived):
    """how many are lost, came twice, and came behind one that was sent later"""
    lost = (collections.Counter(sent) - collections.Counter(arrived)).total()
    surplus = (collections.Counter(arrived) - collections.Counter(sent)).total()
    places = {record: place for place, record in enumerate(sent)}
    order = [places[record] for record in arrived if record in places]
    return lost, surplus, sum(a > b for a, b in zip(order, order[1:]))


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

    def start_machine(self, name, family, *options):
        command = [os.path.join(self.build, "daemon", "cli", "leat"), "simulate", family, *options,
                   "--ledger", self.path(f"{name}.ledger")]
        machine = self.start(command, name, stdout=subprocess.PIPE)
        machine.place = machine.stdout.readline().strip()   # once it is there
        if not machine.place:
            self.fail(name, machine)
        return machine

    def start_camera(self, name):
        faults = ("--faults", self.given.faults) if self.given.faults else ()
        return self.start_machine(name, "pv200", "--set", f"machine={CAMERAS[name]}", "--rate",
                                  str(self.given.rate), "--link", self.path(name), *faults)

    def start_keyence(self):
        return self.start_machine(KEYENCE, "keyence-cvx", "--listen", "0", "--trigger", *LAYOUT,
                                  "--latency", str(min(0.03, 0.3 / self.given.rate)), "--schema",
                                  self.path(f"{KEYENCE}.schema"))

    def start_daemon(self):
        with (open(os.path.join(HERE, "demo.conf")) as sample,
              open(self.path("leat.conf"), "w") as file):
            file.write(sample.read().replace("@DIRECTORY@", self.folder)
                       .replace("@PORT@", self.service.port)
                       .replace("@KEYENCE@", self.keyence.place)
                       .replace("@INTERVAL@", f"{round(1000 / self.given.rate)}ms"))
        command = [os.path.join(self.build, "daemon", "leatd"), "--bus=none",
                   "--config", self.path("leat.conf"), "--balance", self.path("balance.json")]
        for plugin in ("framers", "serial", "socket", "vision", "csv", "buffer", "rest"):
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
        return sum(len(self.written(source)) for source in FIELDS)

    def move_service(self, elapsed):
        """away behind a quarter of the time, and told of once a second until all has come"""
        begin = self.given.time / 4 if self.given.time else AWAY / 2
        self.service.set_away(begin <= elapsed < begin + min(AWAY, begin * 2))
        if elapsed < begin or elapsed < self.told + 1:
            return
        self.told = elapsed
        backlog = self.count_written() - self.service.count()
        if backlog > 1 or self.backlog > 1:
            print(f"--- web service: {backlog} records wait for it ---", flush=True)
        self.backlog = backlog

    def run(self):
        self.service = Service(self)
        print(f"key file   {self.path('leat.conf')}\nfiles      {self.path('csv')}\n", flush=True)
        machines = [self.start_camera(name) for name in CAMERAS]
        self.keyence = self.start_keyence()
        machines.append(self.keyence)
        daemon = self.start_daemon()
        begin = time.monotonic()
        end = begin + self.given.time if self.given.time else None
        try:
            while daemon.poll() is None and (end is None or time.monotonic() < end):
                self.show_new_records()
                self.move_service(time.monotonic() - begin)
                time.sleep(0.1)
        except KeyboardInterrupt:
            print()
        if daemon.poll() is not None:
            self.fail("leatd", daemon)
        # the machines first: they wait until what they sent was read
        for machine in machines:
            machine.send_signal(signal.SIGTERM)
        self.sent = [json.loads(machine.communicate()[0].splitlines()[-1]) for machine in machines]
        self.service.set_away(False)
        self.await_service(daemon)
        daemon.send_signal(signal.SIGTERM)
        daemon.wait()
        self.show_new_records()
        return daemon.returncode

    def await_service(self, daemon):
        """what waits in the store would wait for the next start: the demo has none"""
        end = time.monotonic() + 10
        while (daemon.poll() is None and time.monotonic() < end
               and (self.count_written() < sum(len(self.truth(source)) for source in FIELDS)
                    or self.service.count() < self.count_written())):
            time.sleep(0.1)

    def truth(self, source):
        """what the machine says to have sent, in its order"""
        return [(str(note["number"]), *["" if value is None else value for value in note["values"]])
                for note in read_objects(self.path(f"{source}.ledger"))
                if note["event"] == "result" and "unsent" not in note]

    def written(self, source):
        rows = []
        for path in self.csv_files():
            if os.path.basename(path) == f"{source}.csv":
                with open(path, newline="") as file:
                    rows += list(csv.DictReader(file))
        return [tuple(sent_text(row, name) for name in FIELDS[source]) for row in rows]

    # the oracle knows records by the numbers in them, not by our ids
    def balance(self):
        with open(self.path("balance.json")) as file:
            sources = json.load(file)["sources"]
        print(f"\n{'':12}{'bytes read':>12}{'sent':>8}{'records':>9}{'rejects':>9}{'written':>9}"
              f"{'posted':>8}{'lost':>6}{'twice':>7}{'disorder':>10}")
        good = True
        for source in FIELDS:
            counters = sources[source]
            sent, written = self.truth(source), self.written(source)
            posted = self.service.answered(source, 200, 201)
            refused = self.service.answered(source, 400)
            faults = [a + b for a, b in zip(
                compare(sent, written),
                compare([row[0] for row in sent], self.service.answered(source, 200, 201, 400)))]
            print(f"{source:12}{counters['bytes']:>12}{len(sent):>8}{counters['records']:>9}"
                  f"{counters['rejects']:>9}{len(written):>9}{len(posted):>8}"
                  f"{faults[0]:>6}{faults[1]:>7}{faults[2]:>10}"
                  + (f"  ({len(refused)} refused by the service)" if refused else ""))
            good = good and not any(faults) and len(sent) > 0
        print("\n" + ("every result that the machines sent arrived, once and in order" if good
                      else "NOT every result that the machines sent arrived once and in order"))
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
