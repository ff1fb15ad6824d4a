import Testing
import VaultCommandLine

@testable import vault_provider_sim

@Suite struct OptionsTests {
    private func options(_ arguments: [String]) throws -> Options {
        guard case .run(let line) = try SimulatorProgram.spec.parse(arguments) else { throw Help() }
        return try Options(line)
    }

    private struct Help: Error {}

    @Test func `the table is sound`() {
        #expect(SimulatorProgram.spec.mistakes.isEmpty)
    }

    @Test func `every flag has its place`() throws {
        let options = try options([
            "--listen", "127.0.0.1:9400", "--rotation", "grace:30", "--narrowing", "lineage", "--client-id", "c",
            "--client-auth", "client_secret_post", "--basic-encoding", "raw", "--client-secret-file", "f",
            "--access-token-ttl", "60", "--refresh-token-ttl", "600", "--token-bytes", "1000",
            "--refresh-token-bytes", "100", "--id-token", "--ready-fd", "3", "--until-stdin-closes",
            "--base-url", "https://x/",
        ])
        #expect(options.address.text == "127.0.0.1:9400")
        #expect(options.rules.rotation == .grace(seconds: 30))
        #expect(options.rules.narrowing == .lineage)
        #expect(options.rules.accessTokenSeconds == 60)
        #expect(options.rules.refreshTokenSeconds == 600)
        #expect(options.rules.accessTokenBytes == 1000)
        #expect(options.rules.refreshTokenBytes == 100)
        #expect(options.rules.sendsIDToken)
        #expect(options.clientID == "c")
        #expect(options.clientAuthentication == .clientSecretPost)
        #expect(options.basicEncoding == .raw)
        #expect(options.secretPlace == .read("f"))
        #expect(options.readyDescriptor == 3)
        #expect(options.endsWithStandardInput)
        #expect(options.baseURL == "https://x")
    }

    @Test func `what is not given is as the help says`() throws {
        let options = try options(["--write-client-secret", "s"])
        #expect(options.address.text == "127.0.0.1:0")
        #expect(options.rules == LineageRules())
        #expect(options.rules.rotation == .rotate)
        #expect(options.clientID == "vault")
        #expect(options.clientAuthentication == .any)
        #expect(options.basicEncoding == .form)
        #expect(options.secretPlace == .write("s"))
        #expect(options.readyDescriptor == nil)
        #expect(!options.endsWithStandardInput)
    }

    @Test func `a public client needs no secret`() throws {
        #expect(try options(["--client-auth", "none"]).secretPlace == .nowhere)
    }

    @Test func `a client with a key names it, and no other client does`() throws {
        let words = ["--client-auth", "private_key_jwt", "--client-public-key", "p", "--burn-on-wrong-client"]
        #expect(try options(words).secretPlace == .publicKey("p") && options(words).burnsOnWrongClient)
        for wrong in [
            ["--client-auth", "private_key_jwt"], ["--client-public-key", "p", "--client-secret-file", "f"],
        ] {
            #expect(throws: UsageError.self) { try options(wrong) }
        }
    }

    @Test(arguments: [
        ["--nonsense"], ["--listen"], ["--listen", "0.0.0.0:1"], ["--listen", "127.0.0.1"],
        ["--listen", "127.0.0.1:x"], ["--listen", "127.0.0.1:65536"], ["--listen", "127.0.1:1"],
        ["--listen", "127.0.0.x.1:1"], ["--rotation", "x"], ["--narrowing", "x"], ["--token-bytes", "1"],
        ["--access-token-ttl", "0"], ["--client-secret-file", "a"], ["--client-auth", "none"],
    ])
    func `a wrong command line is refused`(arguments: [String]) {
        #expect(throws: UsageError.self) { try options(arguments + ["--write-client-secret", "s"]) }
    }

    @Test func `a client without a place for its secret is refused`() {
        #expect(throws: UsageError.self) { try options([]) }
    }
}
