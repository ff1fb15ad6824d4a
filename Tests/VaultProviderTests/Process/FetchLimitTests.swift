import Testing
import VaultFetchWire

@testable import VaultProvider

extension ProcessSuites {
    /// Time and memory are kept whatever the server does.
    @Suite struct FetchLimitTests {
        /// A good while, for a machine that is busy with other tests; still far below what the server would take.
        private static let patience = Duration.seconds(6)

        private static func timed(_ fetch: Fetch, _ server: ScriptedServer, deadline: Int64) async throws -> (
            String, Duration
        ) {
            // The start of the process is no part of what is measured.
            let small = try ScriptedServer.answering(ScriptedServer.answer("200 OK", "{}"))
            #expect(Fetch.words(await fetch.post(small.url)) == "200 {}")
            let start = ContinuousClock.now
            let words = Fetch.words(await fetch.post(server.url, deadline: deadline))
            return (words, ContinuousClock.now - start)
        }

        private static func drip(_ connection: ScriptedConnection, _ text: String) {
            connection.readRequest()
            for character in text {
                guard connection.write(String(character)), connection.isOpen(after: 50) else { return }
            }
        }

        @Test func `the deadline is kept under a body that drips`() async throws {
            let server = try ScriptedServer { connection in
                Self.drip(
                    connection, "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + String(repeating: "x", count: 9999))
            }
            let fetch = try Fetch()
            let (words, time) = try await Self.timed(fetch, server, deadline: 600)
            #expect(words == "unanswered: deadline")
            #expect(time >= .milliseconds(590) && time < Self.patience)
        }

        @Test func `the deadline is kept under a head that never ends`() async throws {
            let server = try ScriptedServer { connection in
                Self.drip(connection, "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 9999))
            }
            let (words, time) = try await Self.timed(try Fetch(), server, deadline: 600)
            #expect(words == "unanswered: deadline")
            #expect(time < Self.patience)
        }

        @Test func `the deadline is kept under silence`() async throws {
            let server = try ScriptedServer { connection in
                connection.readRequest()
                connection.waitForEnd()
            }
            let (words, time) = try await Self.timed(try Fetch(), server, deadline: 500)
            #expect(words == "unanswered: deadline")
            #expect(time < Self.patience)
        }

        /// The server speaks TCP and nothing else, so the handshake never ends and the body has no way out.
        @Test func `a handshake that hangs has sent nothing`() async throws {
            let server = try ScriptedServer { $0.waitForEnd() }
            let fetch = try Fetch()
            let outcome = await fetch.post("https://127.0.0.1:\(server.port)/token", deadline: 500)
            #expect(Fetch.words(outcome) == "not sent: deadline")
        }

        @Test(arguments: ["", "Transfer-Encoding: chunked\r\n", "WWW-Authenticate: Basic realm=\"x\"\r\n"])
        func `a body without an end is cut and costs bounded memory`(header: String) async throws {
            let isChunked = header.hasPrefix("Transfer")
            let server = try ScriptedServer { connection in
                connection.readRequest()
                connection.write("HTTP/1.1 \(header.hasPrefix("WWW") ? 401 : 200) X\r\n\(header)\r\n")
                let block = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
                while connection.write(isChunked ? Array("10000\r\n".utf8) + block + Array("\r\n".utf8) : block) {}
            }
            let fetch = try Fetch()
            let small = try ScriptedServer.answering(ScriptedServer.answer("200 OK", "{}"))
            #expect(Fetch.words(await fetch.post(small.url)) == "200 {}")
            let before = try fetch.peakMemory()
            for _ in 0..<3 { #expect(Fetch.words(await fetch.post(server.url)) == "too large") }
            #expect(Fetch.words(await fetch.post(small.url)) == "200 {}")
            #expect(try fetch.peakMemory() - before < 64 << 10)
        }

        @Test func `the cap counts the body to the byte`() async throws {
            let fetch = try Fetch()
            let body = String(repeating: "x", count: 1000)
            let server = try ScriptedServer.answering(ScriptedServer.answer("200 OK", body))
            #expect(await fetch.post(server.url, cap: 999) == .tooLarge(status: 200))
            #expect(Fetch.words(await fetch.post(server.url, cap: 1000)) == "200 \(body)")
        }

        /// The bodies of redirects are collected where no cap reaches, so such a process is given up at the deadline.
        @Test func `a redirect without an end is cut off, and the service goes on`() async throws {
            let server = try ScriptedServer { connection in
                connection.readRequest()
                connection.write("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n")
                while connection.write([UInt8](repeating: UInt8(ascii: "x"), count: 65_536)) {}
            }
            let fetch = try Fetch()
            let (words, time) = try await Self.timed(fetch, server, deadline: 800)
            #expect(words == "unanswered: deadline" || words == "unanswered: processEnded")
            #expect(time < Self.patience)
            let small = try ScriptedServer.answering(ScriptedServer.answer("200 OK", "{}"))
            // Requests that reach the process before it has ended may go down with it.
            var answers: [String] = []
            while answers.last != "200 {}", answers.count < 10 {
                answers.append(Fetch.words(await fetch.post(small.url)))
            }
            #expect(answers.last == "200 {}")
        }
    }
}
