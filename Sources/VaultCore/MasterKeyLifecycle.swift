/// Which change of a master key is allowed: `prepared → active → retiring → destroyed`, one prepared and one active at a time.
package struct MasterKeyLifecycle: Sendable {
    private let keys: [StoredMasterKey]

    package init(_ keys: [StoredMasterKey]) { self.keys = keys }

    /// The version that the next key gets; a number is never used twice.
    ///
    /// - Parameter records: how many records each version is needed for.
    package func prepare(records: [MasterKeyVersion: Int]) throws(KeyChangeRefusal) -> MasterKeyVersion {
        if let prepared = only(.prepared) { throw .alreadyPrepared(prepared) }
        for key in keys where key.state == .retiring {
            // Two rotations at once would each wait for the other's records.
            if let count = records[key.version], count > 0 { throw .stillNeeded(key.version, records: count) }
        }
        return MasterKeyVersion(number: (keys.map(\.version.number).max() ?? 0) + 1)
    }

    /// - Parameter version: nil for the one that is prepared.
    package func activate(_ version: MasterKeyVersion?) throws(KeyChangeRefusal) -> MasterKeyVersion {
        guard let version else {
            guard let prepared = only(.prepared) else { throw .nonePrepared }
            return prepared
        }
        try expect(version, in: .prepared)
        return version
    }

    /// - Parameters:
    ///   - needs: of this version.
    ///   - backups: names of those that hold it.
    package func destroy(
        _ version: MasterKeyVersion, needs: KeyNeeds, backups: [String] = []
    ) throws(KeyChangeRefusal) {
        try expect(version, in: .retiring)
        if needs.records > 0 { throw .stillNeededFor(version, needs) }
        if !backups.isEmpty { throw .heldByBackups(version, backups) }
    }

    private func only(_ state: MasterKeyState) -> MasterKeyVersion? { keys.first { $0.state == state }?.version }

    private func expect(_ version: MasterKeyVersion, in wanted: MasterKeyState) throws(KeyChangeRefusal) {
        guard let key = keys.first(where: { $0.version == version }) else { throw .unknown(version) }
        guard key.state == wanted else { throw .wrongState(version, is: key.state, wanted: wanted) }
    }
}

/// Why a change of a master key is refused; nothing was changed.
package enum KeyChangeRefusal: Error, Equatable, Sendable {
    case unknown(MasterKeyVersion)
    case alreadyPrepared(MasterKeyVersion)
    case nonePrepared
    case wrongState(MasterKeyVersion, is: MasterKeyState, wanted: MasterKeyState)
    /// Its records are to be rewrapped first.
    case stillNeeded(MasterKeyVersion, records: Int)
    case stillNeededFor(MasterKeyVersion, KeyNeeds)
    /// Of the configured directory, by name.
    case heldByBackups(MasterKeyVersion, [String])
}
