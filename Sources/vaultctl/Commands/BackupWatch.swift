import Synchronization
import VaultClient

/// Shows how far the daemon is with a backup while its answer is waited for, where somebody looks.
struct BackupWatch {
    private static let mebibyte: Int64 = 1 << 20

    let vault: any Vault
    let console: any Console

    func result(of call: ClientCall) async -> Result<ResultReader, VaultClientError> {
        let isDone = Latch()
        let answer = Task { [vault] in
            defer { isDone.set() }
            do throws(VaultClientError) {
                return Result<ResultReader, VaultClientError>.success(try await vault.perform(call))
            } catch {
                return .failure(error)
            }
        }
        var wasShown = false
        while !isDone.isSet {
            await console.pause(milliseconds: 200)
            guard !isDone.isSet, let line = await line() else { continue }
            console.note(line)
            wasShown = true
        }
        if wasShown { console.note("\n") }
        return await answer.value
    }

    /// nil where there is nothing to show: a client may be allowed backups and nothing else.
    private func line() async -> String? {
        do throws(VaultClientError) {
            let info = try await vault.perform(.info).info()
            guard let done = info.backupDoneBytes, let total = info.backupTotalBytes else { return nil }
            let bar = ProgressBar(total: Self.mebibytes(total)).line(done: done / Self.mebibyte)
            return bar + " MiB"
        } catch {
            return nil
        }
    }

    private static func mebibytes(_ bytes: Int64) -> Int64 { (bytes + mebibyte - 1) / mebibyte }

    private final class Latch: Sendable {
        private let flag = Atomic(false)

        var isSet: Bool { flag.load(ordering: .acquiring) }
        func set() { flag.store(true, ordering: .releasing) }
    }
}
