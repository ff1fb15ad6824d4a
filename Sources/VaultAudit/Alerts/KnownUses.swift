import Glibc

/// Which client has used which provider, in a file beside the log, one a line, so that a restart makes no use a first one.
struct KnownUses: ~Copyable {
    private let descriptor: Int32

    init?(path: String) {
        let opened = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard opened >= 0 else { return nil }
        descriptor = opened
    }

    deinit { close(descriptor) }

    func load() -> Set<String> {
        var (bytes, part) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = pread(descriptor, &part, part.count, off_t(bytes.count))
            guard count > 0 else { break }
            bytes += part[..<count]
        }
        return Set(bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) })
    }

    func add(_ use: String) {
        let line = Array("\(use)\n".utf8)
        _ = write(descriptor, line, line.count)
    }
}
