"""Answers of a token endpoint that no server should give; the path of the request says which.

Each text has the word `canary` in it, so that a test can tell whether any of it got somewhere. A request is read to its end
before it is answered, so that the token in it counts as sent.
"""
import gzip
import socket
import struct

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
MEMBERS = (b'"access_token":"canary-access","refresh_token":"canary-refresh","token_type":"Bearer",'
           b'"expires_in":3600')
GOOD = b"{" + MEMBERS + b"}"
MEGABYTE = 1 << 20


def answer(body, *fields):
    return b"".join([HEAD, *(field + b"\r\n" for field in fields), b"Content-Length: %d\r\n\r\n" % len(body), body])


def with_member(raw):
    return answer(b"{" + MEMBERS + b',"canary":' + raw + b"}")


def endless(connection, head, block):
    connection.sendall(HEAD + head + b"\r\n\r\n")
    while True:
        connection.sendall(block)


def reset(connection):
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n" + GOOD[:40])
    # Lingering for no time makes a reset of the close.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


BLANKS = b" " * 65536
CHUNKED = b"Transfer-Encoding: chunked"
# Made anew for each request: a megabyte here is none where it is not asked for.
WHOLE = {
    "cut-chunk": lambda: HEAD + CHUNKED + b"\r\n\r\n1000\r\n" + GOOD,
    "wrong-chunk": lambda: HEAD + CHUNKED + b"\r\n\r\nxyz\r\n" + GOOD + b"\r\n0\r\n\r\n",
    "short-length": lambda: HEAD + b"Content-Length: 40\r\n\r\n" + GOOD,
    "gzip-bomb": lambda: answer(gzip.compress(b"{" + b" " * (32 * MEGABYTE) + GOOD[1:]), b"Content-Encoding: gzip"),
    "many-members": lambda: answer(b"{" + MEMBERS + b"".join(b',"canary%d":0' % n for n in range(1000000)) + b"}"),
    "some-members": lambda: answer(b"{" + MEMBERS + b"".join(b',"canary%d":0' % n for n in range(5000)) + b"}"),
    "long-number": lambda: with_member(b"1" * MEGABYTE),
    "number": lambda: with_member(b"1" * 100000),
    "byte-order-mark": lambda: answer(b"\xef\xbb\xbf" + GOOD),
    "nul": lambda: answer(GOOD[:-1] + b"\0}"),
    "lone-surrogate": lambda: with_member(b'"\\ud800"'),
    "no-http": lambda: b"canary\r\n\r\n",
}


def serve(connection):
    """One request, one answer."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += received(connection)
    head, body = request.split(b"\r\n\r\n", 1)
    length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if
                   line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += received(connection)
    name = head.split(b" ")[1].strip(b"/").decode()
    if name == "reset":
        reset(connection)
    elif name == "endless":
        endless(connection, b"Content-Length: 10000000000", BLANKS)
    elif name == "endless-chunks":
        endless(connection, CHUNKED, b"10000\r\n" + BLANKS + b"\r\n")
    else:
        connection.sendall(WHOLE[name]())


def received(connection):
    data = connection.recv(65536)
    if not data:
        raise OSError("the request ended early")
    return data


def unreachable():
    """The port of a listener that completes no connection: whoever connects hears nothing (`no-syn-ack`)."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    held = []
    # The queue of a listener with a backlog of none has room for one or two.
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
        held.append(filler)
    return listener.getsockname()[1], (listener, held)


def mute():
    """The port of a listener that takes connections and says nothing, not even in TLS."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    return listener.getsockname()[1], listener
