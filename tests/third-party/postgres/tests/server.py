# SPDX-License-Identifier: LGPL-2.1-or-later
# server.py - leatd, the sink and a real server: server.py LEATD LEAT MODULE
"""
Each record is in the table once, with its digits, whoever is killed meanwhile; one that the table
does not take is a reject, alone.
"""
import os
import signal
import subprocess
import sys
import tempfile
import time

from cluster import Cluster, find_programs

RECORDS = 20000
KILLS = 3
PATIENCE = 60       # s; nothing here waits so long unless something hangs

SCHEMA = """[schema]
name=part
format=csv
[field num]
column=1
type=int
[field width]
column=2
type=decimal
[field part]
column=3
type=string
"""

CONFIG = """[daemon]
state-dir=state
[source machine]
plugin=file
device=file://{folder}/lines
framer=delimiter
schema={folder}/part.schema
[sink store]
plugin=buffer
[sink database]
plugin=postgres
connection={connection}
table={table}
create=yes
retry-first=10ms
retry-longest=200ms
{more}
"""


def width(number):
    return f"{number % 10}.{number % 1000:03}"


def lines(numbers):
    return "".join(f"{number},{width(number)},P{number}\r\n" for number in numbers)


class Daemon:
    """leatd with a folder of its own"""

    def __init__(self, programs, cluster, folder, table, records, more=""):
        self.leatd, self.leat, module = programs
        cluster.daemons.append(self)
        self.folder = folder
        self.plugins = os.path.dirname(module)
        self.process = None
        self.write("lines", records)
        self.write("part.schema", SCHEMA)
        self.write("leat.conf", CONFIG.format(folder=folder, connection=cluster.connection,
                                              table=table, more=more))

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def start(self):
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                [self.leatd, "--config", "leat.conf", "--plugin-path", self.plugins, "--bus=none"],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def finish(self, cluster, table, wanted):
        """until all is where it belongs; then what it says is how it ended"""
        await_rows(self, cluster, table, wanted)
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        assert code == 0, f"leatd: {code}: {self.read_log()[-3000:]}"

    def read_log(self):
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def list_rejects(self):
        done = subprocess.run([self.leat, "rejects", "list", "--state-dir", "state"],
                              cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)
        return done.stdout


def judge(cluster, table, wanted):
    """each of them once, in its digits, and nothing else"""
    rows = cluster.ask(f"SELECT num, width::text, part FROM {table} ORDER BY num;").splitlines()
    expected = [f"{number}|{width(number)}|P{number}" for number in wanted]
    wrong = [f"{row} is not {line}" for row, line in zip(rows, expected) if row != line]
    assert not wrong, wrong[:3]
    assert len(rows) == len(expected), f"{len(rows)} rows of {len(expected)} records"


def count(cluster, table):
    found = cluster.ask(f"SELECT to_regclass('{table}');")
    return int(cluster.ask(f"SELECT count(*) FROM {table};")) if found else 0


def await_rows(daemon, cluster, table, wanted):
    """the next question is asked when the last one is answered"""
    until = time.monotonic() + PATIENCE
    while (found := count(cluster, table)) < wanted:
        assert daemon.process.poll() is None and time.monotonic() < until, \
            f"{found} rows of {wanted}: {daemon.read_log()[-3000:]}"
    return found


def at_work(programs, cluster, folder):
    """a value that the column does not take, amid others that it takes"""
    bad = f"{10 ** 24},1.5,TOO-LARGE\r\n"
    records = lines(range(1, 50)) + bad + lines(range(50, 100))
    daemon = Daemon(programs, cluster, folder, "plain", records)
    daemon.start()
    daemon.finish(cluster, "plain", 99)
    judge(cluster, "plain", range(1, 100))
    told = daemon.list_rejects() + daemon.read_log()
    assert "out of range for type bigint" in told, told


def as_json(programs, cluster, folder):
    daemon = Daemon(programs, cluster, folder, "whole", lines(range(1, 100)), "columns=json")
    daemon.start()
    daemon.finish(cluster, "whole", 99)
    got = cluster.ask("SELECT record->'fields'->>'width' FROM whole "
                      "ORDER BY (record->'fields'->>'num')::int;").splitlines()
    assert got == [width(number) for number in range(1, 100)], got[:5]


