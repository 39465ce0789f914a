#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# gauge.py - a source for leatd in Python: lines of a file, of which none is lost and none forgotten
"""gauge.py FOLDER

Sends each line of FOLDER/measurements, "PART WEIGHT", also those that come later, and keeps in
FOLDER/cursor how many of them are safe: after a crash, of this or of leatd, it goes on there. What
it says and what it is told are JSON lines, which leat-exec(7) describes.
"""
import json
import os
import sys
import threading
import time


def say(**message):
    sys.stdout.write(json.dumps(message) + "\n")


# lines that may be on their way: as many may come twice after a crash
WINDOW = 1000


class Cursor:
    """how many lines are done with, from the first on"""

    def __init__(self, path):
        self.path = path
        self.answered = set()
        self.window = threading.Semaphore(WINDOW)
        try:
            with open(path, encoding="ascii") as file:
                self.place = int(file.read())
        except FileNotFoundError:
            self.place = 0

    def answer(self, number):
        self.answered.add(number)
        while self.place + 1 in self.answered:
            self.place += 1
            self.answered.remove(self.place)
        with open(self.path + ".new", "w", encoding="ascii") as file:
            file.write(str(self.place))
        os.replace(self.path + ".new", self.path)
        self.window.release()

    def await_room(self):
        if not self.window.acquire(blocking=False):
            sys.stdout.flush()
            self.window.acquire()


def listen(cursor):
    """what leatd answers: it is read all the time, or leatd gives this child up"""
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] in ("ack", "refused"):    # safe, or kept with the rejects
            cursor.answer(int(message["id"]))
        elif message["type"] == "unsafe":            # the next life sends it again
            print(f"nobody answers for record {message['id']}", file=sys.stderr, flush=True)
            time.sleep(5)
            os._exit(1)
    os._exit(0)                                      # leatd has gone, or wants us to go


def measurements(path, skip):
    """(number, part, weight) of each line behind the first ones, for ever"""
    with open(path, encoding="utf-8") as file:
        number, rest = 0, ""
        while True:
            line = file.readline()
            if not line.endswith("\n"):
                rest += line
                sys.stdout.flush()
                time.sleep(0.1)
                continue
            number += 1
            if number > skip:
                yield number, *(rest + line).split()
            rest = ""


def main():
    folder = sys.argv[1]
    cursor = Cursor(os.path.join(folder, "cursor"))
    say(type="hello", version=1, name="gauge.py", schema="gauge")
    threading.Thread(target=listen, args=(cursor,), daemon=True).start()
    for number, *columns in measurements(os.path.join(folder, "measurements"), cursor.place):
        cursor.await_room()
        if len(columns) != 2:
            say(type="reject", id=str(number), text=f"line {number} has {len(columns)} columns")
            continue
        part, weight = columns
        say(type="record", id=str(number), fields={"part": part, "weight": weight})


main()
