import VaultCore

@testable import VaultStorage

/// A writer without its thread: what is put in the queue before it runs is one batch.
final class Batch {
    let deaths = Recorder<String>()
    private let directory = TemporaryDirectory()
    private let disk = FaultDisk()
    /// Of the last run, with those of its checkpoint at the end.
    private(set) var syncs = 0

    init() throws { try SQLiteStore.open(in: directory).close() }

    func id(_ number: Int64) throws -> GrantID {
        guard let id = GrantID(rawValue: number) else { throw InvalidValue(field: "id", problem: "is not positive") }
        return id
    }

    func lineage(_ number: Int64, _ subject: String) throws -> StoredLineage {
        try Sample.lineage(try id(number), try Sample.key(subject))
    }

    func run(_ jobs: [WriteJob]) throws -> [WriteOutcome] {
        let queue = WriteQueue()
        let replies = jobs.map { job in
            let reply = BlockingReply()
            queue.submit(PendingWrite(job: job, tale: .events([]), waiter: .thread(reply)))
            return reply
        }
        queue.close()
        let connection = try Connection(path: directory.file("vault.db"), vfs: disk.name, role: .writing)
        try connection.logAhead()
        disk.arm(.none)
        let writer = try Writer(
            connection, queue: queue,
            readers: ReaderPool(path: directory.file("vault.db"), options: StoreOptions()), ids: IDSource(after: 0),
            storedMark: 0, trail: TrailOutlet(), options: StoreOptions(), anchor: nil,
            onFatal: { [deaths] in deaths.record($0) })
        writer.run()
        syncs = disk.count(.sync)
        return replies.map { $0.wait() }
    }

    func reopened() throws -> SQLiteStore { try SQLiteStore.open(in: directory) }

    func storedIDs() throws -> [Int64] {
        let store = try reopened()
        defer { store.close() }
        return try store.list(GrantFilter()).map(\.id.rawValue)
    }
}
