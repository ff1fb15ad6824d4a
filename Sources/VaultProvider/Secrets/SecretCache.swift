import Synchronization
package import VaultCore

/// Keeps client secrets for a short while, so that a refresh does not read a file or run a command each time, and a
/// replaced secret is seen soon.
package final class SecretCache: Sendable {
    private struct Entry {
        let secret: Secret
        let loadedAt: Int64
    }

    private let entries = Mutex<[SecretSource: Entry]>([:])
    private let flights = SingleFlight<SecretSource, Result<Secret, SecretReadError>>()
    let choices: SecretChoices
    private let clock: any WallClock
    private let lifeMilliseconds: Int64
    private let load: @Sendable (SecretSource) throws(SecretReadError) -> Secret

    /// - Parameter load: blocks; called on a thread of its own.
    package init(
        clock: any WallClock, lifeMilliseconds: Int64 = 60_000,
        load: @escaping @Sendable (SecretSource) throws(SecretReadError) -> Secret = {
            (source) throws(SecretReadError) in try SecretReader.read(source)
        }
    ) {
        self.clock = clock
        choices = SecretChoices(clock: clock)
        self.lifeMilliseconds = lifeMilliseconds
        self.load = load
    }

    package func secret(from source: SecretSource) async throws(SecretReadError) -> Secret {
        if let secret = fresh(source) { return secret }
        let result = await flights.run(source) { [self] in
            let result = await WorkerThread.run(named: "vault-secret") { [self] in attempt(source) }
            if case .success(let secret) = result { keep(secret, from: source) }
            return result
        }
        return try result.get()
    }

    /// The next use reads it anew: the provider has refused it.
    package func forget(_ source: SecretSource) { entries.withLock { $0[source] = nil } }

    /// The next use of any of them reads it anew: the configuration was read again.
    package func forgetAll() {
        entries.withLock { $0 = [:] }
        choices.forgetAll()
    }

    private func attempt(_ source: SecretSource) -> Result<Secret, SecretReadError> {
        do throws(SecretReadError) {
            return .success(try load(source))
        } catch {
            return .failure(error)
        }
    }

    private func keep(_ secret: Secret, from source: SecretSource) {
        let now = clock.monotonicMilliseconds()
        entries.withLock { $0[source] = Entry(secret: secret, loadedAt: now) }
    }

    private func fresh(_ source: SecretSource) -> Secret? {
        let now = clock.monotonicMilliseconds()
        return entries.withLock { entries in
            guard let entry = entries[source] else { return nil }
            guard now - entry.loadedAt < lifeMilliseconds else {
                entries[source] = nil
                return nil
            }
            return entry.secret
        }
    }
}
