import Foundation
import Glibc

/// A fresh directory of mode 0700 that is removed with everything in it.
final class TemporaryDirectory {
    let path: String

    init() {
        var template = Array("/tmp/vault-server-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("mkdtemp failed: \(errno)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }
}
