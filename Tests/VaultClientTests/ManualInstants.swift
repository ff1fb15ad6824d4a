import Synchronization
import VaultClient
import VaultSocket

/// A clock that stands until a test moves it.
final class ManualInstants: Sendable {
    private let nanoseconds = Mutex<UInt64>(1_000_000_000)

    var clock: @Sendable () -> MonotonicInstant {
        { MonotonicInstant(nanoseconds: self.nanoseconds.withLock { $0 }) }
    }

    func advance(milliseconds: UInt64) { nanoseconds.withLock { $0 += milliseconds * 1_000_000 } }
}

/// The error that a call fails with; nil if it succeeds.
func failure(_ call: () async throws(VaultClientError) -> Void) async -> VaultClientError? {
    do throws(VaultClientError) {
        try await call()
        return nil
    } catch {
        return error
    }
}
