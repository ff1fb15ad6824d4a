import VaultCore
import VaultSocket

/// A peer together with a hold on its process of its own, for work that may outlive the connection.
final class HeldPeer: Sendable {
    let identity: PeerIdentity
    private let process: PeerProcess

    init(_ identity: PeerIdentity, _ process: borrowing PeerProcess) throws(SocketError) {
        self.identity = identity
        self.process = try process.duplicate()
    }

    var hasEnded: Bool { process.hasEnded }
}
