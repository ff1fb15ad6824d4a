import CSQLite

extension Writer {
    /// Copies pages from the WAL into the database. A reader in the way is no error; anything else is.
    ///
    /// - Returns: false when a reader kept it from being complete.
    @discardableResult
    func checkpoint(_ mode: CheckpointPlan.Mode) throws(SQLiteError) -> Bool {
        // The readers of this process stay for microseconds; one of another process must not hold up the writes.
        // While a backup is made the log grows instead.
        connection.waitForLocks(milliseconds: readers.isSnapshotHeld ? 0 : 50)
        defer { connection.waitForLocks(milliseconds: 5_000) }
        let isComplete = try readers.outOfTheWay { () throws(SQLiteError) in try connection.checkpoint(mode) }
        plan.ran(mode, isComplete: isComplete, at: Self.now())
        if isComplete && mode == .truncate { gauge.walPages = 0 }
        return isComplete
    }

    /// The last act: the database file alone holds everything.
    func emptyWAL() throws(SQLiteError) { _ = try connection.checkpoint(.truncate) }
}

extension Connection {
    /// - Returns: false when a reader kept it from being complete.
    func checkpoint(_ mode: CheckpointPlan.Mode) throws(SQLiteError) -> Bool {
        var inWAL: Int32 = 0
        var copied: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode.code, &inWAL, &copied)
        if code == SQLITE_OK { return inWAL == copied }
        let error = SQLiteError(code: code, on: handle)
        guard error.isBusy else { throw error }
        return false
    }
}

extension CheckpointPlan.Mode {
    fileprivate var code: Int32 {
        switch self {
        case .passive: SQLITE_CHECKPOINT_PASSIVE
        case .restart: SQLITE_CHECKPOINT_RESTART
        case .truncate: SQLITE_CHECKPOINT_TRUNCATE
        }
    }
}
