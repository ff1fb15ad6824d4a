import Foundation
import Glibc
import Testing
import VaultConfiguration

/// The real file system and the real user database, in a folder of our own.
struct HostFilesTests {
    private let folder: String

    init() throws {
        var template = Array("/tmp/vault-host-XXXXXX".utf8CString)
        folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    private func make(_ name: String, _ bytes: [UInt8] = []) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    private func finish() { try? FileManager.default.removeItem(atPath: folder) }

    @Test func `facts are what lstat says`() throws {
        defer { finish() }
        let files = HostFiles()
        #expect(
            try files.facts(at: folder, followingLinks: false)
                == FileFacts(kind: .directory, mode: 0o700, owner: geteuid()))
        let file = folder + "/f"
        try make("f")
        chmod(file, 0o4604)
        symlink("f", folder + "/l")
        #expect(try files.facts(at: file, followingLinks: false).mode == 0o4604)
        #expect(try files.facts(at: folder + "/l", followingLinks: false).kind == .symbolicLink)
        #expect(try files.facts(at: folder + "/l", followingLinks: true).kind == .regular)
        #expect(throws: FileFactsError.notFound) { _ = try files.facts(at: folder + "/x", followingLinks: false) }
        #expect(throws: FileFactsError.notFound) { _ = try files.facts(at: file + "/x", followingLinks: false) }
        #expect(throws: FileFactsError.failed(errno: ENAMETOOLONG)) {
            _ = try files.facts(at: "/" + String(repeating: "x", count: 5000), followingLinks: false)
        }
    }

    @Test func `a file is read whole or not at all`() throws {
        defer { finish() }
        let file = folder + "/f"
        let bytes = [UInt8]((0..<40_000).map { UInt8(truncatingIfNeeded: $0) })
        try make("f", bytes)
        #expect(try HostFiles().contents(of: file, limit: 40_000) == bytes)
        #expect(throws: FileFactsError.failed(errno: EFBIG)) { _ = try HostFiles().contents(of: file, limit: 39_999) }
        #expect(throws: FileFactsError.notFound) { _ = try HostFiles().contents(of: file + "x", limit: 1) }
        #expect(throws: FileFactsError.failed(errno: EISDIR)) { _ = try HostFiles().contents(of: folder, limit: 1) }
    }

    @Test func `users and groups are looked up in the system`() {
        #expect(HostAccounts().uid(ofUser: "root") == 0)
        #expect(HostAccounts().gid(ofGroup: "root") == 0)
        #expect(HostAccounts().uid(ofUser: "no-such-user-here") == nil)
        #expect(HostAccounts().gid(ofGroup: "no-such-group-here") == nil)
    }

    @Test func `a real folder is judged as the made-up ones are`() throws {
        defer { finish() }
        for name in ["w", "a"] { mkdir("\(folder)/\(name)", 0o700) }
        for name in ["k", "s", "v.json5"] { try make(name) }
        for name in ["k", "s"] { chmod("\(folder)/\(name)", 0o400) }
        let text = Sample.text(
            sealKey: "{file: '\(folder)/k'}", workload: "path: '\(folder)/w/s'", admin: "path: '\(folder)/a/s'",
            provider: Sample.provider(with: "client_secret: {file: '\(folder)/s'}")
        ).replacing("'/var/s'", with: "'\(folder)/store'").replacing("'/var/a'", with: "'\(folder)/audit'")
        let checks = HostChecks(files: HostFiles(), uid: geteuid())
        let loaded = try load(text)
        #expect(checks.problems(of: loaded, path: "\(folder)/v.json5").isEmpty)
        chmod("\(folder)/k", 0o444)
        chmod("\(folder)/w", 0o777)
        rename("\(folder)/a", "\(folder)/b")
        symlink("b", "\(folder)/a")
        let found = checks.problems(of: loaded, path: "\(folder)/v.json5")
        #expect(found.map(\.path) == ["seal_key.file", "sockets.workload.path", "sockets.admin.path"])
    }
}
