import Synchronization
import VaultCore

/// Lends readers, one thread each; nobody ever waits for one. A reader that saw an error is not lent again.
///
/// Whoever reads sees every write that was answered before. Between two reads a reader stays where it is as long as nothing
/// was committed; while the writer checkpoints, none stays.
final class ReaderPool: Sendable {
    fileprivate struct State {
        var idle: [Reader] = []
        var isClosed = false
        var isCheckpointing = false
        var heldSnapshots = 0
    }

    private let path: String
    private let vfs: String?
    private let kept: Int
    private let state = Mutex(State())
    private let commits = Atomic(0)

    init(path: String, options: StoreOptions) {
        self.path = path
        vfs = options.vfs
        kept = options.keptReaders
    }

    func read<Value>(_ body: (Reader) throws(SQLiteError) -> Value) throws(StoreFailure) -> Value {
        let (idle, isClosed) = state.withLock { ($0.idle.popLast(), $0.isClosed) }
        if isClosed { throw .closed }
        do throws(SQLiteError) {
            let reader = if let idle { idle } else { try Reader(path: path, vfs: vfs) }
            try reader.seeAll(commits.load(ordering: .acquiring))
            let value = try body(reader)
            try giveBack(reader)
            return value
        } catch {
            throw error.asStoreFailure
        }
    }

    /// With a connection that remembers nothing of the file.
    func readAfresh<Value>(_ body: (Reader) throws(SQLiteError) -> Value) throws(StoreFailure) -> Value {
        do throws(SQLiteError) {
            return try body(try Reader(path: path, vfs: vfs))
        } catch {
            throw error.asStoreFailure
        }
    }

    /// To be called after each commit, before anyone is told of it.
    func noteCommit() { commits.add(1, ordering: .releasing) }

    /// Runs a checkpoint that no idle reader is in the way of.
    func outOfTheWay<Value>(_ checkpoint: () throws(SQLiteError) -> Value) throws(SQLiteError) -> Value {
        let idle = state.withLock { state in
            state.isCheckpointing = true
            defer { state.idle = [] }
            return state.idle
        }
        defer { state.withLock { $0.isCheckpointing = false } }
        for reader in idle { try giveBack(reader) }
        return try checkpoint()
    }

    /// Whether a reader stays on its snapshot for long, so that a checkpoint need not wait for it.
    var isSnapshotHeld: Bool { state.withLock { $0.heldSnapshots > 0 } }

    var idleCount: Int { state.withLock { $0.idle.count } }

    func holdSnapshot(_ isHeld: Bool) { state.withLock { $0.heldSnapshots += isHeld ? 1 : -1 } }

    /// Closes the idle readers; one that is lent closes when it comes back.
    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        withExtendedLifetime(idle) {}
    }

    private func giveBack(_ reader: Reader) throws(SQLiteError) {
        let mustLetGo = state.withLock { state in
            if !state.isCheckpointing { state.keep(reader, upTo: kept) }
            return state.isCheckpointing
        }
        guard mustLetGo else { return }
        try reader.letGo()
        state.withLock { $0.keep(reader, upTo: kept) }
    }
}

extension ReaderPool.State {
    fileprivate mutating func keep(_ reader: Reader, upTo kept: Int) {
        if !isClosed && idle.count < kept { idle.append(reader) }
    }
}
