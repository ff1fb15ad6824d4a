import Glibc
import Testing

@testable import VaultSocket

struct UnixListenerTests {
    let directory = TemporaryDirectory()

    @Test func `a bound listener accepts a caller and talks to it`() throws {
        let listener = try UnixListener.bind(path: directory.file("s"))
        let caller = try TestSocket.connect(to: directory.file("s"))
        let served = try #require(listener.acceptNext())
        #expect(caller.send("hello"))
        #expect(served.receive() == "hello")
    }

    @Test func `accept says blocked when nobody waits`() throws {
        let listener = try UnixListener.bind(path: directory.file("s"))
        var isBlocked = false
        if case .blocked = listener.accept() { isBlocked = true }
        #expect(isBlocked)
    }

    @Test func `an accepted socket does not block and is closed on exec`() throws {
        let listener = try UnixListener.bind(path: directory.file("s"))
        let caller = try TestSocket.connect(to: directory.file("s"))
        defer { _ = caller }
        let served = try #require(listener.acceptNext())
        #expect(fcntl(served.descriptor.raw, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(served.descriptor.raw, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test(arguments: [0o600, 0o660, 0o666] as [UInt32])
    func `the socket file has the mode that was asked for, whatever the umask`(wanted: UInt32) throws {
        let listener = try UnixListener.bind(path: directory.file("s"), options: .init(mode: wanted))
        #expect(mode(of: listener.path) == wanted)
    }

    @Test func `a stale socket file is replaced`() throws {
        let address = try UnixAddress(path: directory.file("s"))
        let dead = try UnixSocket.make(nonBlocking: true)
        let number = dead.raw
        #expect(address.withSocketAddress { bind(number, $0, $1) } == 0)
        let listener = try UnixListener.bind(path: directory.file("s"))
        let caller = try TestSocket.connect(to: directory.file("s"))
        defer { _ = caller }
        #expect(listener.acceptNext() != nil, "the new listener does not answer on the path")
    }

    @Test func `a socket on which somebody answers is left alone`() throws {
        let living = try UnixListener.bind(path: directory.file("s"))
        #expect(throws: SocketError.alreadyServed(path: directory.file("s"))) {
            try UnixListener.bind(path: directory.file("s"))
        }
        let caller = try TestSocket.connect(to: directory.file("s"))
        defer { _ = caller }
        #expect(living.acceptNext() != nil, "the first listener lost its path")
    }

    @Test func `a listener whose backlog is full still counts as answering`() throws {
        let living = try UnixListener.bind(path: directory.file("s"), options: .init(backlog: 0))
        let address = try UnixAddress(path: directory.file("s"))
        let caller = try TestSocket.connect(to: directory.file("s"))
        defer { _ = caller }
        let refused = try UnixSocket.make(nonBlocking: true)
        let code = UnixSocket.tryConnect(refused, to: address) == 0 ? 0 : errno
        #expect(code == EAGAIN)
        #expect(throws: SocketError.alreadyServed(path: directory.file("s"))) {
            try UnixListener.bind(path: directory.file("s"))
        }
        _ = living
    }

    @Test func `a file that is not a socket is never removed`() throws {
        close(open(directory.file("s"), O_CREAT | O_WRONLY, 0o600))
        #expect(throws: SocketError.notASocket(path: directory.file("s"))) {
            try UnixListener.bind(path: directory.file("s"))
        }
        #expect(exists(directory.file("s")))
    }

    @Test func `closing removes the file that bind made`() throws {
        var listener: UnixListener? = try UnixListener.bind(path: directory.file("s"))
        #expect(exists(directory.file("s")))
        #expect(listener != nil)
        listener = nil
        #expect(!exists(directory.file("s")))
    }

    @Test func `closing leaves a file that another daemon has put in its place`() throws {
        var listener: UnixListener? = try UnixListener.bind(path: directory.file("s"))
        #expect(listener != nil)
        #expect(rename(directory.file("s"), directory.file("old")) == 0)
        let successor = try UnixListener.bind(path: directory.file("s"))
        listener = nil
        #expect(exists(successor.path))
    }

    @Test func `an adopted listener accepts and leaves its file behind`() throws {
        let made = try UnixListener.bind(path: directory.file("s"))
        let number = try made.descriptor.duplicate().release()
        var adopted: UnixListener? = try UnixListener.adopt(InheritedSocket(name: "workload", descriptor: number))
        let caller = try TestSocket.connect(to: directory.file("s"))
        defer { _ = caller }
        #expect(adopted!.acceptNext() != nil, "the adopted listener does not accept")
        adopted = nil
        #expect(exists(directory.file("s")))
        _ = made
    }

    @Test func `a descriptor that is no listener is not adopted and not closed`() throws {
        var pair = try UnixSocket.pair(nonBlocking: true)
        let socket = pair.takeFirst()
        let number = socket.raw
        #expect(throws: SocketError.notAListener(descriptor: number, name: "admin")) {
            try UnixListener.adopt(InheritedSocket(name: "admin", descriptor: number))
        }
        #expect(fcntl(number, F_GETFD) >= 0)
    }

    @Test(arguments: [107, 108])
    func `the path limit is the kernel's`(length: Int) {
        let path = "/" + String(repeating: "a", count: length - 1)
        if length == 107 {
            #expect(throws: Never.self) { try UnixAddress(path: path) }
        } else {
            #expect(throws: SocketError.pathTooLong(path: path, limit: 107)) { try UnixAddress(path: path) }
        }
    }

    @Test(arguments: ["", "relative/s", "/tmp/", "/tmp/.", "/tmp/a\0b"])
    func `a path that names no file in an absolute directory is refused`(path: String) {
        #expect(throws: SocketError.unusablePath(path: path)) { try UnixListener.bind(path: path) }
    }

    @Test(arguments: [true, false])
    func `the file of a socket that is taken over goes with it only where this process made it`(isOwn: Bool) throws {
        let path = directory.file("s")
        let first = try UnixListener.bind(path: path)
        let copy = try first.descriptor.duplicate().release()
        var second: UnixListener? = try UnixListener.adopt(
            InheritedSocket(name: "workload", descriptor: copy, isOwn: isOwn))
        #expect(second?.isAt(path) == isOwn)
        second = nil
        #expect((FileEntry(path: path) == nil) == isOwn)
    }
}
