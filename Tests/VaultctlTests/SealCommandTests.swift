import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

/// What `seal`, `unseal` and `reseal` ask a person and the daemon.
struct SealCommandTests {
    private static func status(sealed: Bool, source: String? = "passphrase") -> String {
        let source = source.map { "\"source\":\"\($0)\"," } ?? ""
        return "{\"sealed\":\(sealed),\(source)\"store\":\"passphrase\"}"
    }

    /// Sealed until it is unsealed.
    private func vault(sealed: Bool, source: String? = "passphrase") -> FakeVault {
        FakeVault { call in
            switch call {
            case .unseal, .reseal: .success(Self.status(sealed: false, source: source))
            case .seal: .success(Self.status(sealed: true, source: source))
            default: .success(Self.status(sealed: sealed, source: source))
            }
        }
    }

    private func sent(_ vault: FakeVault) -> String? {
        switch vault.calls.last {
        case .unseal(let passphrase), .reseal(let passphrase): passphrase?.unprotectedString() ?? "nothing"
        default: nil
        }
    }

    @Test func `unseal asks for a passphrase where the configuration names one`() async throws {
        let (vault, console) = (vault(sealed: true), FakeConsole())
        console.secret = .success("correct horse")
        #expect(try await run("unseal", vault, console) == .ok)
        #expect(sent(vault) == "correct horse")
        #expect(console.prompts == ["Passphrase (not shown): "])
        #expect(console.output == "the vault serves, unsealed by a passphrase\n")
    }

    @Test(arguments: ["file", "credential", "environment", "command", nil] as [String?])
    func `unseal asks nobody where it does not`(source: String?) async throws {
        let (vault, console) = (vault(sealed: true, source: source), FakeConsole())
        #expect(try await run("unseal", vault, console) == .ok)
        #expect(sent(vault) == "nothing")
        #expect(console.prompts.isEmpty)
    }

    @Test func `unseal leaves an open vault alone`() async throws {
        let (vault, console) = (vault(sealed: false), FakeConsole())
        #expect(try await run("unseal", vault, console) == .ok)
        #expect(vault.calls.count == 1)
        #expect(console.prompts.isEmpty)
    }

    @Test(arguments: [false, true]) func `seal waits for refreshes unless it is to be now`(now: Bool) async throws {
        let vault = vault(sealed: false)
        #expect(try await run(now ? "seal --now" : "seal", vault, FakeConsole()) == .ok)
        guard case .seal(now) = vault.calls.last else {
            Issue.record("\(String(describing: vault.calls.last))")
            return
        }
    }

    @Test func `seal says what it did, or nothing when quiet`() async throws {
        let console = FakeConsole()
        #expect(try await run("seal", vault(sealed: false), console) == .ok)
        #expect(console.output == "the vault is sealed, its keys and cached tokens are wiped\n")
        let quiet = FakeConsole()
        #expect(try await run("seal --quiet", vault(sealed: false), quiet) == .ok)
        #expect(quiet.output.isEmpty)
    }

    @Test func `a new passphrase is typed twice, and what differs is not sent`() async throws {
        let (first, console) = (vault(sealed: false), FakeConsole())
        console.isInputTerminal = true
        console.secret = .success("correct horse battery")
        #expect(try await run("reseal", first, console) == .ok)
        #expect(console.prompts.count == 2)
        #expect(sent(first) == "correct horse battery")

        let (second, other) = (vault(sealed: false), FakeConsole())
        other.isInputTerminal = true
        other.firstSecrets = ["correct horse", "correct house"]
        #expect(try await run("reseal", second, other) == .failed)
        #expect(second.calls.count == 1)
        #expect(other.notes.contains("it was typed differently the second time"))
        #expect(!other.notes.contains("correct"))
    }

    @Test func `a piped new passphrase is read once, a key is not asked for`() async throws {
        let (piped, console) = (vault(sealed: false), FakeConsole())
        #expect(try await run("reseal", piped, console) == .ok)
        #expect(console.prompts.count == 1)
        let (key, other) = (vault(sealed: false, source: "file"), FakeConsole())
        #expect(try await run("reseal", key, other) == .ok)
        #expect(other.prompts.isEmpty && sent(key) == "nothing")
    }
}
