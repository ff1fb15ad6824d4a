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

    @Test func `keeps so many requests in flight and looks at the first reply when it is whole`() throws {
        var pair = try UnixSocket.pair(nonBlocking: true)
        let here = pair.takeFirst()
        let there = pair.takeSecond()
        let ring = RequestRing([Array("one\n".utf8), Array("two\n".utf8), Array("six\n".utf8)], depth: 2)
        let connection = LoadConnection(here, ring, depth: 2, first: 2)
        try connection.send(2, at: 100)
        #expect(received(there) == "six\none\n")
        var times = LatencyHistogram()
        let beginning = try receive("fir", connection, at: 150, &times)
        #expect(beginning.count == 0)
        let first = try receive("st\nsecnd\n", connection, at: 160, &times)
        #expect(first.count == 2 && first.seen == ["2: first"])
        #expect(connection.inFlight == 0 && times.total == 2 && times.most == 60)
        try connection.send(1, at: 200)
        try connection.send(1, at: 300)
        #expect(received(there) == "two\nsix\n")
        times.removeAll()
        let later = try receive("third\nforth\n", connection, at: 310, &times)
        #expect(later.count == 2 && later.seen.isEmpty)
        #expect(times.quantile(0.5) == 10 && times.most == 110, "each reply has the time of its own request")
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
        let beginning = try receive("$3\r\nab", connection, at: 1, &times)
        #expect(beginning.count == 0)
        let first = try receive("c\r\n$3\r\n", connection, at: 2, &times)
        #expect(first.count == 1 && first.seen == ["0: $3\r\nabc\r"])
        let second = try receive("def\r\n", connection, at: 3, &times)
        #expect(second.count == 1 && second.seen.isEmpty)
        #expect(connection.inFlight == 0 && times.total == 2)
    }

    /// A put's reply grows by a member once the grant was used.
    @Test func `looks at every reply of another length, with the line that it answers, and at no other`() throws {
        var pair = try UnixSocket.pair(nonBlocking: true)
        let here = pair.takeFirst()
        let there = pair.takeSecond()
        let ring = RequestRing(["a\n", "b\n", "c\n", "d\n"].map { Array($0.utf8) }, depth: 4)
        let connection = LoadConnection(here, ring, depth: 4, first: 0)
        var times = LatencyHistogram()
        try connection.send(4, at: 0)
        let first = try receive("good\ngood\nlonger\ngood\n", connection, at: 1, &times)
        #expect(first.seen == ["0: good", "2: longer"])
        try connection.send(4, at: 2)
        let second = try receive("longer\ngood\nlon", connection, at: 3, &times)
        #expect(second.count == 2 && second.seen.isEmpty)
        let third = try receive("ger\nmore than that\n", connection, at: 3, &times)
        #expect(third.seen == ["3: more than that"])
        try connection.send(2, at: 4)
        #expect(throws: LoadFailure.self) { try receive("good\nbad\n", connection, at: 5, &times) }
        _ = received(there)
    }

    @Test func `tells of a wrong reply its type or its length, and nothing that it holds`() {
        let failed = #"{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"no","data":{"type":"not_found"}}}"#
        #expect("\(WrongReply(Array(failed.utf8)))" == "not_found")
        #expect("\(WrongReply(Array(#"{"id":1,"error":{"code":-32700}}"#.utf8)))" == "an error without a type")
        #expect("\(WrongReply(Array(#"{"result":{"type":"secret"}}"#.utf8)))" == "28 bytes that are no error")
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

    @Test func `refuses a run with a wrong reply`() throws {
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

    /// - Returns: how many replies ended, and those of them that were looked at.
    @discardableResult
    private func receive(
        _ text: String, _ connection: LoadConnection, at now: UInt64, _ times: inout LatencyHistogram
    ) throws -> (count: Int, seen: [String]) {
        var seen: [String] = []
        let count = try Array(text.utf8).withUnsafeBytes { bytes in
            try connection.receive(bytes, at: now, &times) { line, reply in
                let text = String(decoding: reply, as: UTF8.self)
                seen.append("\(line): \(text)")
                return text == "bad" ? "a bad reply" : nil
            }
        }
        return (count, seen)
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
