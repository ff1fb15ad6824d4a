"""One load client for all peers: so many connections, one request in flight on each, from one thread.

It is slow, as Python is: of a server that is faster than it, it shows a lower bound only. The rates of two servers can be compared
where both are far below what it reaches with the faster of them.
"""

import selectors
import socket
import time


def connect(path):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    return connection


def kept(path, request, is_whole, connections, seconds):
    """Connections that stay open. Gives requests a second and the p50 and p99 in milliseconds."""
    selector = selectors.DefaultSelector()
    state = {}
    for _ in range(connections):
        connection = connect(path)
        selector.register(connection, selectors.EVENT_READ)
        state[connection] = [b"", time.perf_counter()]
        connection.sendall(request)
    times = []
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        for key, _ in selector.select(1):
            reply = state[key.fileobj]
            part = key.fileobj.recv(1 << 16)
            if not part:
                raise SystemExit("the server closed a connection")
            reply[0] += part
            if is_whole(reply[0]):
                now = time.perf_counter()
                times.append(now - reply[1])
                reply[:] = [b"", now]
                key.fileobj.sendall(request)
    elapsed = time.perf_counter() - start
    for connection in state:
        connection.close()
    return summary(times, elapsed)


def renewed(path, request, is_whole, seconds):
    """A new connection for each request, one after the other: for servers that close after an answer."""
    times = []
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        before = time.perf_counter()
        connection = connect(path)
        connection.sendall(request)
        reply = b""
        while not is_whole(reply):
            part = connection.recv(1 << 16)
            if not part:
                raise SystemExit("the server closed a connection before its answer")
            reply += part
        connection.close()
        times.append(time.perf_counter() - before)
    return summary(times, time.perf_counter() - start)


def summary(times, elapsed):
    if not times:
        raise SystemExit("the server answered nothing")
    times.sort()
    return len(times) / elapsed, times[len(times) // 2] * 1e3, times[int(len(times) * 0.99)] * 1e3


def pairs(rounds, measures):
    """Runs each of the named measures in turn, so often; prints the median, the range and the latencies of the median run."""
    results = {name: [] for name, _ in measures}
    for _ in range(rounds):
        for name, measure in measures:
            results[name].append(measure())
    for name, runs in results.items():
        runs.sort()
        rate, p50, p99 = runs[len(runs) // 2]
        print("%-52s %9.0f/s  (%.0f-%.0f)  p50 %.3f ms  p99 %.3f ms" % (name, rate, runs[0][0], runs[-1][0], p50, p99))


def is_line(reply):
    return reply.endswith(b"\n")


def is_http(reply):
    head, separator, body = reply.partition(b"\r\n\r\n")
    if not separator:
        return False
    if not head.startswith(b"HTTP/1.1 200 "):
        raise SystemExit("an HTTP request failed: " + head.split(b"\r\n")[0].decode())
    for header in head.split(b"\r\n")[1:]:
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            return len(body) >= int(value)
    raise SystemExit("an HTTP answer has no length")
