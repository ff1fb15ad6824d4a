import TestHarness
import VaultClient

/// Puts and revokes grants, opens and ends sessions, one after the other, until the daemon is gone; remembers what was acknowledged.
struct ChangingClient: Sendable {
    private let number: Int
    private var random: SeededGenerator
    private var grants: [String: String] = [:]
    private var sessions: [String] = []
    /// As `ToldChanges.words` tells them.
    private(set) var acknowledged: [String] = []

    init(_ number: Int, seed: UInt64) {
        self.number = number
        random = SeededGenerator(seed: seed &+ UInt64(number))
    }

    /// Returns when the connection is lost.
    mutating func work(_ client: VaultClient, _ refreshToken: String, _ countdown: Countdown) async throws {
        do {
            while true {
                countdown.tick()
                switch Int.random(in: 0..<6, using: &random) {
                case 0: try await revoke(client)
                case 1, 2: try await open(client)
                case 3: try await end(client)
                default: try await put(client, refreshToken)
                }
            }
        } catch let error as VaultClientError {
            switch error {
            case .connectionLost, .unreachable: return
            case .refused, .timedOut, .cancelled, .closed, .protocolViolation, .invalidCall: throw error
            }
        }
    }

    private mutating func put(_ client: VaultClient, _ refreshToken: String) async throws {
        let subject = "user:default/c\(number)-\(Int.random(in: 0..<6, using: &random))"
        var grant = NewGrant(subject: subject, provider: "sim", refreshToken: SecretText(refreshToken))
        grant.scopes = ["a"]
        let stored = try await client.putGrant(grant)
        grants[subject] = stored.handle
        acknowledged.append("grant_stored \(stored.handle) \(stored.generation)")
    }

    private mutating func revoke(_ client: VaultClient) async throws {
        guard let (subject, id) = grants.first else { return }
        grants[subject] = nil
        do throws(VaultClientError) {
            _ = try await client.revokeGrant(.subject(subject, provider: "sim"))
        } catch {
            // The call before the last death may have come through.
            if case .refused(let refusal) = error, refusal.kind == .notFound { return }
            throw error
        }
        acknowledged.append("grant_revoked \(id)")
    }

    private mutating func open(_ client: VaultClient) async throws {
        let session = try await client.createSession(
            NewUserSession(subject: "user:default/s\(number)-\(Int.random(in: 0..<3, using: &random))"))
        sessions.append(session.session.id)
        acknowledged.append("session_created \(session.session.id)")
    }

    private mutating func end(_ client: VaultClient) async throws {
        guard let id = sessions.popLast() else { return }
        do throws(VaultClientError) {
            _ = try await client.endSession(.id(id))
        } catch {
            // Evicted by a newer one, or as above.
            if case .refused(let refusal) = error, refusal.kind == .notFound { return }
            throw error
        }
        acknowledged.append("session_ended \(id)")
    }
}
