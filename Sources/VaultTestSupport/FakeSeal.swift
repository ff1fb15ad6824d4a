import Synchronization
package import VaultCore

/// Keeps the port `SealMechanism` with one passphrase and a `FakeSealer`.
package final class FakeSeal: SealMechanism {
    private struct State {
        var trail: (any AuditTrail)?
        var passphrase: String
        var failure: SealProblem?
        var opened = 0
    }

    private let sealer: FakeSealer
    private let state: Mutex<State>
    private let whileOpening = Mutex<(@Sendable () async -> Void)?>(nil)

    package init(_ sealer: FakeSealer, passphrase: String) {
        self.sealer = sealer
        state = Mutex(State(passphrase: passphrase))
    }

    /// From now on what is told of a change is recorded there.
    package func tell(_ trail: any AuditTrail) { state.withLock { $0.trail = trail } }

    /// Every try throws this until it is nil.
    package func fail(with problem: SealProblem?) { state.withLock { $0.failure = problem } }

    /// Done in the middle of every try.
    package func whileOpening(_ body: @escaping @Sendable () async -> Void) { whileOpening.withLock { $0 = body } }

    /// How many tries reached the mechanism.
    package var tries: Int { state.withLock { $0.opened } }

    package func source() async throws(SealProblem) -> SealSource { .passphrase(.usual) }

    package func passphraseSeal() throws(StoreFailure) -> PassphraseSeal? {
        PassphraseSeal(salt: [UInt8](repeating: 7, count: PassphraseSeal.saltBytes), cost: .usual)
    }

    package func open(with passphrase: Secret?) async throws(SealProblem) {
        let (right, failure) = state.withLock { state in
            state.opened += 1
            return (state.passphrase, state.failure)
        }
        await whileOpening.withLock(\.self)?()
        if let failure { throw failure }
        guard let passphrase else { throw SealProblem(.awaitingPassphrase, "it waits") }
        guard passphrase.equals(Secret(copyingTextOf: right)) else { throw SealProblem(.wrongKey, "it is wrong") }
        sealer.unlock()
    }

    package func change(to passphrase: Secret?, telling event: AuditEvent) async throws(SealProblem) {
        if let failure = state.withLock(\.failure) { throw failure }
        guard let passphrase else { throw SealProblem(.awaitingPassphrase, "none was given") }
        let text = passphrase.withBytes { String(decoding: $0, as: UTF8.self) }
        state.withLock { state in
            state.passphrase = text
            state.trail?.record(event)
        }
    }

    package func lock() { sealer.lock() }
}
