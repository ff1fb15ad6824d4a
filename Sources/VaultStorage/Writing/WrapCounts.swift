import VaultCore

/// Record keys stored in the open transaction, by the master key that wrapped them; written with it, so that the lifetime count
/// of a key is that of what was committed.
struct WrapCounts {
    /// One version nearly always, two in a rotation.
    private(set) var counts: [(version: MasterKeyVersion, count: Int)] = []

    mutating func add(_ version: MasterKeyVersion) {
        if let index = counts.firstIndex(where: { $0.version == version }) {
            counts[index].count += 1
        } else {
            counts.append((version, 1))
        }
    }

    mutating func removeAll() { counts.removeAll(keepingCapacity: true) }
}
