#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# harness-program.py - a sink that is broken in the way that is named, for leat-harness exec
import json
import os
import sys
import time

FAULT = sys.argv[1]


def say(**message):
    print(json.dumps(message), flush=True)


def answer(number, name):
    if FAULT == "answers-strangers":
        say(type="ack", id="somebody/else/1")
    elif FAULT == "answers-twice":
        say(type="ack", id=name)
        say(type="ack", id=name)
    elif FAULT == "gives-no-reason":
        say(type="reject", id=name)
    elif FAULT == "dies" and number == 10:
        os._exit(1)
    elif FAULT != "is-silent":
        say(type="ack", id=name)


def main():
    if FAULT == "says-no-hello":
        say(type="ack", id="1")
    elif FAULT == "prints":
        print("ready", flush=True)
    elif FAULT == "floods":
        sys.stdout.write("x" * 200000)
        sys.stdout.flush()
    elif FAULT == "is-of-another-version":
        say(type="hello", version=2, role="sink")
    else:
        say(type="hello", version=1, role="sink")
    number = 0
    for line in sys.stdin:
        try:
            message = json.loads(line)
            kind = message["type"]
        except (ValueError, KeyError, TypeError):
            if FAULT == "knows-everything":
                raise
            continue
        if kind == "record":
            number += 1
            answer(number, message["id"])
        elif kind == "stop" and FAULT == "complains":
            sys.exit(3)
    if FAULT == "stays":
        time.sleep(1000)


main()
