import Testing
import VaultFetchWire

@testable import VaultProvider

extension ProcessSuites {
    /// What the asking side may rely on, whatever the server does; over the real program and real sockets.
    @Suite struct FetchContractTests {
        @Test func `an answer comes back with its status, headers and body`() async throws {
            let server = try ScriptedServer.answering(
                ScriptedServer.answer(
                    "429 Slow", #"{"a":1}"#,
                    "Retry-After: 7\r\nDPoP-Nonce: n1\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nSet-Cookie: a=b\r\n"))
            let outcome = await (try Fetch()).post(server.url, body: "refresh_token=abc")
            #expect(
                outcome
                    == .response(
                        FetchReply(
                            status: 429, contentType: "application/json", retryAfter: "7", dpopNonce: "n1",
                            date: "Sun, 06 Nov 1994 08:49:37 GMT",
                            body: Samples.body(#"{"a":1}"#))))
            let request = try #require(server.requests.first)
            #expect(request.hasPrefix("POST /token HTTP/1.1\r\n"))
            #expect(request.hasSuffix("\r\n\r\nrefresh_token=abc"))
            #expect(request.lowercased().contains("connection: close"))
        }

        @Test func `a DELETE is sent with its body`() async throws {
            let server = try ScriptedServer.answering("HTTP/1.1 204 No Content\r\n\r\n")
            let fetch = try Fetch()
            let request = OutgoingRequest(
                method: .delete, url: server.url, headers: [FetchHeader("Content-Type", "application/json")],
                body: Samples.body("{}"), deadlineMilliseconds: 20_000, responseCap: 100)
            #expect(Fetch.words(await fetch.pool.fetch(request, in: fetch.lane)) == "204 ")
            let asked = try #require(server.requests.first)
            #expect(asked.hasPrefix("DELETE /token HTTP/1.1\r\n") && asked.hasSuffix("\r\n\r\n{}"))
        }

        @Test func `nothing is remembered from one request to the next`() async throws {
            let server = try ScriptedServer.answering(
                ScriptedServer.answer("200 OK", "{}", "Set-Cookie: a=b; Path=/\r\n"))
            let fetch = try Fetch()
            _ = await fetch.post(server.url)
            _ = await fetch.post(server.url)
            #expect(server.requests.count == 2)
            #expect(server.connections == 2)
            #expect(server.requests.allSatisfy { !$0.lowercased().contains("cookie") })
        }

        @Test(arguments: [
            #"Basic realm="x""#, "Basic", "Bearer", #"Bearer error="invalid_token""#, #"Digest realm="a", nonce="b""#,
            "Negotiate", "realm=", "", #"Basic realm="a"\#r\#nWWW-Authenticate: Bearer realm="b""#,
        ])
        func `a 401 with a challenge is answered with its body`(challenge: String) async throws {
            let server = try ScriptedServer.answering(
                ScriptedServer.answer("401 No", #"{"error":"invalid_client"}"#, "WWW-Authenticate: \(challenge)\r\n"))
            let outcome = await (try Fetch()).post(server.url)
            #expect(Fetch.words(outcome) == #"401 {"error":"invalid_client"}"#)
            guard case .response(let reply) = outcome else { return }
            #expect(reply.hasChallenge)
        }

        @Test(arguments: [301, 302, 303, 307, 308]) func `a redirect is the answer and is not followed`(status: Int)
            async throws
        {
            let target = try ScriptedServer.answering(ScriptedServer.answer("200 OK", "{}"))
            let server = try ScriptedServer.answering(
                ScriptedServer.answer("\(status) Moved", "gone", "Location: \(target.url)\r\n"))
            #expect(Fetch.words(await (try Fetch()).post(server.url)) == "\(status) gone")
            #expect(target.connections == 0)
        }

        @Test func `a redirect to nowhere is an answer too`() async throws {
            let server = try ScriptedServer.answering(
                ScriptedServer.answer("302 Moved", "", "Location: http://[::1\r\n"))
            #expect(Fetch.words(await (try Fetch()).post(server.url)) == "302 ")
        }

        @Test func `a refused connection was certainly not sent`() async throws {
            // Bound and closed again: nobody listens there now.
            let port = try ScriptedServer { _ in }.port
            #expect(Fetch.words(await (try Fetch()).post("http://127.0.0.1:\(port)/")) == "not sent: connectionRefused")
        }

        @Test func `a name without an address was certainly not sent`() async throws {
            #expect(
                Fetch.words(await (try Fetch()).post("http://no-such-host.invalid/")) == "not sent: nameNotResolved")
        }

        @Test(arguments: ["file:///etc/hostname", "ftp://127.0.0.1/", "http:///x", "http://u:p@127.0.0.1/", "nonsense"])
        func `an address that is not plain http is not sent`(url: String) async throws {
            #expect(Fetch.words(await (try Fetch()).post(url)) == "not sent: badRequest")
        }

        @Test func `a connection that ends without an answer leaves the outcome open`() async throws {
            let fetch = try Fetch()
            let closing = try ScriptedServer { $0.readRequest() }
            #expect(Fetch.words(await fetch.post(closing.url)) == "unanswered: connectionLost")
            let resetting = try ScriptedServer {
                $0.readRequest()
                $0.resetOnClose()
            }
            #expect(Fetch.words(await fetch.post(resetting.url)) == "unanswered: connectionLost")
            #expect(closing.requests.count == 1)
            #expect(resetting.requests.count == 1)
        }

        /// Answers one request, keeps the connection open against its wish, takes a second request and closes.
        private static func stubborn() throws -> ScriptedServer {
            try ScriptedServer { connection in
                connection.readRequest()
                connection.write("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}")
                connection.readRequest()
            }
        }

        @Test func `a connection that a server keeps open is not used again`() async throws {
            let server = try Self.stubborn()
            let fetch = try Fetch()
            for _ in 0..<3 { #expect(Fetch.words(await fetch.post(server.url)) == "200 {}") }
            #expect(server.connections == 3)
        }

        /// While another request is under way the connection stays, and libcurl would send the request again on a new
        /// one when it ends; a refresh token must not go out twice.
        @Test func `a token is never sent twice`() async throws {
            let server = try Self.stubborn()
            let waiting = Barrier(2)
            let slow = try ScriptedServer { connection in
                connection.readRequest()
                waiting.pass()
                connection.waitForEnd()
            }
            let fetch = try Fetch()
            async let other = fetch.post(slow.url, deadline: 4_000)
            await waiting.all()
            #expect(Fetch.words(await fetch.post(server.url, body: "refresh_token=one")) == "200 {}")
            #expect(
                Fetch.words(await fetch.post(server.url, body: "refresh_token=two")) == "unanswered: connectionLost")
            #expect(Fetch.words(await other) == "unanswered: deadline")
            // A new connection would have been answered: that this one was lost says that the kept one was used, which
            // is where libcurl repeats. By now it has had the time to.
            #expect(server.requests.filter { $0.contains("refresh_token=two") }.count == 1)
        }

        @Test(arguments: [
            "hello\r\n\r\n", "\u{0}\u{1}\u{2}", "HTTP/1.1 abc\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{", "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nx: \u{0}\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 2\r\n\r\n{}",
        ])
        func `an answer that is cut or no HTTP leaves the outcome open`(bytes: String) async throws {
            let fetch = try Fetch()
            let bad = try ScriptedServer.answering(bytes)
            #expect(Fetch.words(await fetch.post(bad.url)) == "unanswered: connectionLost")
            let good = try ScriptedServer.answering(ScriptedServer.answer("200 OK", "{}"))
            #expect(Fetch.words(await fetch.post(good.url)) == "200 {}")
        }

        @Test func `many requests are under way at once`() async throws {
            let together = 120
            let barrier = Barrier(together)
            let server = try ScriptedServer { connection in
                connection.readRequest()
                barrier.arrive()
                connection.write(ScriptedServer.answer("200 OK", "{}"))
            }
            let fetch = try Fetch()
            let good = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<together {
                    group.addTask { Fetch.words(await fetch.post(server.url, body: "n=\(number)")) == "200 {}" }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(good == together)
        }

        @Test func `more requests than one process takes at a time wait their turn`() async throws {
            let server = try ScriptedServer.answering(ScriptedServer.answer("200 OK", "{}"))
            let fetch = try Fetch { $0.inFlight = 32 }
            let words = await withTaskGroup(of: String.self) { group in
                for _ in 0..<300 { group.addTask { Fetch.words(await fetch.post(server.url)) } }
                return await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(words == ["200 {}"])
            #expect(server.requests.count == 300)
        }
    }
}
