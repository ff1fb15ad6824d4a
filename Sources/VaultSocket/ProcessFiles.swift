import CLinux
import Glibc

/// The kernel's files about one process, by number. Whoever reads them holds the process and looks afterwards whether it
/// still lives: only then was it about that process.
package struct ProcessFiles: Sendable {
    private static let maximumBytes = 64 * 1024

    private let folder: String

    package init(pid: Int32) { self.init(folder: "/proc/\(pid)/") }

    /// - Parameter folder: laid out like that of one process, and ending with a slash.
    package init(folder: String) { self.folder = folder }

    package var startTime: UInt64? { read("stat").flatMap { ProcessStatus(parsing: $0)?.startTime } }

    package var unit: String? { read("cgroup").flatMap { ControlGroups.unit(parsing: $0) } }

    /// Of the file that runs; nil too if it was deleted or the process may not be looked into (ptrace(2), "access mode").
    package var executableMark: FileMark? { FileMark(path: folder + "exe") }

    /// Where the file that runs lies; nil if another one, or none, is there.
    package func executablePath(of mark: FileMark) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = readlink(folder + "exe", &buffer, buffer.count)
        guard count > 0, count < buffer.count else { return nil }
        // A path that is no UTF-8 comes out as another one, which is then not there.
        let path = String(decoding: buffer[..<count], as: UTF8.self)
        guard path.hasPrefix("/"), let there = FileMark(path: path) else { return nil }
        return there.device == mark.device && there.inode == mark.inode ? path : nil
    }

    /// Opens the file that runs; nil if its file system gives what its owner likes (FUSE): what is read there need not be
    /// what runs.
    package func openExecutable() -> FileDescriptor? {
        let raw = vault_open_read(folder + "exe")
        guard raw >= 0 else { return nil }
        let file = FileDescriptor(owning: raw)
        guard vault_file_system(file.raw) != VAULT_FUSE else { return nil }
        return file
    }

    private func read(_ name: String) -> [UInt8]? {
        let raw = vault_open_read(folder + name)
        guard raw >= 0 else { return nil }
        let file = FileDescriptor(owning: raw)
        var bytes = [UInt8](repeating: 0, count: Self.maximumBytes)
        var count = 0
        while count < bytes.count {
            let room = bytes.count - count
            let more = bytes.withUnsafeMutableBytes { Glibc.read(file.raw, $0.baseAddress.map { $0 + count }, room) }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { return nil }
            guard more > 0 else { return Array(bytes[..<count]) }
            count += more
        }
        return nil
    }
}
