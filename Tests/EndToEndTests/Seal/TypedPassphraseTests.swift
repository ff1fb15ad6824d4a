import Foundation
import TestHarness
import Testing
import VaultJSON

/// A passphrase that a person types at a real terminal: a new one twice, and never shown.
@Suite(.timeLimit(.minutes(5))) struct `A typed passphrase` {
    private static let passphrase = "correct horse battery"
    private static let other = "correct mouse battery"
    private static let first = "New passphrase (not shown): "
    private static let second = "The same again (not shown): "

    /// A vault that is still to be made.
    private static func unmade() async throws -> TestVault {
        let vault = try await TestVault(providers: "")
        for name in try vault.storeFiles().keys + ["seal.key"] {
            try FileManager.default.removeItem(atPath: vault.folder.file(name))
        }
        try vault.seal(by: TestVault.cheapPassphrase)
        return vault
    }

    private static func initialise(_ vault: TestVault, _ first: String, _ second: String) async throws
        -> (Program.Ending, shown: String)
    {
        let path = vault.configurationPath
        return try await onOwnThread {
            let program = try ProgramAtTerminal("vaultd", ["init", "--config", path])
            try program.type(first + "\r", at: Self.first)
            try program.type(second + "\r", at: Self.second)
            return (program.ended(), program.shown)
        }
    }

    private static func vaultctl(
        _ vault: TestVault, _ command: String, _ answers: [(prompt: String, keys: String)]
    ) async throws -> (Program.Ending, shown: String) {
        let socket = vault.adminSocket
        return try await onOwnThread {
            let program = try ProgramAtTerminal("vaultctl", [command], environment: ["VAULTD_SOCKET": socket])
            for answer in answers { try program.type(answer.keys + "\r", at: answer.prompt) }
            return (program.ended(), program.shown)
        }
    }

    @Test func `is asked for twice when a store is made, shown never, and opens it`() async throws {
        let vault = try await Self.unmade()
        let (ending, shown) = try await Self.initialise(vault, Self.passphrase, Self.passphrase)
        #expect(ending == .exit(0), "\(shown)")
        #expect(!shown.contains("horse"))
        try await vault.start()
        let prompt = "Passphrase (not shown): "
        let wrong = try await Self.vaultctl(vault, "unseal", [(prompt, Self.other)])
        #expect(wrong.0 == .exit(6), "\(wrong.shown)")
        let admin = try RawConnection(vault.adminSocket)
        // After a wrong one every try is refused for a second, also the right one.
        var right = try await Self.vaultctl(vault, "unseal", [(prompt, Self.passphrase)])
        while right.0 == .exit(1) { right = try await Self.vaultctl(vault, "unseal", [(prompt, Self.passphrase)]) }
        #expect(right.0 == .exit(0), "\(right.shown)")
        #expect(!wrong.shown.contains("mouse") && !right.shown.contains("horse"))
        #expect(try admin.call("seal.status")?["result"]?["sealed"]?.bool == false)
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `that is another the second time makes no store`() async throws {
        let vault = try await Self.unmade()
        let (ending, shown) = try await Self.initialise(vault, Self.passphrase, Self.other)
        #expect(ending == .exit(1), "\(shown)")
        #expect(shown.contains("it was typed differently the second time"), "\(shown)")
        #expect(!shown.contains("horse") && !shown.contains("mouse"))
        #expect(try vault.storeFiles().isEmpty)
    }

    @Test func `that is another the second time changes no seal, and the same twice does`() async throws {
        let vault = try await TestVault(providers: "")
        try await vault.start()
        try vault.seal(by: TestVault.cheapPassphrase)
        let refused = try await Self.vaultctl(
            vault, "reseal", [(Self.first, Self.passphrase), (Self.second, Self.other)])
        #expect(refused.0 == .exit(1), "\(refused.shown)")
        #expect(refused.shown.contains("it was typed differently the second time"), "\(refused.shown)")
        func changes() -> Int { vault.auditLines().count { $0.contains("\"seal.change\"") } }
        #expect(changes() == 0)
        let done = try await Self.vaultctl(
            vault, "reseal", [(Self.first, Self.passphrase), (Self.second, Self.passphrase)])
        #expect(done.0 == .exit(0), "\(done.shown)")
        #expect(changes() > 0)
        for shown in [refused.shown, done.shown] { #expect(!shown.contains("horse") && !shown.contains("mouse")) }
        #expect(await vault.stop() == .exit(0))
        try await vault.start()
        #expect(try await vault.vaultctl("unseal", input: Self.passphrase).ending == .exit(0))
        #expect(await vault.stop() == .exit(0))
    }
}
