import Synchronization
import VaultCore
import VaultFetchWire

/// The newest nonce that each provider gave out (RFC 9449 §8.2); one that is too old costs one more request.
final class ProofNonces: Sendable {
    private let newest = Mutex<[ProviderName: String]>([:])

    func nonce(for provider: ProviderSettings) -> String? { newest.withLock { $0[provider.name] } }

    /// Any answer may bring one.
    func note(_ outcome: FetchOutcome, of provider: ProviderSettings) {
        guard case .response(let reply) = outcome, let nonce = reply.usableNonce else { return }
        newest.withLock { $0[provider.name] = nonce }
    }
}

extension FetchReply {
    /// Nil for a text that is none (RFC 9449 §8.1).
    var usableNonce: String? {
        dpopNonce.flatMap { nonce in
            (1...ProofTarget.nonceBytes).contains(nonce.utf8.count) && ProofTarget.isNonce(nonce) ? nonce : nil
        }
    }
}
