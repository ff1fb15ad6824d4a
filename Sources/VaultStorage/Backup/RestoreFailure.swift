/// Why a backup was not put in a store's place; the store is as it was.
package enum RestoreFailure: Error, Equatable, Sendable {
    case store(StoreOpenError)
    /// The file is no backup, or is damaged: the problem as it follows the path.
    case backup(String)
    /// The store in its place was changed after the backup, or cannot be read to tell.
    case newer
    case otherStore
    /// Whoever called had it looked at and did not like it.
    case notVerified
}

/// What was put in place.
package struct RestoreReport: Equatable, Sendable {
    package let storeID: String
    package let copiedAt: Int64
    /// How far the copy had come.
    package let sequence: Int64
    package let grants: Int
    package let replacedStore: Bool
}
