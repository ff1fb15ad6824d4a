import Glibc

/// The file that a restore makes beside the store: ours alone, and synced before it is given the store's name.
struct DraftFile {
    let path: String

    /// Copies a backup byte by byte; whether it is one is looked at in the copy, which nobody else can change.
    func fill(from backup: String) throws(RestoreFailure) {
        let source = open(backup, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw .backup("cannot be opened: \(StoreFile.errorText())") }
        defer { close(source) }
        var entry = stat()
        guard fstat(source, &entry) == 0, entry.st_mode & S_IFMT == S_IFREG else {
            throw .backup("is not a regular file")
        }
        let draft = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard draft >= 0 else { throw failure() }
        defer { close(draft) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count < 0 { throw .backup("cannot be read: \(StoreFile.errorText())") }
            if count == 0 { break }
            try write(buffer[..<count], to: draft)
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>, to file: Int32) throws(RestoreFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw failure() }
            rest = rest.dropFirst(count)
        }
    }

    func sync() throws(RestoreFailure) {
        let file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure() }
    }

    func remove() { for suffix in ["", "-wal", "-shm", "-journal", "-lock"] { unlink(path + suffix) } }

    private func failure() -> RestoreFailure {
        .store(.failed(path: path, reason: StoreFile.errorText()))
    }
}
