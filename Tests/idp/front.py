#!/usr/bin/env python3
"""TLS in front of a server that has none: one port per certificate, good and bad. Bytes pass through unchanged.

  front.py WORKDIR --upstream http://127.0.0.1:PORT [--port GOOD_PORT]

Makes a private CA in WORKDIR/certs, prints one line of JSON, {"ca_file": …, "cases": {NAME: URL}}, and ends when its
standard input does (--stay: when it is told to). Cases:

  good         right in every way              good-by-name  the same port as https://localhost
  chain        with an intermediate            no-chain      the intermediate is not sent
  expired, not-yet                             out of its time
  wrong-host   for another name (the CN alone is right)
  wrong-use    for clients, not servers        self-signed   by itself
  other-root   by a CA that nobody gave        old-tls       TLS 1.1 at most
  plain        no TLS: an http server behind an https URL
  broken       right in its certificate; not the upstream but support/broken.py answers, as the path says
  no-syn-ack   never completes a connection          mute  completes it, and says nothing, not even in TLS
"""
import argparse
import json
import os
import select
import signal
import socket
import ssl
import sys
import threading
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import broken, certs  # noqa: E402

CERTIFICATES = ["good", "chain", "no-chain", "expired", "not-yet", "wrong-host", "wrong-use", "self-signed",
                "other-root"]


# Old TLS versions are deprecated in Python too; here they are wanted.
warnings.simplefilter("ignore", DeprecationWarning)


def context(folder, case):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    name = "good" if case in ("old-tls", "broken") else case
    made.load_cert_chain(os.path.join(folder, name + ".pem"), os.path.join(folder, name + ".key"))
    if case == "old-tls":
        made.minimum_version = ssl.TLSVersion.TLSv1
        made.maximum_version = ssl.TLSVersion.TLSv1_1
        made.set_ciphers("ALL:@SECLEVEL=0")
    return made


def pump(client, server):
    """Copies both ways in one thread, for an SSL object must not be used by two."""
    while True:
        held = isinstance(client, ssl.SSLSocket) and client.pending()
        for source in [client] if held else select.select([client, server], [], [])[0]:
            data = source.recv(65536)
            if not data:
                return
            (server if source is client else client).sendall(data)


def serve_one(client, tls, upstream):
    try:
        client.settimeout(30)
        wrapped = tls.wrap_socket(client, server_side=True) if tls else client
        with wrapped:
            if upstream is None:
                broken.serve(wrapped)
                return
            with socket.create_connection(upstream, timeout=30) as server:
                pump(wrapped, server)
    except OSError:
        client.close()


def listen(tls, upstream, port=0):
    listener = socket.create_server(("127.0.0.1", port), backlog=256)

    def accept():
        while True:
            client, _ = listener.accept()
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=serve_one, args=(client, tls, upstream), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workdir")
    parser.add_argument("--upstream", required=True, help="the server's own URL, http://127.0.0.1:PORT")
    parser.add_argument("--port", type=int, default=0, help="port of the case 'good' (default: a free one)")
    parser.add_argument("--stay", action="store_true")
    chosen = parser.parse_args()
    folder = os.path.join(os.path.abspath(chosen.workdir), "certs")
    if not os.path.exists(os.path.join(folder, "chain.pem")):
        certs.make(folder)
    host, port = chosen.upstream.split("//")[-1].strip("/").rsplit(":", 1)
    upstream = (host, int(port))
    urls = {}
    for case in [*CERTIFICATES, "old-tls", "plain"]:
        tls = None if case == "plain" else context(folder, case)
        urls[case] = "https://127.0.0.1:%d" % listen(tls, upstream, chosen.port if case == "good" else 0)
    urls["broken"] = "https://127.0.0.1:%d" % listen(context(folder, "broken"), None)
    unreachable, *held = broken.unreachable()
    silent, mute = broken.mute()
    held.append(mute)
    urls["no-syn-ack"] = "https://127.0.0.1:%d" % unreachable
    urls["mute"] = "https://127.0.0.1:%d" % silent
    urls["good-by-name"] = urls["good"].replace("127.0.0.1", "localhost")
    print(json.dumps({"ca_file": os.path.join(folder, "ca.pem"), "cases": urls}), flush=True)
    if chosen.stay:
        signal.pause()
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
