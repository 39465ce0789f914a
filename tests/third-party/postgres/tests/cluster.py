# SPDX-License-Identifier: LGPL-2.1-or-later
# cluster.py - a PostgreSQL server of its own for a test: in a temporary folder, without a port
import contextlib
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile

ATTEMPTS = 600      # of pg_isready, a tenth of a second each
SETTINGS = ["listen_addresses=", "fsync=off", "shared_buffers=16MB", "max_connections=20",
            "autovacuum=off", "logging_collector=off", "log_statement=none"]


def find_programs():
    """the folder of initdb, or None"""
    named = os.environ.get("LEAT_POSTGRES_BIN")
    folders = [named] if named else sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    return next((folder for folder in folders
                 if os.access(os.path.join(folder, "initdb"), os.X_OK)), None)


def children(pid):
    found = []
    for name in os.listdir("/proc"):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                if name.isdigit() and int(file.read().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(name))
        except OSError:
            continue
    return found


class Cluster:
    """with Cluster() as cluster: cluster.connection is for libpq"""

    def __init__(self):
        self.programs = find_programs()
        self.folder = tempfile.mkdtemp(prefix="leat-postgres-", dir="/tmp")   # a socket's is short
        self.data = os.path.join(self.folder, "data")
        self.connection = f"host={self.folder} dbname=postgres user=postgres"
        self.process = None
        self.daemons = []       # that write into it
        self.user = {}
        if os.getuid() == 0:        # the server does not run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def __enter__(self):
        try:
            self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "--no-sync",
                     "-E", "UTF8", "--locale=C", **self.user)
            with open(os.path.join(self.data, "pg_hba.conf"), "w", encoding="utf-8") as file:
                file.write("local all guarded scram-sha-256\nlocal all all trust\n")
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program, *arguments, given=None, **how):
        done = subprocess.run([os.path.join(self.programs, program), *arguments], input=given,
                              cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=120, check=False, **how)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}")
        return done.stdout

    def launch(self):
        words = [os.path.join(self.programs, "postgres"), "-D", self.data, "-k", self.folder]
        for setting in SETTINGS:
            words += ["-c", setting]
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(words, cwd=self.folder, stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL, **self.user)

    def start(self):
        """until it lets us in; memory of one that was killed may be in use for a moment"""
        self.launch()
        for _ in range(ATTEMPTS):
            if self.process.poll() is not None:
                self.launch()
            ready = subprocess.run([os.path.join(self.programs, "pg_isready"), "-q", "-h",
                                    self.folder, "-t", "5"], check=False).returncode == 0
            if ready:
                return
            try:
                self.process.wait(0.1)
            except subprocess.TimeoutExpired:
                pass
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as log:
            raise RuntimeError("the server does not start: " + log.read()[-2000:])

    def kill(self):
        """as a power cut does: the server and all that it has started"""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGSTOP)        # it starts no more of them
        for pid in children(self.process.pid) + [self.process.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()
        self.process = None

    def ask(self, sql):
        return self.run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                        "-d", self.connection, given=sql).strip()

    @contextlib.contextmanager
    def hold(self, sql):
        """a transaction that is open for as long"""
        words = [os.path.join(self.programs, "psql"), "-X", "-q", "-d", self.connection]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as process:
            process.stdin.write(f"BEGIN; {sql}\n\\echo done\n")
            process.stdin.flush()
            process.stdout.readline()
            try:
                yield
            finally:
                process.communicate("ROLLBACK;\n")
