import CLinux
import Glibc
import TestHarness
import Testing
import VaultFetchWire

@testable import VaultProvider

extension ProcessSuites {
    /// The process may die, hang, or never start: everybody who waits gets an outcome, and the next request works.
    @Suite struct FetchProcessTests {
        /// Asks a server that takes the request and then says nothing, and does something to the process meanwhile.
        private static func disturb(
            _ fetch: Fetch, deadline: Int64, _ action: @escaping @Sendable (Int32) -> Void
        ) async throws -> String {
            let server = try ScriptedServer { connection in
                connection.readRequest()
                if let processID = fetch.processID { action(processID) }
                connection.waitForEnd()
            }
            return Fetch.words(await fetch.post(server.url, deadline: deadline))
        }

        private static func works(_ fetch: Fetch) async throws -> Bool {
            let server = try ScriptedServer.answering(ScriptedServer.answer("200 OK", "{}"))
            return Fetch.words(await fetch.post(server.url)) == "200 {}"
        }

        @Test func `a process that is killed leaves the outcome open, and the next request works`() async throws {
            let fetch = try Fetch()
            let words = try await Self.disturb(fetch, deadline: 20_000) { kill($0, SIGKILL) }
            #expect(words == "unanswered: processEnded")
            #expect(try await Self.works(fetch))
        }

        @Test func `a process that hangs is killed soon after the deadline`() async throws {
            let fetch = try Fetch { $0.slackMilliseconds = 300 }
            #expect(try await Self.works(fetch))
            let start = ContinuousClock.now
            let words = try await Self.disturb(fetch, deadline: 500) { kill($0, SIGSTOP) }
            #expect(words == "unanswered: processEnded")
            #expect(ContinuousClock.now - start < .seconds(6))
            #expect(try await Self.works(fetch))
        }

        @Test func `a process is renewed after so many requests`() async throws {
            let fetch = try Fetch { $0.requestsPerProcess = 2 }
            var seen: [Int32?] = []
            for _ in 0..<6 {
                #expect(try await Self.works(fetch))
                seen.append(fetch.processID)
            }
            #expect(Set(seen).count >= 3)
        }

        @Test func `a process with nothing to do ends`() async throws {
            let fetch = try Fetch { $0.idleMilliseconds = 100 }
            #expect(try await Self.works(fetch))
            guard let handle = fetch.processHandle() else { return }
            defer { close(handle) }
            #expect(Readiness.wait(for: handle, until: .now.adding(milliseconds: 10_000)))
            #expect(try await Self.works(fetch))
        }

        @Test func `a closed pool ends its processes and sends nothing more`() async throws {
            let fetch = try Fetch()
            #expect(try await Self.works(fetch))
            let handle = try #require(fetch.processHandle())
            defer { close(handle) }
            fetch.pool.close()
            #expect(Readiness.wait(for: handle, until: .now.adding(milliseconds: 10_000)))
            let server = try ScriptedServer.answering(ScriptedServer.answer("200 OK", "{}"))
            #expect(Fetch.words(await fetch.post(server.url)) == "not sent: notAccepted")
            #expect(server.connections == 0)
        }

        @Test func `a program that is not there sends nothing`() async throws {
            let fetch = try Fetch { $0.executable = "/nonexistent/vaultfetch" }
            #expect(Fetch.words(await fetch.post("http://127.0.0.1:9/")) == "not sent: notAccepted")
        }

        @Test func `a program that is never ready sends nothing`() async throws {
            let folder = try TemporaryFolder()
            try folder.write("#!/bin/sh\nexec cat >/dev/null\n", to: "sleeper", mode: 0o700)
            let fetch = try Fetch {
                $0.executable = folder.file("sleeper")
                $0.startMilliseconds = 200
            }
            #expect(Fetch.words(await fetch.post("http://127.0.0.1:9/", deadline: 5_000)) == "not sent: notAccepted")
        }

        @Test func `a program that talks nonsense sends nothing`() async throws {
            let folder = try TemporaryFolder()
            // Descriptor 0 is the socket; this writes a frame that promises too much.
            try folder.write(
                "#!/bin/sh\nprintf '\\377\\377\\377\\377' >&0\nexec cat >/dev/null\n", to: "liar", mode: 0o700)
            let fetch = try Fetch { $0.executable = folder.file("liar") }
            #expect(Fetch.words(await fetch.post("http://127.0.0.1:9/")) == "not sent: notAccepted")
        }

