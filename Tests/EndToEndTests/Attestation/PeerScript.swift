/// A process that acts as a peer with bad manners: it forks, ends, hands its socket on. It prints one line per round: what its
/// first process got, and what whoever held the socket after it got, each `answer`, `error` or `nothing`.
///
/// "Ended" means what the kernel says: the pidfd of the first process is readable before anything more is sent.
enum PeerScript {
    static let text = #"""
        import array, ctypes, os, select, socket, sys

        path, call, way, rounds = sys.argv[1], sys.argv[2].encode(), sys.argv[3], int(sys.argv[4])
        PR_SET_CHILD_SUBREAPER = 36
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

        def read(connection):
            try:
                got = b""
                while not got.endswith(b"\n"):
                    more = connection.recv(65536)
                    if not more: break
                    got += more
            except OSError:
                got = b""
            return "answer" if b'"result"' in got else "error" if got else "nothing"

        def send(connection, text):
            try: connection.sendall(text)
            except OSError: pass

        def connect():
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(60)
            connection.connect(path)
            return connection

        def ended(process):
            select.select([process], [], [])

        # The first process; what it sends before it ends may be a part of a line, or whole lines whose answers wait.
        def first(words, heir, number):
            connection = connect()
            send(connection, call + b"\n")
            words.send(read(connection).encode() + b" ")
            whole = number % 2 == 0
            if not whole: send(connection, call)
            me = os.pidfd_open(os.getpid())
            if heir is None:
                if os.fork() == 0: after(connection, me, words, whole)
            else:
                socket.send_fds(heir, [b"x"], [connection.fileno(), me])

        def after(connection, process, words, whole):
            ended(process)
            send(connection, call + b"\n" if whole else b"\n")
            words.send(read(connection).encode() + b"\n")
            os._exit(0)

        for number in range(rounds):
            ours, words = socket.socketpair()
            there = here = None
            if way == "pass":
                here, there = socket.socketpair()
                if os.fork() == 0:
                    there.close()
                    ours.close()
                    _, descriptors, _, _ = socket.recv_fds(here, 16, 2)
                    connection = socket.socket(fileno=descriptors[0])
                    connection.settimeout(60)
                    after(connection, descriptors[1], words, number % 2 == 0)
            if os.fork() == 0:
                ours.close()
                first(words, there, number)
                os._exit(0)
            words.close()
            for end in (here, there):
                if end is not None: end.close()
            while True:
                got = ours.recv(4096)
                if not got: break
                sys.stdout.write(got.decode())
            ours.close()
            try:
                while True: os.waitpid(-1, 0)
            except ChildProcessError: pass
        """#
}
