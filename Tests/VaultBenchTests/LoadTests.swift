import Glibc
import Synchronization
import Testing
import VaultSocket

@testable import vault_bench

@Suite struct `The load client` {
    @Test func `repeats the lines of a ring so that no send wraps`() {
        let ring = RequestRing([Array("a\n".utf8), Array("b\n".utf8)], depth: 5)
        #expect(ring.count == 6)
        #expect(String(decoding: ring.bytes, as: UTF8.self) == "a\nb\na\nb\na\nb\na\nb\na\nb\na\n")
        #expect((0..<6).map(ring.line(at:)) == [0, 1, 0, 1, 0, 1])
    }

    @Test func `keeps so many requests in flight and takes the first reply whole`() throws {
        var pair = try UnixSocket.pair(nonBlocking: true)
        let here = pair.takeFirst()
        let there = pair.takeSecond()
        let ring = RequestRing([Array("one\n".utf8), Array("two\n".utf8), Array("six\n".utf8)], depth: 2)
        let connection = LoadConnection(here, ring, depth: 2, first: 2)
        try connection.send(2, at: 100)
        #expect(received(there) == "six\none\n")
        var times = LatencyHistogram()
        #expect(receive("fir", connection, at: 150, &times) == 0)
        #expect(connection.takeReply() == nil)
        #expect(receive("st\nsecnd\n", connection, at: 160, &times) == 2)
        #expect(connection.takeReply() == Array("first".utf8))
        #expect(connection.takeReply() == nil)
        #expect(connection.inFlight == 0 && times.total == 2 && times.most == 60)
        try connection.send(1, at: 200)
        try connection.send(1, at: 300)
        #expect(received(there) == "two\nsix\n")
        times.removeAll()
        #expect(receive("third\nforth\n", connection, at: 310, &times) == 2)
        #expect(times.quantile(0.5) == 10 && times.most == 110, "each reply has the time of its own request")
        #expect(connection.hasEvenLengths)
    }

    @Test func `takes replies of several lines as one, however they come`() throws {
        var pair = try UnixSocket.pair(nonBlocking: true)
        let here = pair.takeFirst()
        let there = pair.takeSecond()
        let ring = RequestRing([Array("x\n".utf8)], depth: 2)
        let connection = LoadConnection(here, ring, depth: 2, first: 0, linesPerReply: 2)
        try connection.send(2, at: 0)
        _ = received(there)
        var times = LatencyHistogram()
        #expect(receive("$3\r\nab", connection, at: 1, &times) == 0)
        #expect(receive("c\r\n$3\r\n", connection, at: 2, &times) == 1)
        #expect(connection.takeReply() == Array("$3\r\nabc\r".utf8))
        #expect(receive("def\r\n", connection, at: 3, &times) == 1)
        #expect(connection.inFlight == 0 && times.total == 2 && connection.hasEvenLengths)
    }

    @Test func `notices replies that are shorter than the first`() throws {
        var pair = try UnixSocket.pair(nonBlocking: true)
        let here = pair.takeFirst()
        let there = pair.takeSecond()
        let connection = LoadConnection(here, RequestRing([Array("x\n".utf8)], depth: 8), depth: 8, first: 0)
        try connection.send(8, at: 0)
        var times = LatencyHistogram()
        let long = String(repeating: "a", count: 400) + "\n"
        _ = receive(long + long + long + long, connection, at: 1, &times)
        _ = connection.takeReply()
        #expect(connection.hasEvenLengths)
        _ = receive("error\nerror\nerror\nerror\n", connection, at: 2, &times)
        #expect(!connection.hasEvenLengths)
        _ = received(there)
    }

    @Test(arguments: [(1, 1), (8, 1), (8, 16)])
    func `measures the echo server`(connections: Int, depth: Int) throws {
        let echo = try EchoThread(requestBytes: 10, replyBytes: 50)
        let run = try run(echo, connections, depth) { line, reply in
            line < 3 && reply.count == 49 ? nil : "a wrong reply"
        }
        #expect(run.rate > 0)
        #expect((run.latencies?.total ?? 0) > 0)
    }

    @Test func `refuses a run whose first reply is wrong`() throws {
        let echo = try EchoThread(requestBytes: 10, replyBytes: 50)
        #expect(throws: LoadFailure.self) { try run(echo, 2, 2) { _, _ in "not what was asked for" } }
    }

    /// More than one read of the server takes, so that requests are cut in two.
    @Test func `is answered in full when it does not read for a while`() throws {
        let echo = try EchoThread(requestBytes: 7, replyBytes: 100)
        let socket = try UnixSocket.connect(to: try UnixAddress(path: echo.path), nonBlocking: false)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket.raw, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let requests = [UInt8](repeating: 120, count: 7 * 20_000)
        #expect(requests.withUnsafeBytes { socket.send($0) } == .moved(requests.count))
        var got = 0
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { space.deallocate() }
        while got < 2_000_000, case .moved(let count) = socket.receive(into: space) {
            for index in 0..<count {
                // Every reply ends with a newline at its place and nowhere else.
                if ((got + index) % 100 == 99) != (space[index] == 0x0A) {
                    Issue.record("byte \(got + index) is wrong")
                    return
                }
            }
            got += count
        }
        #expect(got == 2_000_000)
    }

    private func run(
        _ echo: EchoThread, _ connections: Int, _ depth: Int, check: @escaping @Sendable (Int, [UInt8]) -> String?
    ) throws -> Run {
        let lines = (0..<3).map { Array("request \($0)\n".utf8) }
        var client = try LoadClient(
            LoadPlan(
                socket: echo.path, connections: connections, depth: depth, requests: RequestRing(lines, depth: depth),
                warmUp: .milliseconds(1), duration: .milliseconds(20), check: check))
        return try client.run(server: getpid())
    }

    private func receive(
        _ text: String, _ connection: LoadConnection, at now: UInt64, _ times: inout LatencyHistogram
    ) -> Int {
        Array(text.utf8).withUnsafeBytes { connection.receive($0, at: now, &times) }
    }

    private func received(_ socket: borrowing FileDescriptor) -> String {
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { space.deallocate() }
        guard case .moved(let count) = socket.receive(into: space) else { return "" }
        return String(decoding: space[..<count], as: UTF8.self)
    }
}

/// The echo server on a thread of the test; it ends with its owner.
private final class EchoThread {
    let path: String
    private let folder: WorkFolder
    private let isOver = EndMark()
    private var thread = pthread_t()

    private final class EndMark: Sendable {
        let value = Atomic(false)
    }

    init(requestBytes: Int, replyBytes: Int) throws {
        folder = try WorkFolder(in: "/tmp")
        path = folder.file("echo.sock")
        let server = try EchoServer(path: path, requestBytes: requestBytes, replyBytes: replyBytes)
        let body = Body(server, isOver)
        pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(body).toOpaque())
    }

    deinit {
        isOver.value.store(true, ordering: .relaxed)
        pthread_join(thread, nil)
    }

    private final class Body {
        private let server: EchoServer
        private let isOver: EndMark

        init(_ server: EchoServer, _ isOver: EndMark) {
            self.server = server
            self.isOver = isOver
        }

        func run() {
            while !isOver.value.load(ordering: .relaxed) { server.tick(milliseconds: 20) }
        }
    }
}
