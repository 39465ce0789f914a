#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# ledger.py - a sink for leatd in Python: records in an SQLite database, each of them exactly once
"""ledger.py DATABASE

Keeps each record in the table "records", with the digits that its numbers have. What it is told and
what it says are JSON lines, which leat-exec(7) describes. A record comes again when its
acknowledgement was lost, by a crash of this or of leatd: its id is the same then, and the database
passes it over.
"""
import json
import sqlite3
import sys

TABLE = """CREATE TABLE IF NOT EXISTS records
    (id TEXT PRIMARY KEY, time TEXT, source TEXT, fields TEXT)"""


class Digits(float):
    """a number that is written as it was read: 1.730, not 1.73"""

    def __new__(cls, text):
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __repr__(self):
        return self.text

    __str__ = __repr__


def read(line):
    """a message; {}: nothing that is understood here"""
    try:
        message = json.loads(line, parse_float=Digits)
        return message if isinstance(message, dict) else {}
    except ValueError:
        return {}


def say(**message):
    sys.stdout.write(json.dumps(message) + "\n")


def write_fields(fields):
    """JSON of the fields, which is theirs to the last digit"""
    items = (f"{json.dumps(name)}:{value if isinstance(value, Digits) else json.dumps(value)}"
             for name, value in fields.items())
    return "{" + ",".join(items) + "}"


class Ledger:
    def __init__(self, path):
        self.base = sqlite3.connect(path, isolation_level=None)
        self.base.execute("PRAGMA journal_mode=WAL")
        self.base.execute("PRAGMA synchronous=FULL")    # what is acknowledged survives a power cut
        self.base.execute(TABLE)
        self.last = None

    def take(self, message):
        fields = message.get("fields")
        if not isinstance(fields, dict) or not fields:  # this record is refused, the next is not
            say(type="reject", id=message["id"], text="a record without fields")
            return
        if self.last is None:
            self.base.execute("BEGIN")
        self.last = message["id"]
        self.base.execute("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?)",
                          (self.last, message.get("time"), message.get("source"),
                           write_fields(fields)))

    def flush(self):
        """everything up to the last one is on the disk: acknowledged, and not before"""
        if self.last is not None:
            self.base.execute("COMMIT")
            say(type="ack", through=self.last)
            self.last = None
        sys.stdout.flush()


def main():
    ledger = Ledger(sys.argv[1])
    say(type="hello", version=1, role="sink", name="ledger.py")
    sys.stdout.flush()
    for line in sys.stdin:
        message = read(line)
        if message.get("type") == "record":
            ledger.take(message)
        elif message.get("type") == "flush":
            ledger.flush()
        elif message.get("type") == "stop":
            break


main()
