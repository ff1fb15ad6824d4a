"""Counts what vaultd executes for one cached token.get and one session.lookup under callgrind (valgrind), and what its server does
without auditing and hiding; see instructions.sh."""

import argparse
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import vault

WARM_UP = 100
# Of the design, for one token.get with everything on, and with auditing and hiding off.
GOAL = 8500
BARE_GOAL = 5000


def prefix(folder):
    # Under callgrind the main thread's stack is not grown on demand.
    return ["valgrind", "--tool=callgrind", "--instr-atstart=no", "--main-stacksize=8388608",
            "--callgrind-out-file=%s/callgrind.%%p" % folder]


def control(tested, state):
    subprocess.run(["callgrind_control", "-i", state, str(tested.process.pid)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # The state changes when a thread next runs.
    time.sleep(0.5)


class Bare:
    """The server of vault-bench without auditing and hiding, a policy of ten rules, attestation by executable."""

    def __init__(self, programs, prefix):
        self.folder = tempfile.mkdtemp(prefix="vault-bench-")
        os.mkdir(self.folder + "/run", 0o700)
        path = self.folder + "/run/bare.sock"
        self.process = subprocess.Popen(
            [*prefix(self.folder), programs + "/vault-bench", "__bare", path, "1", "10", os.path.realpath(sys.executable)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if self.process.stdout.readline() != b"ready\n":
            raise SystemExit("the bare server did not start")
        self.connect = lambda: vault.Connection(path)

    def end(self):
        self.process.terminate()
        self.process.wait()

    def stop(self):
        self.end()
        shutil.rmtree(self.folder)


def count(programs, method, calls, depth, bare=False):
    """Instructions of one call, all threads together, and the functions that execute most of them."""
    tested = Bare(programs, prefix) if bare else vault.Vault(programs, prefix, patience=300)
    try:
        connection = tested.connect()
        params = {"subject": vault.SUBJECT, "provider": "sim"}
        if bare:
            params = {"subject": "user:default/bench-user-0000000", "provider": "bench"}
        if method == "session.lookup":
            params = {"session": connection.call("session.create", {"subject": vault.SUBJECT})["session"]}
        for _ in range(WARM_UP):
            connection.call(method, params)
        block = vault.line(method, params) * depth
        control(tested, "on")
        for _ in range(calls // depth):
            connection.socket.sendall(block)
            for _ in range(depth):
                if b'"result"' not in connection.file.readline():
                    raise SystemExit(method + " failed under callgrind")
        control(tested, "off")
        connection.close()
        tested.end()
        return read(tested.folder, tested.process.pid, calls // depth * depth)
    finally:
        tested.stop()


def read(folder, pid, calls):
    files = glob.glob("%s/callgrind.%d*" % (folder, pid))
    text = subprocess.run(["callgrind_annotate", "--threshold=80", *files], check=True, capture_output=True, text=True).stdout
    rows = re.findall(r"^\s*([\d,]+) \(\s*[\d.]+%\)\s+(.*)$", text, re.M)
    numbers = [(int(number.replace(",", "")) / calls, name.split(":", 1)[-1].split(" [")[0]) for number, name in rows]
    if not numbers or numbers[0][0] < 100:
        raise SystemExit("callgrind counted nothing")
    return numbers[0][0], [row for row in numbers[1:] if "PROGRAM TOTALS" not in row[1]]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", help="folder of vaultd, vaultfetch, vault-provider-sim and vault-bench, release builds")
    parser.add_argument("--calls", type=int, default=20000)
    parser.add_argument("--functions", type=int, default=0, help="print so many of the functions that execute most")
    options = parser.parse_args()
    for method, bare, goal in (("token.get", False, GOAL), ("token.get", True, BARE_GOAL), ("session.lookup", False, None)):
        for depth in (1, 16):
            total, functions = count(options.programs, method, options.calls, depth, bare)
            verdict = ""
            if goal and depth == 1:
                verdict = "  goal <= %d: %s" % (goal, "ok" if total <= goal else "MISS")
            print("%-16s %2d in flight  %8.0f instructions a call%s" % (method + (", bare" if bare else ""), depth, total, verdict), flush=True)
            for number, name in functions[:options.functions]:
                print("    %8.1f  %s" % (number, name[:110]))


main()
