import Glibc
import Testing
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

@Suite struct `The audit file` {
    private let folder = Folder()
    private let clock = ManualClock()

    @Test func `is made for its owner alone, append-only, closed in children`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        var entry = stat()
        try #require(stat(folder.log, &entry) == 0)
        #expect(entry.st_mode & 0o777 == 0o600)
        let descriptor = try #require(openDescriptors().first { target(of: $0) == folder.log })
        #expect(fcntl(descriptor, F_GETFL) & O_APPEND != 0)
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        try log.flush()
    }

    @Test func `is refused behind a symbolic link`() {
        folder.write("", to: "other")
        symlink("\(folder.path)/other", folder.log)
        expectRefusal(.symbolicLink)
    }

    @Test(arguments: [0o620, 0o602, 0o666] as [mode_t])
    func `is refused when others may write to it`(mode: mode_t) {
        folder.write("", mode: mode)
        expectRefusal(.writableByOthers)
    }

    @Test(arguments: [0o770, 0o707, 0o1777] as [mode_t])
    func `is refused in a folder that others may write to`(mode: mode_t) {
        chmod(folder.path, mode)
        expectRefusal(.folderWritableByOthers)
        #expect(access(folder.log, F_OK) != 0, "nothing was made")
    }

    @Test func `is refused when it is no file`() {
        mkfifo(folder.log, 0o600)
        expectRefusal(.notRegular)
        unlink(folder.log)
        mkdir("\(folder.path)/inner", 0o700)
        #expect(throws: AuditOpenFailure(path: "\(folder.path)/inner", .system(errno: EISDIR))) {
            try AuditLog(path: "\(folder.path)/inner", Fixture.makers(clock))
        }
    }

    @Test func `is refused without its folder`() {
        let path = "\(folder.path)/none/audit.jsonl"
        #expect(throws: AuditOpenFailure(path: path, .folder(errno: ENOENT))) {
            try AuditLog(path: path, Fixture.makers(clock))
        }
    }

    @Test func `may be read by others`() throws {
        folder.write("", mode: 0o640)
        _ = try AuditLog(path: folder.log, Fixture.makers(clock))
    }

    @Test func `is another after a rotation`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        log.record(AuditEvent(.started, .done))
        try log.flush()
        rename(folder.log, folder.log + ".1")
        log.record(AuditEvent(.configurationReloaded, .done))
        try log.reopen()
        log.record(AuditEvent(.stopped, .done))
        try log.flush()
        #expect(try kinds(folder.log + ".1") == ["started", "configuration_reloaded"])
        #expect(try kinds(folder.log) == ["stopped"])
    }

    @Test func `stays the old one when the new one is unsafe`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        rename(folder.log, folder.log + ".1")
        symlink("/dev/null", folder.log)
        #expect(throws: AuditOpenFailure(path: folder.log, .symbolicLink)) { try log.reopen() }
        log.record(AuditEvent(.stopped, .done))
        try log.flush()
        #expect(try kinds(folder.log + ".1") == ["stopped"], "in a span of its own")
    }

    @Test(arguments: [
        AuditOpenFailure.Problem.folder(errno: ENOENT), .foreignFolder(uid: 7), .folderWritableByOthers, .symbolicLink,
        .notRegular, .foreignFile(uid: 7), .writableByOthers, .inUse, .system(errno: EACCES),
    ])
    func `says what to do when it is refused`(problem: AuditOpenFailure.Problem) {
        let description = AuditOpenFailure(path: "/var/log/vaultd/audit.jsonl", problem).description
        #expect(description.hasPrefix("open the audit log /var/log/vaultd/audit.jsonl: "))
        #expect(description.contains("; "))
    }

    private func expectRefusal(_ problem: AuditOpenFailure.Problem) {
        #expect(throws: AuditOpenFailure(path: folder.log, problem)) {
            try AuditLog(path: folder.log, Fixture.makers(clock))
        }
    }

    private func kinds(_ path: String) throws -> [String?] { try lines(text(of: path)).map { $0["kind"]?.string } }

    /// Other tests of the same process hold thousands.
    private func openDescriptors() -> Set<Int32> { Set((0..<65_536).filter { fcntl($0, F_GETFD) >= 0 }) }

    private func target(of descriptor: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
