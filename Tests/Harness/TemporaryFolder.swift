import Foundation
import Glibc

/// A folder of one test's own, mode 0700, short enough for a Unix socket path; gone when the test lets go of it.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        var template = Array("/tmp/vault-e2e.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func file(_ name: String) -> String { path + "/" + name }

    /// A file that may be run can be run when this returns.
    package func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        let target = file(name)
        try? FileManager.default.removeItem(atPath: target)
        try Data(text.utf8).write(to: URL(fileURLWithPath: target))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: target)
        if mode & 0o111 != 0 { try letSettle(name) }
    }

    package func makeFolder(_ name: String, mode: Int = 0o700) throws -> String {
        let target = file(name)
        try FileManager.default.createDirectory(
            atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
        return target
    }

    package func bytes(_ name: String) -> [UInt8] {
        FileManager.default.contents(atPath: file(name)).map { [UInt8]($0) } ?? []
    }
}
