import Foundation
import Synchronization
import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

/// How an import goes on, waits and ends, whatever the vault answers.
struct ImportCommandTests {
    private static let record =
        #"{"grant":"vgr_5712m28m8tc411zdrabp","subject":"u","provider":"p","status":"active","generation":1,"scopes":[],"#
        + #""labels":{},"created_at":0,"updated_at":0}"#

    private let console = FakeConsole()
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("import-\(UUID().uuidString)")

    private func file(_ lines: [String]) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("grants").path
        let bytes = Data(lines.joined(separator: "\n").utf8)
        #expect(FileManager.default.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600]))
        return path
    }

    private func clean() { try? FileManager.default.removeItem(at: folder) }

    private static func line(_ number: Int) -> String {
        #"{"subject":"u\#(number)","provider":"p","refresh_token":"t"}"#
    }

    @Test func `all lines are sent, each only for an absent grant, and a bar shows how far it is`() async throws {
        defer { clean() }
        let path = try file((0..<300).map(Self.line))
        let vault = FakeVault(Self.record)
        console.isNoteTerminal = true
        #expect(try await run("import \(path)", vault, console) == .ok)
        let put = vault.calls.compactMap { call in if case .putGrant(let grant) = call { grant } else { nil } }
        #expect(put.count == 300 && Set(put.map(\.subject)).count == 300)
        #expect(put.allSatisfy { $0.onlyIfAbsent && $0.refreshToken.unprotectedString() == "t" })
        #expect(console.output == "stored         300\nthere already  0\nrefused        0\n")
        #expect(console.notes.contains("100 %"))
        #expect(console.notes.contains("run 'shred -u \(path)'"))
    }

    @Test func `a vault that has too much to do is asked again`() async throws {
        defer { clean() }
        let path = try file([Self.line(1)])
        let isFirst = Mutex(true)
        let vault = FakeVault { _ in
            isFirst.withLock { first in
                defer { first = false }
                return first ? .failure(Refused.overloaded) : .success(Self.record)
            }
        }
        #expect(try await run("import \(path) --json", vault, console) == .ok)
        #expect(vault.calls.count == 2)
        #expect(console.output == "{\"dry_run\":false,\"stored\":1,\"present\":0,\"refused\":0}\n")
    }

    @Test func `a vault that is sealed ends it with its exit code, and a line that is refused does not`() async throws {
        defer { clean() }
        let path = try file((0..<1_000).map(Self.line))
        let sealed = FakeVault(failing: Refused.sealed)
        #expect(try await run("import \(path)", sealed, console) == .sealed)
        #expect(sealed.calls.count < 1_000)
        #expect(console.notes.contains("run it again"))
        let denied = FakeVault(failing: Refused.permission)
        let second = FakeConsole()
        #expect(try await run("import \(path)", denied, second) == .failed)
        #expect(denied.calls.count == 1_000)
        #expect(second.notes.contains("line 20: u19 at p: "))
        #expect(second.notes.contains("and 980 more; --refused FILE keeps them all\n"))
    }

    @Test func `what cannot be begun is a mistake of use, and nothing is sent`() async throws {
        defer { clean() }
        let path = try file([Self.line(1)])
        let vault = FakeVault(Self.record)
        #expect(try await run("import \(path) --refused \(path)", vault, console) == .usage)
        #expect(try await run("import \(path)x", vault, console) == .usage)
        console.isInputTerminal = true
        #expect(try await run("import -", vault, console) == .usage)
        #expect(vault.calls.isEmpty)
    }
}
