/// One master key as an operator sees it; never the key.
package struct MasterKeyStatus: Hashable, Sendable {
    package let version: MasterKeyVersion
    package let state: MasterKeyState
    package let createdAt: Timestamp
    package let activatedAt: Timestamp?
    package let retiredAt: Timestamp?
    package let destroyedAt: Timestamp?
    /// Record keys that are wrapped under it.
    package let records: Int
    /// Record keys that were ever stored wrapped under it.
    package let wraps: Int
    /// From when on it is destroyed by itself, once nothing needs it; nil: never.
    package let destroyedFrom: Timestamp?

    package init(_ key: StoredMasterKey, records: Int, destroyedFrom: Timestamp? = nil) {
        version = key.version
        state = key.state
        createdAt = key.createdAt
        activatedAt = key.activatedAt
        retiredAt = key.retiredAt
        destroyedAt = key.destroyedAt
        self.records = records
        wraps = key.wraps
        self.destroyedFrom = destroyedFrom
    }
}

/// How far the rewrap is.
package struct RewrapProgress: Hashable, Sendable {
    package var isRunning: Bool
    /// Record keys rewrapped since the daemon started.
    package var done: Int
    /// Record keys still under a retiring master key.
    package var left: Int
    /// Of these, those that do not open and so cannot be rewrapped.
    package var damaged: Int
    /// The longest that a batch was on the writer since the daemon started, from when it was handed over until it was durable,
    /// in microseconds.
    package var longestWrite: Int

    package init(isRunning: Bool, done: Int, left: Int, damaged: Int, longestWrite: Int = 0) {
        self.isRunning = isRunning
        self.done = done
        self.left = left
        self.damaged = damaged
        self.longestWrite = longestWrite
    }
}

/// What `key.status` tells.
package struct KeyReport: Hashable, Sendable {
    /// In order of versions.
    package let keys: [MasterKeyStatus]
    package var rewrap: RewrapProgress
    /// When the active key is replaced by itself; nil: never.
    package let rotatesAt: Timestamp?

    package init(keys: [MasterKeyStatus], rewrap: RewrapProgress, rotatesAt: Timestamp? = nil) {
        self.keys = keys
        self.rewrap = rewrap
        self.rotatesAt = rotatesAt
    }
}

/// What `key.verify` found: every record key was opened under the master key that it names.
package struct KeyVerification: Hashable, Sendable {
    package static let namedAtMost = 100

    package var good: Int
    package var bad: Int
    /// Ids of the first bad ones.
    package var badRecords: [Int64]

    package init(good: Int = 0, bad: Int = 0, badRecords: [Int64] = []) {
        self.good = good
        self.bad = bad
        self.badRecords = badRecords
    }

    package mutating func note(bad record: Int64) {
        bad += 1
        if badRecords.count < Self.namedAtMost { badRecords.append(record) }
    }
}

/// What is left of a destroyed master key.
package struct KeyDestruction: Hashable, Sendable {
    package let version: MasterKeyVersion
    /// Neither the database nor its write-ahead log holds its wrapped form any more; looked for after the log was cut.
    package let isErased: Bool

    package init(version: MasterKeyVersion, isErased: Bool) {
        self.version = version
        self.isErased = isErased
    }
}
