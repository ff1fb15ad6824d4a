"""Measures oidc-agent and vaultd with the same client; see oidc-agent.sh."""

import argparse
import json
import os
import subprocess
import shutil
import tempfile
import time

import load
import vault


class Agent:
    """oidc-agent with one account of the provider simulator."""

    def __init__(self, programs):
        self.folder = tempfile.mkdtemp(prefix="oidc-agent-")
        self.simulator = vault.Simulator(programs, self.folder, rotation="none")
        # oidc-gen wants to be told which scopes there are; the simulator does not say.
        self.simulator.post("/sim/faults", {"faults": [{
            "kind": "duplicate", "endpoint": "discovery", "name": "scopes_supported", "raw": json.dumps(vault.SCOPES)}]})
        os.mkdir(self.folder + "/accounts", 0o700)
        self.path = self.folder + "/agent.sock"
        self.environment = dict(os.environ, OIDC_CONFIG_DIR=self.folder + "/accounts", OIDC_SOCK=self.path,
                                OIDC_REFRESH_TOKEN=self.simulator.mint())
        self.process = subprocess.Popen(
            ["oidc-agent", "-d", "-a", self.path], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait()
        self.generate()

    def wait(self):
        end = time.monotonic() + 20
        while not os.path.exists(self.path):
            if time.monotonic() > end or self.process.poll() is not None:
                raise SystemExit("oidc-agent did not start")
            time.sleep(0.05)

    def generate(self):
        with open(self.folder + "/password", "w") as file:
            file.write("a password for the bench\n")
        with open(self.simulator.secret_file) as file:
            secret = file.read().strip()
        # On the command line, because oidc-gen takes it from nowhere else without asking: this secret is thrown away.
        subprocess.run(
            ["oidc-gen", "bench", "--manual", "--flow=refresh", "--rt-env", "--iss=%s/" % self.simulator.url,
             "--client-id=vault", "--client-secret=" + secret, "--scope=" + " ".join(vault.SCOPES),
             "--redirect-uri=http://localhost:9999", "--pw-file=%s/password" % self.folder, "--prompt=none"],
            env=self.environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.simulator.stop()
        shutil.rmtree(self.folder)


def is_answer(reply):
    if not reply.endswith(b"}"):
        return False
    if b'"status":"success"' not in reply:
        raise SystemExit("oidc-agent gave no token")
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", help="folder of vaultd, vaultfetch and vault-provider-sim, release builds")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    agent = Agent(options.programs)
    tested = vault.Vault(options.programs)
    request = json.dumps({"request": "access_token", "account": "bench", "min_valid_period": 60}).encode()
    try:
        load.pairs(options.rounds, [
            ("oidc-agent, a connection for each request",
             lambda: load.renewed(agent.path, request, is_answer, options.seconds)),
            ("vaultd, a connection for each request",
             lambda: load.renewed(tested.path, vault.token_get(), load.is_line, options.seconds)),
            ("vaultd, one connection, one request in flight",
             lambda: load.kept(tested.path, vault.token_get(), load.is_line, 1, options.seconds)),
        ])
    finally:
        tested.stop()
        agent.stop()


main()
