# SPDX-License-Identifier: LGPL-2.1-or-later
# activation.py - who asks for leatd on a system bus without systemd gets one that is not root
"""
activation.py ACTIVATION-FILE UNIT POLICY BINDIR SYSCONFDIR LEATD

The installed activation file, with a program that is built and a key file of the test's own, on a
bus of its own with the real launch helper, which looks only where the system has such files: so all
is in a mount namespace, and in a process namespace, which takes every process along that it began.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lint"))
from tap import Tap  # noqa: E402

HELPER = "/usr/lib/dbus-1.0/dbus-daemon-launch-helper"
SERVICES = "/usr/share/dbus-1/system-services"
USER, ID = "leat", 64777
INSIDE = "LEAT_ACTIVATION_INSIDE"
BUS = """<busconfig><type>system</type><user>messagebus</user><listen>{address}</listen>
<servicehelper>{helper}</servicehelper><standard_system_servicedirs/><auth>EXTERNAL</auth>
<policy context='default'><allow user='*'/><deny own='*'/><allow send_type='signal'/>
<allow send_requested_reply='true' send_type='method_return'/>
<allow send_requested_reply='true' send_type='error'/><allow receive_type='method_call'/>
<allow receive_type='method_return'/><allow receive_type='error'/><allow receive_type='signal'/>
<allow send_destination='org.freedesktop.DBus'/></policy><include>{policy}</include></busconfig>
"""
KEY_FILE = """[daemon]
state-dir={state}
plugin-path={plugins}
[source numbers]
plugin=fixture-source
batches=1
then=wait
[sink file]
plugin=fixture-sink
path={state}/taken
"""


def enter():
    """begins itself anew where files can be put over those of the system"""
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.environ.get(INSIDE) == "yes":
        return None
    if os.environ.get("LEAT_SANITIZED"):
        return "the helper cleans the environment, which a sanitizer needs"
    if os.geteuid() != 0:
        return "only root may begin a system bus"
    if not os.path.exists(HELPER):
        return f"there is no {HELPER} here; package dbus has it"
    if subprocess.run([*command, "true"], capture_output=True).returncode != 0:
        return "namespaces of its own are not allowed here"
    os.environ[INSIDE] = "yes"
    os.execvp("unshare", [*command, sys.executable, *sys.argv])


def is_for_all(leatd):
    """whether another user can run what was built"""
    try:
        return subprocess.run([leatd, "--version"], user=ID, capture_output=True).returncode == 0
    except PermissionError:
        return False


def put_over(source, target):
    subprocess.run(["mount", "--bind", source, target], check=True)


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, 0o644)
    return path


def make_user(folder):
    """as sysusers.d would make it"""
    for table, line in (("passwd", f"{USER}:x:{ID}:{ID}::/:/usr/sbin/nologin\n"),
                        ("group", f"{USER}:x:{ID}:\n")):
        with open(f"/etc/{table}", encoding="utf-8") as file:
            lines = [known for known in file if not known.startswith(f"{USER}:")]
        put_over(write(folder, table, "".join(lines) + line), f"/etc/{table}")


def call(address, method, *arguments):
    """what the bus itself answers"""
    return subprocess.run(["dbus-send", f"--bus={address}", "--print-reply",
                           "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus",
                           f"org.freedesktop.DBus.{method}", *arguments],
                          text=True, capture_output=True)


def activate(folder, address, text, policy):
    """the answers: to the activation, and who has the name then"""
    services = os.path.join(folder, "services")
    os.mkdir(services)
    os.chmod(services, 0o755)
    write(services, "org.leat.Leat1.service", text)
    put_over(services, SERVICES)
    config = write(folder, "bus.conf", BUS.format(address=address, helper=HELPER, policy=policy))
    bus = subprocess.Popen(["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile",
                            "--print-address"], stdout=subprocess.PIPE, text=True)
    bus.stdout.readline()     # it listens
    begun = call(address, "StartServiceByName", "string:org.leat.Leat1", "uint32:0")
    return begun, call(address, "GetConnectionUnixUser", "string:org.leat.Leat1")


def prepare(folder, address, text, bindir, sysconfdir, leatd):
    """the activation file for a daemon that was built, not installed"""
    os.chmod(folder, 0o755)
    state = os.path.join(folder, "state")
    os.mkdir(state)
    shutil.chown(state, ID, ID)
    key_file = write(folder, "leat.conf", KEY_FILE.format(state=state,
                                                          plugins=os.environ["LEAT_FIXTURES"]))
    return (text.replace(f"{bindir}/leatd", leatd)
            .replace(f"{sysconfdir}/leat/leat.conf", f"{key_file} --bus={address}"))


def get(text, key):
    found = re.search(f"^{key}=(.*)$", text, re.MULTILINE)
    return found[1] if found else None


def main(activation, unit, policy, bindir, sysconfdir, leatd):
    leatd = os.path.abspath(leatd)
    skip = enter()
    if not skip and not is_for_all(leatd):
        skip = "the build folder is closed to other users"
    tap = Tap(2)
    with open(activation, encoding="utf-8") as file:
        text = file.read()
    with open(unit, encoding="utf-8") as file:
        same = (get(text, "User"), get(text, "SystemdService")) == \
               (get(file.read(), "User"), os.path.basename(unit))
    tap.point("/activation/as-the-unit", same, [] if same else text.splitlines())
    if skip:
        tap.point("/activation/user", True, skip=skip)
        tap.end()
    with tempfile.TemporaryDirectory() as folder:
        make_user(folder)
        address = f"unix:path={folder}/socket"
        ours = prepare(folder, address, text, bindir, sysconfdir, leatd)
        begun, owner = activate(folder, address, ours, policy)
        tap.point("/activation/user", f"uint32 {ID}\n" in owner.stdout,
                  [*begun.stderr.splitlines(), *owner.stdout.splitlines()])
    tap.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
