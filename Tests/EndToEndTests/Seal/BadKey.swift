import Foundation
import TestHarness
import Testing

/// One way in which the seal key is not the one that opens the store: what is done to a good vault, and the reason that the
/// vault must give.
struct BadKey: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let reason: String
    let spoil: @Sendable (TestVault) async throws -> Void

    private init(
        _ name: String, _ reason: String, _ spoil: @escaping @Sendable (TestVault) async throws -> Void
    ) {
        testDescription = name
        self.reason = reason
        self.spoil = spoil
    }

    static let all: [BadKey] = [
        .init("another store's key", "wrong_seal_key") { try await putKeyOfAnotherStore(into: $0) },
        .init("no key file", "seal_key_unreadable") {
            try FileManager.default.removeItem(atPath: $0.folder.file("seal.key"))
        },
        .init("an empty key file", "seal_key_unreadable") { try write("", $0) },
        .init("a key that is too short", "seal_key_unreadable") { vault in
            try write(String(key(of: vault).prefix(40)), vault)
        },
        .init("a key of equal bytes", "seal_key_unreadable") { try write(String(repeating: "0", count: 64), $0) },
        .init("a key with one digit changed", "wrong_seal_key") { vault in
            let text = key(of: vault)
            try write((text.hasPrefix("0") ? "1" : "0") + text.dropFirst(), vault)
        },
        .init("the key of before a reseal", "wrong_seal_key") { vault in
            let older = key(of: vault)
            try await reseal(vault)
            try write(older, vault)
            try vault.seal(by: vault.keyFile)
        },
        .init("a command that fails", "seal_key_unreadable") { try $0.seal(by: "command: [\"/bin/false\"]") },
        .init("a passphrase where the store has a key", "other_seal_source") {
            try $0.seal(by: TestVault.cheapPassphrase)
        },
    ]

    static func key(of vault: TestVault) -> String {
        String(decoding: vault.folder.bytes("seal.key"), as: UTF8.self)
    }

    static func write(_ text: String, _ vault: TestVault) throws {
        try? FileManager.default.removeItem(atPath: vault.folder.file("seal.key"))
        try vault.folder.write(text, to: "seal.key", mode: 0o400)
    }

    private static func putKeyOfAnotherStore(into vault: TestVault) async throws {
        try write(key(of: try await TestVault(providers: "")), vault)
    }

    /// Moves the store to a second key file.
    private static func reseal(_ vault: TestVault) async throws {
        try vault.folder.write(key(of: try await TestVault(providers: "")), to: "second.key", mode: 0o400)
        try await vault.start()
        try vault.seal(by: "file: \"\(vault.folder.file("second.key"))\"")
        let resealed = try await vault.vaultctl("reseal")
        guard resealed.ending == .exit(0) else { throw TestVault.Failed(what: resealed.errors) }
        await vault.stop()
    }
}
