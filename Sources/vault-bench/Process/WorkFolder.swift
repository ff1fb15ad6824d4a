import Glibc

/// A folder of mode 0700 for sockets and stores of one run; it and what is in it go away with its owner.
final class WorkFolder {
    let path: String

    /// - Parameter parent: where; a store is measured on the disk that this lies on.
    init(in parent: String) throws {
        var template = Array("\(parent)/vault-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw LoadFailure("no folder can be made in \(parent)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func makeFolder(_ name: String) throws -> String {
        guard mkdir(file(name), 0o700) == 0 else { throw LoadFailure("\(file(name)) cannot be made") }
        return file(name)
    }

    func write(_ text: String, to name: String) throws {
        let file = open(self.file(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw LoadFailure("\(self.file(name)) cannot be written") }
        defer { close(file) }
        var text = text
        let written = text.withUTF8 { Glibc.write(file, $0.baseAddress, $0.count) }
        guard written == text.utf8.count else { throw LoadFailure("\(self.file(name)) cannot be written") }
    }

    private static func remove(_ path: String) {
        // A symbolic link is unlinked here too, never followed.
        if unlink(path) == 0 || errno != EISDIR { return }
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            remove("\(path)/\(name)")
        }
        closedir(folder)
        rmdir(path)
    }
}