def locked_out(programs, cluster, folder):
    """a wrong password is no record's fault: they wait until it is mended"""
    cluster.ask("CREATE ROLE guarded LOGIN PASSWORD 'right';"
                "GRANT ALL ON SCHEMA public TO guarded;")
    daemon = Daemon(programs, cluster, folder, "secret", lines(range(1, 100)),
                    "password-file=password")
    daemon.write("leat.conf", CONFIG.format(
        folder=folder, connection=f"host={cluster.folder} dbname=postgres user=guarded",
        table="secret", more=f"password-file={folder}/password"))
    daemon.write("password", "wrong")
    os.chmod(os.path.join(folder, "password"), 0o600)
    daemon.start()
    await_word(daemon, "password authentication failed")
    daemon.process.send_signal(signal.SIGTERM)
    daemon.process.wait(PATIENCE)
    assert "wrong" not in daemon.read_log(), "the password is in the log"
    daemon.write("password", "right")
    daemon.start()
    daemon.finish(cluster, "secret", 99)
    judge(cluster, "secret", range(1, 100))


def await_word(daemon, word):
    watcher = subprocess.Popen(["tail", "-n", "+1", "-f", os.path.join(daemon.folder, "log")],
                               stdout=subprocess.PIPE, text=True)
    try:
        signal.alarm(PATIENCE)
        for line in watcher.stdout:
            if word in line:
                return
    finally:
        signal.alarm(0)
        watcher.kill()
        watcher.communicate()


def kill_some(programs, cluster, folder, table, kill):
    """at moments that are spread over the work"""
    daemon = Daemon(programs, cluster, folder, table, lines(range(1, RECORDS + 1)),
                    "batch-records=100")
    daemon.start()
    for done in range(1, KILLS + 1):
        found = await_rows(daemon, cluster, table, done * RECORDS // (KILLS + 3))
        assert found < RECORDS, "it was done before anybody was killed"
        kill(daemon)
    daemon.finish(cluster, table, RECORDS)
    judge(cluster, table, range(1, RECORDS + 1))


def stopped_amid(programs, cluster, folder):
    """a server that does not answer: who stops leatd does not wait for it"""
    daemon = Daemon(programs, cluster, folder, "locked", lines(range(1, 100)),
                    "statement-timeout=1h")
    cluster.ask("CREATE TABLE locked (record_id text PRIMARY KEY);")
    with cluster.hold("LOCK TABLE locked;"):
        daemon.start()
        until = time.monotonic() + PATIENCE
        while cluster.ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                          "AND application_name = 'leat';") == "0":
            assert time.monotonic() < until, daemon.read_log()[-3000:]
        daemon.process.terminate()
        daemon.process.wait(PATIENCE)
    assert daemon.process.returncode == 0, daemon.read_log()[-3000:]
    daemon.start()
    daemon.finish(cluster, "locked", 99)
    judge(cluster, "locked", range(1, 100))


def killed_server(programs, cluster, folder):
    def kill(_):
        cluster.kill()
        cluster.start()

    kill_some(programs, cluster, folder, "after_crash", kill)


def killed_daemon(programs, cluster, folder):
    def kill(daemon):
        daemon.kill()
        daemon.start()

    kill_some(programs, cluster, folder, "after_kill", kill)


POINTS = (at_work, as_json, locked_out, stopped_amid, killed_server, killed_daemon)


def main(*programs):
    if not find_programs():
        print("1..0 # SKIP there is no initdb; apt install postgresql-15")
        return 0
    failed = 0
    print(f"1..{len(POINTS)}", flush=True)
    with Cluster() as cluster:
        for number, point in enumerate(POINTS, 1):
            with tempfile.TemporaryDirectory(prefix="leat-postgres-") as folder:
                try:
                    point(programs, cluster, folder)
                    print(f"ok {number} - server/{point.__name__}", flush=True)
                except Exception as problem:       # pylint: disable=broad-except
                    failed += 1
                    text = str(problem).replace("\n", "\n# ")
                    print(f"not ok {number} - server/{point.__name__}\n# {text}", flush=True)
                finally:
                    for daemon in cluster.daemons:
                        daemon.end()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(os.path.abspath, sys.argv[1:])))
