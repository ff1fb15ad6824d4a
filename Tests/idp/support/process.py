"""Servers as detached processes, remembered by process id and start time in the work folder."""
import os
import random
import signal
import socket
import subprocess
import time

from . import web


class EndedEarly(SystemExit):
    """The server stopped before it answered: most likely somebody else took its port first."""


def free_port():
    """Below the ports that Linux gives to outgoing connections (32768 and up): those would take it before the server does."""
    while True:
        port = random.randrange(15000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def _start_ticks(pid):
    """When the process was started; with its id that names one process for good."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            fields = file.read().rsplit(")", 1)[1].split()
            return None if fields[0] == "Z" else fields[19]
    except OSError:
        return None


def start(work, name, command, env=None, output=None):
    """Its output goes to NAME.log unless a pipe is asked for."""
    with open(os.path.join(work, name + ".log"), "ab") as file:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output or file, stderr=file, cwd=work,
                                  env=dict(os.environ, **(env or {})), start_new_session=True)
    with open(os.path.join(work, name + ".pid"), "w") as file:
        file.write("%d %s" % (server.pid, _start_ticks(server.pid)))
    return server


def stop(work, name=None):
    """Stops what `start` started, but only while it is still the very same process."""
    names = [name] if name else [file[:-4] for file in sorted(os.listdir(work)) if file.endswith(".pid")]
    for each in names:
        path = os.path.join(work, each + ".pid")
        try:
            pid, ticks = open(path).read().split()
        except (OSError, ValueError):
            continue
        _end(int(pid), ticks)
        os.unlink(path)


def _end(pid, ticks):
    for number, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        if _start_ticks(pid) != ticks:
            return
        os.killpg(pid, number)  # its own session, so its own group
        end = time.monotonic() + seconds
        while time.monotonic() < end and _start_ticks(pid) == ticks:
            time.sleep(0.01)


def wait_http(url, server, seconds=60):
    """Returns when the server answers; ends the script if it does not."""
    end = time.monotonic() + seconds
    error = None
    client = web.Http()
    while time.monotonic() < end:
        if server.poll() is not None:
            raise EndedEarly("idp: the server ended early with %s, see its log" % server.returncode)
        try:
            error = client.get(url).status
            if error == 200:
                return
        except OSError as raised:
            error = raised
        time.sleep(0.02)
    raise SystemExit("idp: no answer from %s: %s" % (url, error))
