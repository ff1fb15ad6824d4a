import Synchronization

/// A provider's small number for bit tests on the hot path; given once per name and never changed while the process
/// lives, also across reloads.
package struct ProviderIndex: Hashable, Sendable {
    package let number: Int
}

/// Hands out provider numbers; append-only, so that a number kept with a cached token stays true after a reload.
package final class ProviderRegistry: Sendable {
    private let numbers = Mutex<[ProviderName: Int]>([:])

    package init() {}

    package func index(of provider: ProviderName) -> ProviderIndex {
        numbers.withLock { known in
            if let number = known[provider] { return ProviderIndex(number: number) }
            let number = known.count
            known[provider] = number
            return ProviderIndex(number: number)
        }
    }
}
