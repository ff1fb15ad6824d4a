import Testing

@testable import vault_provider_sim

@Suite struct OptionsTests {
    @Test func `every flag has its place`() throws {
        let options = try #require(
            try Options(arguments: [
                "--listen", "127.0.0.1:9400", "--rotation", "grace:30", "--narrowing", "lineage", "--client-id", "c",
                "--client-auth", "client_secret_post", "--basic-encoding", "raw", "--client-secret-file", "f",
                "--access-token-ttl", "60", "--refresh-token-ttl", "600", "--token-bytes", "1000",
                "--refresh-token-bytes", "100", "--id-token", "--ready-fd", "3", "--until-stdin-closes",
                "--base-url", "https://x",
            ]))
        #expect(try options.address().port == 9400)
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
        #expect(try options.secretPlace() == .read("f"))
        #expect(options.readyDescriptor == 3)
        #expect(options.endsWithStandardInput)
        #expect(options.baseURL == "https://x")
    }

    @Test func `a public client needs no secret`() throws {
        let options = try #require(try Options(arguments: ["--client-auth", "none"]))
        #expect(try options.secretPlace() == .nowhere)
    }

    @Test(arguments: [
        [], ["--nonsense"], ["--listen"], ["--listen", "0.0.0.0:1"], ["--listen", "127.0.0.1"],
        ["--listen", "127.0.0.1:x"], ["--listen", "127.0.0.1:65536"], ["--listen", "127.0.1:1"],
        ["--rotation", "x"], ["--narrowing", "x"], ["--token-bytes", "1"], ["--access-token-ttl", "0"],
        ["--client-secret-file", "a", "--write-client-secret", "b"],
        ["--client-auth", "none", "--write-client-secret", "b"],
    ])
    func `a wrong command line is refused`(arguments: [String]) {
        let complete = arguments.contains { $0.contains("secret") } || arguments.isEmpty
        let all = complete ? arguments : arguments + ["--write-client-secret", "s"]
        #expect(throws: UsageError.self) { try Options(arguments: all) }
    }

    @Test func `help names every flag`() {
        let flags = [
            "--listen", "--base-url", "--client-id", "--client-auth", "--basic-encoding", "--client-secret-file",
            "--write-client-secret", "--ready-fd", "--until-stdin-closes", "--rotation", "--narrowing",
            "--access-token-ttl", "--refresh-token-ttl", "--token-bytes", "--refresh-token-bytes", "--id-token",
        ]
        for flag in flags { #expect(Help.text.contains(flag)) }
    }

    @Test func `help may be asked for at any place`() throws {
        #expect(try Options(arguments: ["--help"]) == nil)
        #expect(try Options(arguments: ["--rotation", "family", "-h"]) == nil)
    }
}
