import Glibc
package import VaultCore

/// Reads a secret from where the configuration says it is; blocks, so it is not for a loop's thread.
package enum SecretReader {
    /// Bytes; a client secret is far shorter.
    package static let longest = 16 * 1024
    /// How long a command may take.
    package static let patienceSeconds = 10

    package static func read(_ source: SecretSource) throws(SecretReadError) -> Secret {
        switch source {
        case .file(let path): try file(path, isOwn: true)
        case .credential(let name): try credential(name)
        case .environment(let variable): try environment(variable)
        case .command(let argv): try command(argv)
        }
    }

    /// systemd has made the directory for this service alone, and gives the files modes of its own (systemd.exec(5)).
    private static func credential(_ name: String) throws(SecretReadError) -> Secret {
        guard !name.isEmpty, name != ".", name != "..", !name.contains("/") else {
            throw .badCredentialName(name: name)
        }
        guard let directory = getenv("CREDENTIALS_DIRECTORY") else { throw .noCredentialsDirectory(name: name) }
        return try file(String(cString: directory) + "/" + name, isOwn: false)
    }

    private static func environment(_ name: String) throws(SecretReadError) -> Secret {
        guard let value = getenv(name), value.pointee != 0 else { throw .noVariable(name: name) }
        return try trimmed(UnsafeRawBufferPointer(start: value, count: strlen(value)))
    }

    private static func file(_ path: String, isOwn: Bool) throws(SecretReadError) -> Secret {
        let handle = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard handle >= 0 else { throw .cannotOpen(path: path, errno: errno) }
        defer { close(handle) }
        try check(handle, path, isOwn: isOwn)
        guard let secret = try contents(of: handle, until: nil) else { throw .commandTimedOut }
        return secret
    }

    private static func check(_ handle: Int32, _ path: String, isOwn: Bool) throws(SecretReadError) {
        var status = stat()
        guard fstat(handle, &status) == 0 else { throw .cannotOpen(path: path, errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
        guard isOwn else { return }
        guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .foreignOwner(path: path) }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers(path: path) }
    }

    /// Everything up to the end, less one newline; nil when `deadline` passes first.
    static func contents(of handle: Int32, until deadline: MonotonicTime?) throws(SecretReadError) -> Secret? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: longest + 2, alignment: 8)
        defer {
            if let base = buffer.baseAddress { explicit_bzero(base, buffer.count) }
            buffer.deallocate()
        }
        var count = 0
        while count < buffer.count {
            if let deadline, !Readiness.wait(for: handle, until: deadline) { return nil }
            let got = Glibc.read(handle, buffer.baseAddress! + count, buffer.count - count)
            if got < 0, errno == EINTR || errno == EAGAIN { continue }
            if got <= 0 { break }
            count += got
        }
        return try trimmed(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    /// An editor ends a file with a newline, which is no part of the secret.
    private static func trimmed(_ bytes: UnsafeRawBufferPointer) throws(SecretReadError) -> Secret {
        let isEnded = bytes.last == UInt8(ascii: "\n")
        let secret = UnsafeRawBufferPointer(rebasing: bytes.dropLast(isEnded ? 1 : 0))
        guard secret.count > 0 else { throw .empty }
        guard secret.count <= longest else { throw .tooLong }
        return Secret(copying: secret)
    }
}
