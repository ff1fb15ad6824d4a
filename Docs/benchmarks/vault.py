"""A vault with one provider, one client and one grant in a folder of its own, for the scripts beside this file."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

SUBJECT = "user:default/alice"
SCOPES = ["openid", "offline_access", "repo"]


class Simulator:
    """vault-provider-sim: a provider that gives tokens to anybody."""

    def __init__(self, programs, folder, rotation="rotate"):
        self.secret_file = folder + "/client-secret"
        self.process = subprocess.Popen(
            [programs + "/vault-provider-sim", "--write-client-secret", self.secret_file,
             "--rotation", rotation, "--token-bytes", "930", "--until-stdin-closes"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.url = json.loads(self.process.stdout.readline())["base_url"]

    def post(self, path, body):
        request = urllib.request.Request(self.url + path, data=json.dumps(body).encode())
        return json.loads(urllib.request.urlopen(request).read())

    def mint(self):
        return self.post("/sim/mint", {"subject": SUBJECT, "scopes": SCOPES})["refresh_token"]

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Connection:
    """One JSON-RPC connection to the vault's workload socket."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.file = self.socket.makefile("rb")

    def call(self, method, params):
        self.socket.sendall(line(method, params))
        reply = json.loads(self.file.readline())
        if "result" not in reply:
            raise SystemExit("%s failed: %s" % (method, reply.get("error", {}).get("message")))
        return reply["result"]

    def close(self):
        self.file.close()
        self.socket.close()


class Vault:
    """vaultd, with policy, attestation by user and audit on; `prefix` gives the program that runs it, such as
    valgrind, for its folder."""

    def __init__(self, programs, prefix=lambda folder: [], patience=20):
        self.folder = tempfile.mkdtemp(prefix="vault-bench-")
        for name in ("run", "admin"):
            os.mkdir(self.folder + "/" + name, 0o700)
        self.path = self.folder + "/run/vaultd.sock"
        self.simulator = Simulator(programs, self.folder)
        configuration = self.folder + "/vaultd.json5"
        with open(os.open(configuration, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(self.configuration())
        log = open(self.folder + "/vaultd.log", "w")
        subprocess.run([programs + "/vaultd", "init", "--config", configuration], check=True, stdout=log, stderr=log)
        self.process = subprocess.Popen(
            [*prefix(self.folder), programs + "/vaultd", "serve", "--config", configuration], stdout=log, stderr=log)
        self.wait(patience)
        self.connect().call("grant.put", {
            "subject": SUBJECT, "provider": "sim", "scopes": SCOPES, "refresh_token": self.simulator.mint()})

    def configuration(self):
        return """{
          seal_key: { file: "%(f)s/seal.key" }, store: { path: "%(f)s/vault.db" }, audit: { path: "%(f)s/audit.jsonl" },
          sockets: { workload: { path: "%(f)s/run/vaultd.sock" }, admin: { path: "%(f)s/admin/admin.sock" } },
          providers: { sim: { issuer: "%(url)s", client_id: "vault", client_secret: { file: "%(secret)s" }, rotation: "rotates" } },
          clients: { bench: { match: [{ uid: %(uid)d }], allow: [{
            methods: ["grant.put", "token.get", "session.create", "session.lookup"], providers: ["sim"] }] } },
          allow_unlocked_memory: true,
        }""" % {"f": self.folder, "url": self.simulator.url, "secret": self.simulator.secret_file, "uid": os.geteuid()}

    def wait(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return self.connect().close()
            except OSError:
                time.sleep(0.05)
        raise SystemExit("vaultd did not start: " + open(self.folder + "/vaultd.log").read())

    def connect(self):
        return Connection(self.path)

    def end(self):
        """The files stay."""
        self.process.terminate()
        self.process.wait()

    def stop(self):
        self.end()
        self.simulator.stop()
        shutil.rmtree(self.folder)


def line(method, params):
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return json.dumps(request, separators=(",", ":")).encode() + b"\n"


def token_get():
    return line("token.get", {"subject": SUBJECT, "provider": "sim"})