        /// A stand-in for the program writes down what it was born with.
        @Test func `the child gets no environment, no descriptors and no signal mask of ours`() async throws {
            let folder = try TemporaryFolder()
            let script = """
                #!/bin/sh
                ls -1 /proc/$$/fd > \(folder.path)/fds
                tr '\\0' '\\n' < /proc/$$/environ > \(folder.path)/environment
                exec grep -E '^Sig(Blk|Ign)' /proc/self/status > \(folder.path)/signals
                """
            try folder.write(script, to: "spy", mode: 0o700)
            let leak = open("/dev/null", O_RDONLY)
            defer { close(leak) }
            setenv("VAULT_TEST_CANARY", "must not be inherited", 1)
            setenv("https_proxy", "http://127.0.0.1:9", 1)
            signal(SIGPIPE, SIG_IGN)
            let fetch = try Fetch { $0.executable = folder.file("spy") }
            // A child that another test forks in this moment may hold the script open for writing: then it is no program yet (ETXTBSY).
            for _ in 0..<50 where folder.bytes("signals").isEmpty { _ = await fetch.post("http://127.0.0.1:9/") }
            func lines(_ name: String) -> [String] {
                String(decoding: folder.bytes(name), as: UTF8.self).split(separator: "\n").map(String.init)
            }
            // The shell itself holds the script open at a high number.
            #expect(lines("fds").compactMap { Int($0) }.filter { $0 < 10 } == [0, 1, 2])
            // The C library cuts its tunables apart in place, so the second of them looks like a variable.
            let names = lines("environment").map { String($0.prefix { $0 != "=" }) }.filter { !$0.hasPrefix("glibc.") }
            #expect(names.sorted() == ["GLIBC_TUNABLES", "LD_BIND_NOW", "LIBDISPATCH_LOG", "SWIFT_BACKTRACE"])
            // The C library keeps 32 and 33 to itself and sets them as it likes.
            let own: UInt64 = 1 << 31 | 1 << 32
            for line in lines("signals") { #expect(UInt64(line.suffix(16), radix: 16).map { $0 & ~own } == 0) }
            #expect(lines("signals").count == 2)
        }

        @Test func `the program ends by itself when its socket closes`() throws {
            let launched = try FetchLaunch.start(FetchSettings(executable: Fetch.program), authority: nil)
            close(launched.socket)
            #expect(launched.child.status(until: .now.adding(milliseconds: 20_000)) == 0)
        }

        /// Landlock is there from Linux 5.13 on, where the kernel was built with it.
        @Test func `the program is kept from files where the kernel can do it, and says so truly`() throws {
            let launched = try FetchLaunch.start(FetchSettings(executable: Fetch.program), authority: nil)
            defer { launched.child.kill() }
            var channel = FetchChannel(socket: launched.socket)
            #expect(Readiness.wait(for: launched.socket, until: .now.adding(milliseconds: 20_000)))
            var reports: [FetchReport] = []
            _ = channel.read { report in
                reports.append(report)
                return true
            }
            let ruleset = confine_landlock_ruleset(UInt64(LANDLOCK_ACCESS_FS_READ_FILE))
            defer { if ruleset >= 0 { close(ruleset) } }
            #expect(reports == [.ready(FetchReady(hasPrivateAuthority: false, isConfined: ruleset >= 0))])
        }

        @Test func `whether the programs are kept from files is known when the first has run`() async throws {
            let fetch = try Fetch()
            #expect(fetch.pool.isConfined == nil)
            _ = await fetch.get("http://127.0.0.1:1/")
            let ruleset = confine_landlock_ruleset(UInt64(LANDLOCK_ACCESS_FS_READ_FILE))
            defer { if ruleset >= 0 { close(ruleset) } }
            #expect(fetch.pool.isConfined == (ruleset >= 0))
        }

        @Test func `the program ends when it is told what is no request`() throws {
            let launched = try FetchLaunch.start(FetchSettings(executable: Fetch.program), authority: nil)
            defer { close(launched.socket) }
            let nonsense: [UInt8] = [0, 0, 0, 2, 9, 9]
            #expect(nonsense.withUnsafeBytes { write(launched.socket, $0.baseAddress, $0.count) } == nonsense.count)
            #expect(launched.child.status(until: .now.adding(milliseconds: 20_000)) == 0)
        }

        @Test func `a CA file that is none stops the start, and says so`() async throws {
            let folder = try TemporaryFolder()
            try folder.write("no certificate", to: "ca.pem")
            for path in [folder.file("ca.pem"), folder.file("missing.pem")] {
                let fetch = try Fetch(authority: path)
                #expect(Fetch.words(await fetch.post("http://127.0.0.1:9/")) == "not sent: notAccepted")
                #expect(fetch.pool.startFailure(in: fetch.lane) == .badAuthority)
            }
        }
    }
}
