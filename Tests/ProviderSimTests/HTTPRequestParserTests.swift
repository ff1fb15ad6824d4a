import Testing

@testable import vault_provider_sim

@Suite struct HTTPRequestParserTests {
    static let post =
        "POST /token?x=1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b"

    private func events(_ text: String) -> [HTTPRequestParser.Event] {
        var parser = HTTPRequestParser()
        parser.feed(Array(text.utf8))
        var events: [HTTPRequestParser.Event] = []
        while true {
            let event = parser.next()
            if event == .needsMore { return events }
            events.append(event)
            if case .refused = event { return events }
        }
    }

    private func request(_ text: String) throws -> HTTPRequest {
        guard case .request(let request)? = events(text).first else { throw Missing() }
        return request
    }

    private struct Missing: Error {}

    private func refusal(_ text: String) -> Int? {
        guard case .refused(let status, _)? = events(text).first else { return nil }
        return status
    }

    @Test func `a request is read with its parts`() throws {
        let request = try request(Self.post)
        #expect(request.method == "POST")
        #expect(request.path == "/token")
        #expect(request.parameter("x") == "1")
        #expect(request.header("content-type") == "application/x-www-form-urlencoded")
        #expect(request.body == Array("a=b".utf8))
        #expect(request.keepsAlive)
    }

    @Test func `bytes that come one by one give the same request`() throws {
        var parser = HTTPRequestParser()
        let bytes = Array(Self.post.utf8)
        for byte in bytes.dropLast() {
            parser.feed([byte])
            #expect(parser.next() == .needsMore)
        }
        parser.feed([bytes[bytes.count - 1]])
        #expect(parser.next() == .request(try request(Self.post)))
        #expect(parser.next() == .needsMore)
    }

    @Test func `pipelined requests come out one after the other`() {
        #expect(events(Self.post + Self.post + "GET / HTTP/1.1\r\n\r\n").count == 3)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", false), ("GET / HTTP/1.0\r\n\r\n", false),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true), ("GET / HTTP/1.1\n\n", true),
    ])
    func `the connection header decides whether it goes on`(text: String, keepsAlive: Bool) throws {
        #expect(try request(text).keepsAlive == keepsAlive)
    }

    @Test(arguments: [
        ("GET\r\n\r\n", 400), ("GET / HTTP/1.1 x\r\n\r\n", 400), ("GET http://h/ HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/2\r\n\r\n", 505), ("GET / HTTP/1.1\r\nNo colon\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nSpace : x\r\n\r\n", 400), ("GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nContent-Length: 1x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 501),
        ("POST / HTTP/1.1\r\nContent-Length: 65536\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
    ])
    func `what cannot be understood is refused`(text: String, status: Int) {
        #expect(refusal(text) == status)
    }

    @Test func `a head without end is refused at 64 KiB`() {
        let start = "GET / HTTP/1.1\r\nA: "
        #expect(refusal(start + String(repeating: "x", count: 65_000)) == nil)
        #expect(refusal(start + String(repeating: "x", count: 65_600)) == 431)
    }

    @Test func `a body up to the cap is read`() throws {
        let body = String(repeating: "x", count: 65_000)
        #expect(try request("POST / HTTP/1.1\r\nContent-Length: 65000\r\n\r\n" + body).body.count == 65_000)
    }

    @Test func `bytes that are no text are refused`() {
        var parser = HTTPRequestParser()
        parser.feed(Array("GET / HTTP/1.1\r\nA: ".utf8) + [0xFF] + Array("\r\n\r\n".utf8))
        guard case .refused(400, _) = parser.next() else {
            Issue.record("accepted")
            return
        }
    }
}
