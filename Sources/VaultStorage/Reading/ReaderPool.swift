import Synchronization
import VaultCore

/// Lends readers, one thread each; nobody ever waits for one. A reader that saw an error is not lent again.
final class ReaderPool: Sendable {
    private struct State {
        var idle: [Reader] = []
        var isClosed = false
    }

    private let path: String
    private let vfs: String?
    private let kept: Int
    private let state = Mutex(State())

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
            let value = try body(reader)
            giveBack(reader)
            return value
        } catch {
            throw error.asStoreFailure
        }
    }

    /// Closes the idle readers; one that is lent closes when it comes back.
    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        withExtendedLifetime(idle) {}
    }

    private func giveBack(_ reader: Reader) {
        state.withLock { state in
            if !state.isClosed && state.idle.count < kept { state.idle.append(reader) }
        }
    }
}
