package import VaultCore

/// Opens every sealed value of a store where it stands and keeps none of them: what opens is whole, in its place, and its
/// own.
package struct RecordCheck: Sendable {
    /// Faults beyond this many are counted, not listed.
    private static let listedFaults = 1_000

    private let store: any SealedRecordStore
    private let sealer: any Sealer

    package init(store: any SealedRecordStore, sealer: any Sealer) {
        self.store = store
        self.sealer = sealer
    }

    package func run() throws(RecordCheckFailure) -> RecordCheckReport {
        var report = RecordCheckReport()
        var sealFailure: SealFailure?
        do throws(StoreFailure) {
            try store.forEachSealedRecord { record in
                guard sealFailure == nil else { return }
                switch problem(of: record) {
                case .failure(let failure): sealFailure = failure
                case .success(nil): report.opened += 1
                case .success(let problem?):
                    report.faulty += 1
                    if report.faults.count < Self.listedFaults {
                        report.faults.append(RecordFault(table: record.table, id: record.id, problem: problem))
                    }
                }
            }
        } catch {
            throw .store(error)
        }
        if let sealFailure { throw .seal(sealFailure) }
        return report
    }

    private func problem(of record: SealedRecord) -> Result<RecordFault.Problem?, SealFailure> {
        switch record.content {
        case .unreadable(let what): return .success(.unreadable(what))
        case .ownerless: return .success(.ownerless)
        case .sealed(let secret, let key, let context):
            do throws(SealFailure) {
                _ = try sealer.open(secret, under: key, in: context)
                return .success(nil)
            } catch {
                switch error {
                case .doesNotOpen: return .success(.doesNotOpen)
                case .unknownMasterKey(let version): return .success(.unknownMasterKey(version))
                case .isSealed, .cryptoFailed: return .failure(error)
                }
            }
        }
    }
}

/// Why the check itself could not be done.
package enum RecordCheckFailure: Error, Equatable, Sendable {
    case store(StoreFailure)
    case seal(SealFailure)
}
