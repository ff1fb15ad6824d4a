import Glibc

/// How far a sink has come, in a small file beside the log, so that a restart goes on there: what was sent in the last second
/// before a crash is sent again, and nothing is left out.
struct SinkPosition: ~Copyable {
    private static let digits = 19

    private let descriptor: Int32

    /// - Returns: nil where the file cannot be made.
    init?(path: String) {
        let opened = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard opened >= 0 else { return nil }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// nil where none was written.
    func load() -> Int64? {
        var bytes = [UInt8](repeating: 0, count: Self.digits)
        guard pread(descriptor, &bytes, bytes.count, 0) == bytes.count else { return nil }
        return Int64(String(decoding: bytes, as: UTF8.self))
    }

    /// Always of one length, so that one write replaces the other as a whole.
    func save(_ sequence: Int64) {
        let number = String(sequence)
        let bytes = Array((String(repeating: "0", count: max(0, Self.digits - number.utf8.count)) + number + "\n").utf8)
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }
}
