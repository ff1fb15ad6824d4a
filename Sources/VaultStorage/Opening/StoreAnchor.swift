import Glibc

/// The file beside a store that holds its identity and the last sequence that is known of it. It is outside of the database,
/// so that putting back an older copy of that does not put back this one.
struct StoreAnchor: Equatable {
    let storeID: String
    let sequence: Int64

    static func path(of storePath: String) -> String { storePath + "-anchor" }

    /// What a path holds.
    enum Found: Equatable {
        case anchor(StoreAnchor)
        case nothing
        case unreadable
    }

    static func read(of storePath: String) throws(StoreOpenError) -> Found {
        let path = path(of: storePath)
        guard try StoreFile(path: storePath).checkFile(path) else { return .nothing }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return .unreadable }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count > 0 else { return .unreadable }
        let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
        guard words.count == 4, words[0] == "vaultd-anchor", words[1] == "1", words[3].last == "\n",
            let sequence = Int64(words[3].dropLast()), sequence >= 0
        else { return .unreadable }
        return .anchor(StoreAnchor(storeID: String(words[2]), sequence: sequence))
    }

    /// Durable when it returns; a crash leaves the old one or the new one.
    func write(of storePath: String) throws(StoreOpenError) {
        let path = Self.path(of: storePath)
        let fresh = path + ".new"
        let file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(storePath) }
        let text = Array("vaultd-anchor 1 \(storeID) \(sequence)\n".utf8)
        let isWritten = Glibc.write(file, text, text.count) == text.count && fsync(file) == 0
        let error = failure(storePath)
        close(file)
        guard isWritten else { throw error }
        guard rename(fresh, path) == 0 else { throw failure(storePath) }
        try StoreFile(path: storePath).syncDirectory()
    }

    private func failure(_ storePath: String) -> StoreOpenError {
        .failed(path: storePath, reason: "its anchor cannot be written: \(StoreFile.errorText())")
    }
}
