"""Measures OpenBao and vaultd with the same client; see openbao.sh."""

import argparse
import json
import shutil
import socket
import subprocess
import tempfile
import time

import load
import vault

TOKEN = "bench-root-token"


class Bao:
    """A server in memory with a KV version 2 engine, on a Unix socket, with a file audit device."""

    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="openbao-")
        self.path = self.folder + "/bao.sock"
        with open(self.folder + "/bao.hcl", "w") as file:
            # Devices cannot be made through the API any more (declarative audit devices, OpenBao 2.4).
            file.write('listener "unix" { address = "%s" }\n'
                       'audit "file" "bench" { options { file_path = "%s/audit.log" } }\n' % (self.path, self.folder))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.log = open(self.folder + "/log", "w")
        self.process = subprocess.Popen(
            [program, "server", "-dev", "-dev-root-token-id=" + TOKEN, "-dev-no-store-token",
             "-dev-listen-address=127.0.0.1:%d" % port, "-config=%s/bao.hcl" % self.folder],
            stdout=self.log, stderr=self.log)
        self.put()

    def put(self):
        body = json.dumps({"data": {"access_token": "x" * 930}}).encode()
        request = http("POST", body)
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            try:
                connection = load.connect(self.path)
                connection.sendall(request)
                if connection.recv(65536).startswith(b"HTTP/1.1 200 "):
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit("OpenBao did not start: " + open(self.folder + "/log").read())

    def stop(self):
        self.process.terminate()
        self.process.wait()
        if not open(self.folder + "/audit.log").read(1):
            raise SystemExit("OpenBao has audited nothing: the figures are of another thing than they say")
        shutil.rmtree(self.folder)


def http(method, body=b""):
    return ("%s /v1/secret/data/bench HTTP/1.1\r\nHost: localhost\r\nX-Vault-Token: %s\r\nContent-Length: %d\r\n\r\n"
            % (method, TOKEN, len(body))).encode() + body


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bao", help="the program of OpenBao")
    parser.add_argument("programs", help="folder of vaultd, vaultfetch and vault-provider-sim, release builds")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    bao = Bao(options.bao)
    tested = vault.Vault(options.programs)
    try:
        for connections in (1, 64):
            load.pairs(options.rounds, [
                ("OpenBao, KV read, audited, %d connections" % connections,
                 lambda: load.kept(bao.path, http("GET"), load.is_http, connections, options.seconds)),
                ("vaultd, token.get, audited, %d connections" % connections,
                 lambda: load.kept(tested.path, vault.token_get(), load.is_line, connections, options.seconds)),
            ])
    finally:
        tested.stop()
        bao.stop()


main()
