import Synchronization
package import VaultCore

/// The `ProviderClient` port by a script: tells what it was asked, answers what the test wants, and can be held in the
/// middle of an answer.
package final class ScriptedProvider: ProviderClient {
    package typealias RefreshScript = @Sendable (RefreshRequest) async -> RefreshOutcome
    package typealias RevokeScript = @Sendable (RevocationRequest) async -> RevocationOutcome

    /// One refresh that it was asked for; the token as text.
    package struct Sent: Equatable, Sendable {
        package let provider: ProviderName
        package let refreshToken: String
        package let scopes: ScopeSet?
        /// Of the key that it came with.
        package var seed: String?
    }

    private struct State {
        var once: [RefreshOutcome] = []
        var refresh: RefreshScript = { _ in .unknown(.noAnswer) }
        var obstacle: RefreshOutcome?
        var revoke: RevokeScript = { _ in .revoked }
        var sent: [Sent] = []
        var revoked: [String] = []
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// All refreshes so far, in the order in which they arrived.
    package var sent: [Sent] { state.withLock { $0.sent } }
    /// All refresh tokens that were to be revoked so far.
    package var revoked: [String] { state.withLock { $0.revoked } }

    /// Answers the next refreshes with these, one each, before the script is asked again.
    package func answerOnce(_ outcomes: RefreshOutcome...) { state.withLock { $0.once += outcomes } }

    package func answer(_ script: @escaping RefreshScript) { state.withLock { $0.refresh = script } }

    /// Nothing is sent any more; nil: it is again.
    package func block(by outcome: RefreshOutcome?) { state.withLock { $0.obstacle = outcome } }

    package func answerRevocations(_ script: @escaping RevokeScript) { state.withLock { $0.revoke = script } }

    /// From now on refreshes arrive but are not answered until `release`.
    package func hold() { state.withLock { $0.isHeld = true } }

    package func release() {
        let held = state.withLock { state in
            state.isHeld = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    /// Returns when so many refreshes have arrived since the beginning.
    package func asked(_ count: Int) async {
        await withCheckedContinuation { watcher in
            let isThere = state.withLock { state in
                if state.sent.count >= count { return true }
                state.watchers.append((count, watcher))
                return false
            }
            if isThere { watcher.resume() }
        }
    }

    package func obstacle(at provider: ProviderSettings) async -> RefreshOutcome? { state.withLock { $0.obstacle } }

    package func refresh(_ request: RefreshRequest) async -> RefreshOutcome {
        await arrive(request)
        let (outcome, script) = state.withLock { state in
            (state.once.isEmpty ? nil : state.once.removeFirst(), state.refresh)
        }
        if let outcome { return outcome }
        return await script(request)
    }

    package func revoke(_ request: RevocationRequest) async -> RevocationOutcome {
        let script = state.withLock { state in
            state.revoked.append(request.refreshToken.exposed)
            return state.revoke
        }
        return await script(request)
    }

    package func proof(
        for target: ProofTarget, of token: Secret, by key: ProofKey
    ) throws(ClientKeyProblem) -> Secret {
        Secret(copyingTextOf: "proof of \(token.exposed) for \(target.method) \(target.url)")
    }

    package func probe(_ provider: ProviderSettings) async -> ProviderProbe {
        ProviderProbe(
            reachable: true, tokenEndpoint: provider.tokenEndpoint, revocationEndpoint: provider.revocationEndpoint,
            problems: [])
    }

    private func arrive(_ request: RefreshRequest) async {
        let watchers = state.withLock { state in
            state.sent.append(
                Sent(
                    provider: request.provider.name, refreshToken: request.refreshToken.exposed,
                    scopes: request.scopes, seed: request.proofKey?.seed.exposed))
            let count = state.sent.count
            defer { state.watchers.removeAll { $0.count <= count } }
            return state.watchers.filter { $0.count <= count }
        }
        for (_, watcher) in watchers { watcher.resume() }
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                if state.isHeld { state.held.append(continuation) }
                return state.isHeld
            }
            if !isHeld { continuation.resume() }
        }
    }
}
