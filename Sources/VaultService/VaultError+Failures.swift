import VaultCore

extension VaultError {
    /// What a caller is told when the store did not do it.
    init(_ failure: StoreFailure) {
        switch failure {
        case .conflict:
            self = .conflict(reason: "the grant was changed by another request at the same time; ask again")
        case .subjectDisabled: self = .subjectDisabled
        case .failed(let reason):
            self = .internal(reason: "the store could not be written or read (\(reason)); see the daemon's log")
        case .damaged(let reason):
            self = .internal(reason: "the store holds a value that does not read back (\(reason)); check the database")
        case .closed:
            self = .overloaded(
                reason: "the store is closing; ask again after the restart", retryAfterMilliseconds: 1_000)
        }
    }

    /// What a caller is told when a secret could not be sealed, or not opened where that condemns nothing.
    init(_ failure: SealFailure) {
        switch failure {
        case .isSealed: self = .sealed
        case .unknownMasterKey(let version):
            self = .internal(reason: "master key \(version.number) is not in the keyring; restore it and ask again")
        case .doesNotOpen: self = .internal(reason: "a stored secret does not open; check the database")
        case .cryptoFailed: self = .internal(reason: "libsodium could not seal or open a secret; free some memory")
        }
    }
}
