import VaultCore

/// The sequence of a store goes up with each commit, so that whatever was written down after one tells an older copy of the
/// store from the store. Counting begins with the first anchor: a store that was never served has nothing to be told from.
extension Writer {
    /// In the open transaction of the batch.
    ///
    /// - Parameter tells: a record is kept with the batch, which has to say of which commit it is.
    /// - Returns: the sequence as it is once that is committed.
    func count(tells: Bool) throws(SQLiteError) -> Int64 {
        if batch.allSatisfy({ $0.job.emptiesWAL }) { return sequence }
        if sequence == 0 {
            guard isAnchorAsked || tells else { return 0 }
            anchored = anchor?.begin() ?? .done
            guard anchored == .done else { return 0 }
        }
        try tables.store.count(sequence + 1)
        return sequence + 1
    }

    /// After the commit, before the answers.
    func writeAnchor() {
        guard anchored == .done, sequence > 0 else { return }
        anchored = anchor?.committed(batch.count, sequence: sequence, isAsked: isAnchorAsked) ?? .done
    }

    private var isAnchorAsked: Bool { batch.contains { $0.job.advancesSequence } }
}
