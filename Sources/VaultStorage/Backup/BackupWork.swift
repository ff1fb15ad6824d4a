import Glibc
import Synchronization
import VaultCore

/// Makes one backup at a time, on a thread of its own, so that neither a reactor nor the writer waits for it.
final class BackupWork: Sendable {
    private let source: String
    private let vfs: String?
    private let readers: ReaderPool
    private let step: @Sendable (StoreStep) -> Void
    private let isRunning = Atomic(false)
    private let state = Mutex<BackupProgress?>(nil)

    init(source: String, options: StoreOptions, readers: ReaderPool) {
        self.source = source
        vfs = options.vfs
        step = options.step
        self.readers = readers
    }

    /// nil while none is being made.
    var progress: BackupProgress? { state.withLock(\.self) }

    func run(to path: String, at now: Timestamp) async throws(BackupFailure) -> BackupReport {
        guard !isRunning.exchange(true, ordering: .acquiringAndReleasing) else { throw .isRunning }
        defer {
            state.withLock { $0 = nil }
            isRunning.store(false, ordering: .releasing)
        }
        let result = await withCheckedContinuation { continuation in
            let job = BackupThread.Job { continuation.resume(returning: self.make(path, at: now)) }
            if !BackupThread.start(job) {
                continuation.resume(returning: .failure(.failed("the system gave no thread to copy with")))
            }
        }
        return try result.get()
    }

    private func make(_ path: String, at now: Timestamp) -> Result<BackupReport, BackupFailure> {
        let file = BackupFile(path: path)
        do throws(BackupProblem) {
            try file.create()
        } catch {
            return .failure(BackupFailure(error))
        }
        do throws(BackupProblem) {
            let report = try copied(file, at: now)
            step(.backupVerified)
            try file.finish()
            return .success(report)
        } catch {
            file.removePartial()
            return .failure(BackupFailure(error))
        }
    }

    private func copied(_ file: BackupFile, at now: Timestamp) throws(BackupProblem) -> BackupReport {
        let copy = BackupCopy(source: source, vfs: vfs)
        do throws(SQLiteError) {
            readers.holdSnapshot(true)
            defer { readers.holdSnapshot(false) }
            try copy.copy(to: file.partialPath) { progress in state.withLock { $0 = progress } }
            step(.backupCopied)
        } catch {
            throw .failed(error.reason)
        }
        do throws(SQLiteError) {
            try copy.describe(file.partialPath, at: now)
            return try copy.verified(file.partialPath, as: file.path)
        } catch {
            throw .failed(error.reason)
        }
    }
}

extension BackupFailure {
    fileprivate init(_ problem: BackupProblem) {
        switch problem {
        case .path(let text): self = .unusablePath(text)
        case .failed(let text): self = .failed(text)
        }
    }
}
