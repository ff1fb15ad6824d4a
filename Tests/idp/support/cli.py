"""The command line that every server's up.py has.

  up.py --install                 install what it needs, nothing else (setup.sh does this)
  up.py WORKDIR serve             start, print one line of JSON with a fresh refresh token, stop when stdin ends
  up.py WORKDIR up                the same, but it stays until `down`
  up.py WORKDIR mint              one more token set, as JSON
  up.py WORKDIR kill              end every grant of --client as an administrator does, print {"killed": N}
  up.py WORKDIR refresh           use the refresh token that comes on stdin, print status and error, never a token
  up.py WORKDIR userinfo          ask for the claims with the access token that comes on stdin, and a DPoP proof behind it
  up.py WORKDIR authorize         follow the authorization URL on stdin as the user, print where the browser is sent back
  up.py WORKDIR tokens            every token that --client was given and that the server still knows
  up.py WORKDIR restart           stop and start on the same data and port
  up.py WORKDIR state             what is known, with every client's secret
  up.py WORKDIR down              stop
"""
import argparse
import json
import os
import signal
import subprocess
import sys

from . import install, oauth, process, web

ACTIONS = ["serve", "up", "mint", "kill", "refresh", "userinfo", "authorize", "tokens", "restart", "state", "down"]


def main(server, doc):
    """What `server` has to know: install(); prepare() makes the data and returns the command; register() makes users
    and clients once it runs; meta() names the endpoints; mint() returns a token answer; kill() a number. For some actions
    it may have authorize(), which returns an address with a code, and tokens(), a list."""
    parser = argparse.ArgumentParser(description=doc + __doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true")
    parser.add_argument("workdir", nargs="?", help="folder for everything that this server writes; made if missing")
    parser.add_argument("action", nargs="?", default="up", choices=ACTIONS)
    parser.add_argument("--port", type=int, default=0, help="loopback port (default: a free one)")
    parser.add_argument("--client", default="basic", help="registered client to use")
    parser.add_argument("--scope", help="scopes to ask for, by blanks (default: all)")
    parser.add_argument("--tls", action="store_true", help="put front.py before it: ca_file and tls_cases in the JSON")
    server.options(parser)
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that `serve` stops its server then too
    with install.locked():
        server.install()
    if chosen.install:
        return
    if not chosen.workdir:
        parser.error("WORKDIR is missing")
    work = os.path.abspath(chosen.workdir)
    os.makedirs(work, mode=0o700, exist_ok=True)
    if chosen.action in ("serve", "up"):
        bring_up(server, work, chosen)
    elif chosen.action == "down":
        process.stop(work)
    else:
        with open(state_path(work)) as file:
            state = json.load(file)
        tell(perform(server, work, state, chosen))


def perform(server, work, state, chosen):
    if chosen.action == "mint":
        return mint(server, work, state, chosen)
    if chosen.action == "kill":
        return {"killed": server.kill(work, state, chosen)}
    if chosen.action == "restart":
        process.stop(work, "server")
        return {"pid": start(work, state).pid}
    if chosen.action == "state":
        return state
    if chosen.action == "authorize":
        return {"location": server.authorize(web.Http(state["ca_file"]), state, sys.stdin.read().strip())}
    if chosen.action == "tokens":
        return {"tokens": server.tokens(work, state, chosen)}
    # Behind the token, on a line of its own, may stand a proof for the request that it is used in.
    (token, _, proof), meta = sys.stdin.read().strip().partition("\n"), server.meta(state, chosen)
    http = web.Http(state["ca_file"])
    if chosen.action == "refresh":
        answer = oauth.refresh(http, meta, state["clients"][chosen.client], token, chosen.scope)
    else:
        shown = {"Authorization": "DPoP " + token, "DPoP": proof} if proof else {"Authorization": "Bearer " + token}
        answer = http.get(meta["userinfo_endpoint"], headers=shown)
    return judged(answer)


def judged(answer):
    """Status and what may be shown of a body."""
    try:
        body = answer.json()
    except ValueError:
        body = {}
    return {"status": answer.status, "error": body.get("error"), "sub": body.get("sub"), "scope": body.get("scope")}


def bring_up(server, work, chosen):
    for _ in range(3 if not chosen.port else 0):
        try:
            return attempt(server, work, chosen)
        except process.EndedEarly as ended:
            install.log(str(ended).removeprefix("idp: "), "- trying another port")
    attempt(server, work, chosen)


def attempt(server, work, chosen):
    process.stop(work)
    try:
        port = chosen.port or process.free_port()
        front = put_front_before(work, port) if chosen.tls else None
        base = front["cases"]["good"] if front else "http://127.0.0.1:%d" % port
        known = {"port": port, "base": base, "front": front, "ca_file": front["ca_file"] if front else None}
        state = dict(server.prepare(work, known, chosen), **known)
        start(work, state)
        state.update(server.register(work, state, chosen))
        with open(os.open(state_path(work), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(state, file)
        tell(mint(server, work, state, chosen))
        if chosen.action == "serve":
            sys.stdin.buffer.read()
            process.stop(work)
    except BaseException:
        process.stop(work)
        raise


def put_front_before(work, port):
    script = os.path.join(os.path.dirname(install.HERE), "front.py")
    command = [sys.executable, script, work, "--upstream", "http://127.0.0.1:%d" % port, "--stay"]
    front = process.start(work, "front", command, output=subprocess.PIPE)
    line = front.stdout.readline()
    if not line:
        raise SystemExit("idp: the TLS front did not start, see front.log")
    return json.loads(line)


def start(work, state):
    started = process.start(work, "server", state["command"], env=state.get("env"))
    process.wait_http("http://127.0.0.1:%d%s" % (state["port"], state["ready"]), started)
    return started


def mint(server, work, state, chosen):
    meta, client = server.meta(state, chosen), state["clients"][chosen.client]
    told = oauth.minted(meta, client, server.mint(work, state, chosen))
    told.update(ca_file=state["ca_file"], tls_cases=state["front"]["cases"] if state["front"] else None)
    return told


def state_path(work):
    return os.path.join(work, "state.json")


def tell(value):
    print(json.dumps(value), flush=True)
