import Synchronization
import VaultCore
import VaultTestSupport

/// An authorization server by its rotation rule: knows which refresh tokens are good, and remembers every dead one that it
/// was sent. Refresh tokens are `rt-LINEAGE-NUMBER`, access tokens `at-LINEAGE-SERIAL`.
final class LineageServer: ProviderClient {
    /// What goes wrong with one request.
    enum Fault: CaseIterable {
        case none
        case unreachable
        case serverError
        /// Lost on the way there.
        case lostBefore
        /// Worked on, its answer lost on the way back.
        case lostAfter
    }

    private struct Lineage {
        var number = 1
        var rotatedAt: Timestamp?
        var isRevoked = false
    }

    private struct State {
        var lineages: [Lineage] = []
        var serial = 0
        var asked = 0
        var reused: [String] = []
        var isCut = false
        var random: SeededRandom
        /// One in so many requests has a fault; 0: none has.
        var faultEvery = 0
    }

    let rotation: RotationRule
    private let clock: ManualClock
    private let state: Mutex<State>

    init(_ rotation: RotationRule, clock: ManualClock, seed: UInt64 = 1, faultEvery: Int = 0) {
        self.rotation = rotation
        self.clock = clock
        state = Mutex(State(random: SeededRandom(seed), faultEvery: faultEvery))
    }

    /// Dead refresh tokens that it was sent.
    var reused: [String] { state.withLock { $0.reused } }
    /// Refreshes that it was asked for, with or without a fault.
    var asked: Int { state.withLock { $0.asked } }

    /// A new sign-in.
    func signIn() -> String {
        state.withLock { state in
            state.lineages.append(Lineage())
            return "rt-\(state.lineages.count - 1)-1"
        }
    }

    /// From now on whoever asks is a process that died: nothing it sends arrives.
    func cut(_ isCut: Bool) { state.withLock { $0.isCut = isCut } }

    /// Whether this refresh token would mint now.
    func isGood(_ refreshToken: String) -> Bool {
        guard let (lineage, number) = Self.parse(refreshToken) else { return false }
        let now = clock.now()
        return state.withLock { isGood($0.lineages[lineage], number, now) }
    }

    func obstacle(at provider: ProviderSettings) async -> RefreshOutcome? { nil }

    func refresh(_ request: RefreshRequest) async -> RefreshOutcome {
        for _ in 0..<state.withLock({ $0.random.below(4) }) { await Task.yield() }
        let outcome = state.withLock { answer(&$0, request.refreshToken.exposed) }
        for _ in 0..<state.withLock({ $0.random.below(4) }) { await Task.yield() }
        return outcome
    }

    func revoke(_ request: RevocationRequest) async -> RevocationOutcome {
        guard let (lineage, _) = Self.parse(request.refreshToken.exposed) else { return .revoked }
        return state.withLock { state in
            if state.isCut { return .retry(.unreachable, afterSeconds: nil) }
            state.lineages[lineage].isRevoked = true
            return .revoked
        }
    }

    func proof(for target: ProofTarget, of token: Secret, by key: ProofKey) throws(ClientKeyProblem) -> Secret { token }

    func probe(_ provider: ProviderSettings) async -> ProviderProbe {
        ProviderProbe(reachable: true, tokenEndpoint: nil, revocationEndpoint: nil, problems: [])
    }

    private func answer(_ state: inout State, _ refreshToken: String) -> RefreshOutcome {
        if state.isCut { return .unknown(.noAnswer) }
        state.asked += 1
        let hasFault = state.faultEvery > 0 && state.random.chance(state.faultEvery)
        let fault = hasFault ? Fault.allCases[state.random.below(Fault.allCases.count)] : .none
        switch fault {
        case .none: return work(&state, refreshToken)
        case .unreachable: return .transient(.unreachable, retryAfterSeconds: nil)
        case .serverError: return .transient(.serverError, retryAfterSeconds: 1)
        case .lostBefore: return .unknown(.noAnswer)
        case .lostAfter:
            _ = work(&state, refreshToken)
            return .unknown(.noAnswer)
        }
    }

    private func work(_ state: inout State, _ refreshToken: String) -> RefreshOutcome {
        guard let (lineage, number) = Self.parse(refreshToken), lineage < state.lineages.count,
            isGood(state.lineages[lineage], number, clock.now())
        else {
            state.reused.append(refreshToken)
            if let (lineage, _) = Self.parse(refreshToken), rotation == .revokesFamilyOnReuse {
                state.lineages[lineage].isRevoked = true
            }
            return .refused(ProviderErrorCode("invalid_grant"))
        }
        state.serial += 1
        let accessToken = "at-\(lineage)-\(state.serial)"
        if rotation == .none { return .refreshed(Fixtures.tokens(accessToken)) }
        // In grace the predecessor is given the successor once more.
        if number == state.lineages[lineage].number {
            state.lineages[lineage].number += 1
            state.lineages[lineage].rotatedAt = clock.now()
        }
        return .refreshed(
            Fixtures.tokens(accessToken, refreshToken: "rt-\(lineage)-\(state.lineages[lineage].number)"))
    }

    private func isGood(_ lineage: Lineage, _ number: Int, _ now: Timestamp) -> Bool {
        if lineage.isRevoked { return false }
        switch rotation {
        case .none, .rotates, .revokesFamilyOnReuse: return number == lineage.number
        case .oldStaysValid: return number <= lineage.number
        case .rotatesWithGrace(let seconds):
            let isInGrace = lineage.rotatedAt.map { now.seconds(since: $0) < seconds } ?? false
            return number == lineage.number || (number == lineage.number - 1 && isInGrace)
        }
    }

    private static func parse(_ refreshToken: String) -> (lineage: Int, number: Int)? {
        let parts = refreshToken.split(separator: "-")
        guard parts.count == 3, let lineage = Int(parts[1]), let number = Int(parts[2]) else { return nil }
        return (lineage, number)
    }
}

extension RotationRule {
    static let everyKind: [RotationRule] = [
        .none, .rotates, .rotatesWithGrace(seconds: 30), .oldStaysValid, .revokesFamilyOnReuse,
    ]
}
