import TestHarness
import VaultClient

/// Puts and revokes its own grants, one change at a time, until the daemon is gone.
struct LoadWriter: Sendable {
    /// The daemon answered what it must not.
    struct Refused: Error { let what: String }

    private let number: Int
    private var random: SeededGenerator
    private var puts = 0
    private(set) var grants: [TrackedGrant]

    init(_ number: Int, seed: UInt64, grants count: Int) {
        self.number = number
        random = SeededGenerator(seed: seed &+ UInt64(number))
        grants = (0..<count).map { TrackedGrant(subject: "user:default/w\(number)-\($0)") }
    }

    /// Returns when the connection is lost.
    mutating func work(_ client: VaultClient, _ sim: RunningSimulator, _ countdown: Countdown) async throws {
        do {
            while true {
                let place = Int.random(in: grants.indices, using: &random)
                if grants[place].acknowledged != nil, Int.random(in: 0..<3, using: &random) == 0 {
                    try await revoke(place, client, countdown)
                } else {
                    try await put(place, client, sim, countdown)
                }
                countdown.tick()
            }
        } catch let error as VaultClientError {
            switch error {
            case .connectionLost, .unreachable: return
            case .refused, .timedOut, .cancelled, .closed, .protocolViolation, .invalidCall: throw error
            }
        }
    }

    private mutating func revoke(_ place: Int, _ client: VaultClient, _ countdown: Countdown) async throws {
        let subject = grants[place].subject
        grants[place].begin(nil)
        async let answer = client.revokeGrant(.subject(subject, provider: "sim"))
        countdown.tick()
        _ = try await answer
        grants[place].acknowledge()
    }

    private mutating func put(
        _ place: Int, _ client: VaultClient, _ sim: RunningSimulator, _ countdown: Countdown
    ) async throws {
        let subject = grants[place].subject
        let minted = try await sim.mint(for: subject)
        puts += 1
        let state = StoredState(
            generation: (grants[place].acknowledged?.generation ?? 0) + 1, mark: "\(number)-\(puts)",
            accessToken: minted.accessToken, lineage: minted.lineage)
        var grant = NewGrant(subject: subject, provider: "sim", refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        grant.labels = ["put": state.mark]
        grant.accessToken = SecretText(minted.accessToken)
        grant.accessTokenExpiresAt = 4_000_000_000
        grants[place].begin(state)
        async let answer = client.putGrant(grant)
        countdown.tick()
        let stored = try await answer
        guard stored.generation == state.generation else {
            throw Refused(what: "\(subject): generation \(stored.generation), not \(state.generation)")
        }
        grants[place].acknowledge()
    }

    /// Looks at every grant after a restart, and takes what it finds for certain from now on.
    ///
    /// - Returns: what must not be.
    mutating func audit(_ client: VaultClient) async throws -> [String] {
        var faults: [String] = []
        for place in grants.indices {
            let grant = grants[place]
            let found: StoredState?
            do {
                found = try await state(of: grant, client)
            } catch let error as Refused {
                faults.append(error.what)
                continue
            }
            if !grant.allows(found) {
                faults.append("\(grant.subject): found \(String(describing: found)), known \(grant)")
            }
            grants[place].settle(as: found)
        }
        return faults
    }

    private func state(of grant: TrackedGrant, _ client: VaultClient) async throws -> StoredState? {
        let selection = GrantSelection.subject(grant.subject, provider: "sim")
        let record: GrantRecord
        do throws(VaultClientError) {
            record = try await client.grant(selection)
        } catch {
            if case .refused(let refusal) = error, refusal.kind == .notFound { return nil }
            throw error
        }
        guard let mark = record.labels["put"], let known = grant.state(marked: mark), record.status == .active else {
            throw Refused(what: "\(grant.subject): no put of ours left \(record)")
        }
        let token = try await client.token(for: selection)
        return StoredState(
            generation: record.generation, mark: mark, accessToken: token.secret.unprotectedString(),
            lineage: known.lineage)
    }
}
