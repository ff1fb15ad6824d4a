/// A client that asks as fast as it can, over several connections, with many calls under way. It prints a line when it is
/// beyond any burst, and on SIGTERM how many replies it got.
enum HostileScript {
    static let text = #"""
        import selectors, signal, socket, sys

        path, call = sys.argv[1], sys.argv[2].encode() + b"\n"
        over = False
        replies = 0

        def end(number, frame):
            global over
            over = True

        signal.signal(signal.SIGTERM, end)

        depth = 32
        selector = selectors.DefaultSelector()
        for number in range(4):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.connect(path)
            connection.sendall(call * depth)
            selector.register(connection, selectors.EVENT_READ)
        told = False
        while not over:
            for key, _ in selector.select(0.1):
                got = key.fileobj.recv(262144)
                if not got:
                    selector.unregister(key.fileobj)
                    continue
                count = got.count(b"\n")
                replies += count
                if count: key.fileobj.sendall(call * count)
            if not told and replies > 200:
                told = True
                print("at work", flush=True)
        print(replies)
        """#
}
