import Testing

@testable import VaultServer

/// What an HTTP request for the metrics comes to, byte by byte.
struct MetricsRequestTests {
    private func verdict(_ text: String, checksHost: Bool = true) -> MetricsRequest.Verdict {
        var request = MetricsRequest()
        return Array(text.utf8).withUnsafeBytes { request.take($0, checksHost: checksHost) }
    }

    @Test(arguments: [
        "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:9464\r\nUser-Agent: Prometheus/2.42\r\nAccept: */*\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nhost:localhost\r\n\r\n", "GET /metrics HTTP/1.0\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: 127.0.0.9\r\nContent-Length: 0\r\n\r\n",
    ])
    func `what Prometheus and curl send is answered`(text: String) {
        #expect(verdict(text) == .metrics)
    }

    @Test func `it may come in pieces`() {
        var request = MetricsRequest()
        let bytes = Array("GET /metrics HTTP/1.1\r\nHost: localhost:9464\r\n\r\n".utf8)
        for (index, byte) in bytes.enumerated() {
            let found = [byte].withUnsafeBytes { request.take($0, checksHost: true) }
            #expect(found == (index == bytes.count - 1 ? .metrics : .incomplete))
        }
    }

    @Test func `another path, another method, too much`() {
        #expect(verdict("GET / HTTP/1.0\r\n\r\n") == .refused(.otherPath))
        #expect(verdict("GET /metrics?x=1 HTTP/1.0\r\n\r\n") == .refused(.otherPath))
        #expect(verdict("POST /metrics HTTP/1.0\r\n\r\n") == .refused(.otherMethod))
        #expect(verdict("HEAD /metrics HTTP/1.0\r\n\r\n") == .refused(.otherMethod))
        let long = "GET /metrics HTTP/1.0\r\nA: " + String(repeating: "a", count: 4096)
        #expect(verdict(long) == .refused(.tooLong))
        #expect(verdict(long + "\r\n\r\n") == .refused(.tooLong))
    }

    @Test(arguments: [
        "\r\n\r\n", "GET /metrics\r\n\r\n", "GET  /metrics HTTP/1.0\r\n\r\n", "GET /metrics HTTP/2.0\r\n\r\n",
        "GET metrics HTTP/1.0\r\n\r\n", "GET http://127.0.0.1/metrics HTTP/1.0\r\n\r\n",
        "GET /metrics HTTP/1.0\r\nA : b\r\n\r\n", "GET /metrics HTTP/1.0\r\nA: b\r\n folded\r\n\r\n",
        "GET /metrics HTTP/1.0\r\nA: b\nC: d\r\n\r\n", "GET /metrics HTTP/1.0\r\nA: \u{7F}\r\n\r\n",
        "GET /metrics HTTP/1.0\r\nno field\r\n\r\n", "GET /metrics HTTP/1.0\r\nContent-Length: 1\r\n\r\n",
        "GET /metrics HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "GET /metrics HTTP/1.0\r\n\r\nmore",
        "GET /metrics HTTP/1.1\r\n\r\n", "GET /metrics HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
    ])
    func `everything else is malformed`(text: String) {
        #expect(verdict(text, checksHost: false) == .refused(.malformed))
    }

    @Test(arguments: ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:9464", "10.0.0.1", ""])
    func `a name that is not this machine's is refused on TCP alone`(host: String) {
        let text = "GET /metrics HTTP/1.1\r\nHost: \(host)\r\n\r\n"
        #expect(verdict(text) == .refused(.malformed))
        #expect(verdict(text, checksHost: false) == .metrics)
    }
}
