import CSQLite
import Foundation
import Synchronization

/// A disk that fails when told to: an SQLite VFS over the system's that counts what changes files, can let the n-th such
/// call fail or kill the process in it, and remembers what of each file was synced.
///
/// A disk that "stays broken" leaves the files as a process that died at that call leaves them.
final class FaultDisk: Sendable {
    /// The calls that change a file or make a change durable.
    enum Operation: String, CaseIterable, Sendable {
        case write
        case sync
        case truncate
    }

    enum Fault: Sendable {
        case none
        /// The n-th call (from 1) fails, later ones work.
        case once(Operation, at: Int)
        /// From the n-th call on nothing reaches the files any more.
        case forGood(Operation, at: Int)
        /// The process dies in the n-th call.
        case kill(Operation, at: Int)
    }

    struct State {
        var fault = Fault.none
        var counts: [Operation: Int] = [:]
        var hasFired = false
        var isBroken = false
        /// What a power cut would leave of each file, by path.
        var synced: [String: [UInt8]] = [:]
    }

    let name: String
    let state = Mutex(State())
    private static let serial = Atomic<Int>(0)

    init() {
        name = "fault-\(Self.serial.add(1, ordering: .relaxed).newValue)"
        register()
    }

    /// Counts from zero again and fails as told.
    func arm(_ fault: Fault) {
        state.withLock { state in
            state.fault = fault
            state.counts = [:]
            state.hasFired = false
        }
    }

    /// The disk works again, as another one would.
    func repair() {
        state.withLock { state in
            state.fault = .none
            state.isBroken = false
        }
    }

    var hasFired: Bool { state.withLock { $0.hasFired } }

    func count(_ operation: Operation) -> Int { state.withLock { $0.counts[operation] ?? 0 } }

    /// Leaves in `directory` what a power cut at this moment would: of every file only what was synced.
    func cutPower(into directory: TemporaryDirectory) throws {
        for (path, bytes) in state.withLock({ $0.synced }) {
            let copy = directory.file((path as NSString).lastPathComponent)
            try Data(bytes).write(to: URL(fileURLWithPath: copy))
            chmod(copy, 0o600)
        }
    }

    /// - Returns: SQLITE_OK when the call may go on to the real file.
    func admit(_ operation: Operation) -> Int32 {
        state.withLock { state in
            state.counts[operation, default: 0] += 1
            let number = state.counts[operation]
            switch state.fault {
            case .none: break
            case .once(operation, let place) where number == place:
                state.hasFired = true
                return operation.failure
            case .forGood(operation, let place) where number == place:
                state.hasFired = true
                state.isBroken = true
            case .kill(operation, let place) where number == place:
                kill(getpid(), SIGKILL)
            case .once, .forGood, .kill: break
            }
            return state.isBroken ? operation.failure : SQLITE_OK
        }
    }
}

extension FaultDisk.Operation {
    /// SQLITE_IOERR_WRITE, _FSYNC, _TRUNCATE.
    fileprivate var failure: Int32 {
        switch self {
        case .write: SQLITE_IOERR | 3 << 8
        case .sync: SQLITE_IOERR | 4 << 8
        case .truncate: SQLITE_IOERR | 6 << 8
        }
    }
}
