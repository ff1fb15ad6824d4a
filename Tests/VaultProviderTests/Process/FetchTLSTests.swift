import Foundation
import TestHarness
import Testing
import VaultFetchWire

@testable import VaultProvider

extension ProcessSuites {
    /// A token goes only to a server whose certificate holds; over a real TLS server and a private CA.
    @Suite struct FetchTLSTests {
        private static let names = "DNS:localhost,IP:127.0.0.1"

        private static let careless = """
            openssl_conf = a
            [a]
            ssl_conf = b
            [b]
            system_default = c
            [c]
            MinProtocol = TLSv1
            CipherString = DEFAULT:@SECLEVEL=0

            """

        /// Asks once; also tells what the server got beneath the TLS.
        private static func ask(
            _ fetch: Fetch, _ files: (certificate: String, key: String), version: String = "-"
        ) async throws -> (words: String, log: String) {
            let server = try TLSServer(files, version: version)
            let words = Fetch.words(await fetch.post("https://localhost:\(server.port)/token", body: "refresh_token=x"))
            return (words, server.stop())
        }

        @Test func `a server of the private CA is trusted, in that lane alone`() async throws {
            let folder = try TemporaryFolder()
            let authority = try await TestAuthority("ca", in: folder)
            let files = try await authority.certificate("good", for: Self.names)
            let private_ = try await Self.ask(try Fetch(authority: authority.file), files)
            #expect(private_.words == "200 {}")
            #expect(private_.log == "TLSv1.3 refresh_token=x\n")
            let system = try await Self.ask(try Fetch(), files)
            #expect(system.words == "not sent: tlsFailed")
            #expect(!system.log.contains("refresh_token"))
        }

        /// Root needs no user namespace for a mount of its own, so a test that runs as root becomes somebody else first.
        @Test func `a private CA needs no rights`() async throws {
            let folder = try TemporaryFolder()
            let authority = try await TestAuthority("ca", in: folder)
            let files = try await authority.certificate("good", for: Self.names)
            let program = folder.file("vaultfetch")
            try FileManager.default.copyItem(atPath: Fetch.program, toPath: program)
            chmod(folder.path, 0o755)
            let become = "/usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups"
            let runtime = URL(fileURLWithPath: Fetch.program).deletingLastPathComponent().path
            try folder.write(
                "#!/bin/sh\nexec \(geteuid() == 0 ? become : "") \(program) \"$@\"\n", to: "run", mode: 0o755)
            try folder.letSettle("vaultfetch")
            let fetch = try Fetch(authority: authority.file) {
                $0.executable = folder.file("run")
                $0.environment = ["LD_LIBRARY_PATH=" + runtime]
            }
            let (words, log) = try await Self.ask(fetch, files)
            #expect(words == "200 {}")
            #expect(log.contains("refresh_token=x"))
        }

        @Test func `a certificate of another CA, for another host or run out gets no token`() async throws {
            let folder = try TemporaryFolder()
            let authority = try await TestAuthority("ca", in: folder)
            let other = try await TestAuthority("other", in: folder)
            let fetch = try Fetch(authority: authority.file)
            for files in [
                try await other.certificate("foreign", for: Self.names),
                try await authority.certificate("elsewhere", for: "DNS:elsewhere.example"),
                try await authority.certificate("expired", for: Self.names, days: -1),
            ] {
                let (words, log) = try await Self.ask(fetch, files)
                #expect(words == "not sent: tlsFailed")
                #expect(!log.contains("refresh_token"))
            }
        }

        @Test func `TLS 1.2 is the lowest, whatever a configuration of OpenSSL's says`() async throws {
            let folder = try TemporaryFolder()
            let authority = try await TestAuthority("ca", in: folder)
            let files = try await authority.certificate("good", for: Self.names)
            // It would let TLS 1.0 pass, if the program looked at it.
            try folder.write(Self.careless, to: "openssl.cnf")
            let fetch = try Fetch(authority: authority.file) {
                $0.environment = ["OPENSSL_CONF=" + folder.file("openssl.cnf")]
            }
            #expect(try await Self.ask(fetch, files, version: "TLSv1_2").words == "200 {}")
            for version in ["TLSv1_1", "TLSv1"] {
                let (words, log) = try await Self.ask(fetch, files, version: version)
                #expect(words.hasPrefix("not sent: "))
                #expect(!log.contains("refresh_token"))
            }
        }

        @Test func `a plain HTTP server behind an https address gets no token`() async throws {
            let server = try ScriptedServer { connection in
                connection.readRequest()
                connection.write(ScriptedServer.answer("200 OK", "{}"))
            }
            let outcome = await (try Fetch()).post("https://127.0.0.1:\(server.port)/token", deadline: 1_000)
            #expect(Fetch.words(outcome).hasPrefix("not sent: "))
            #expect(server.requests.allSatisfy { !$0.contains("refresh") })
        }
    }
}
