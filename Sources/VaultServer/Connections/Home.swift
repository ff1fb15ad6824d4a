import Glibc
import VaultCore
import VaultSocket
import VaultWire

/// A loop and the reactor on it, as seen from other threads.
struct Home: Sendable {
    let loop: EventLoop
    let reactor: LoopBound<Reactor>

    /// Lets a caller in, or tells it why not and closes.
    func take(
        _ descriptor: consuming FileDescriptor, _ peer: PeerIdentity, _ socket: SocketRole, _ admission: Admission,
        _ refusals: RefusedConnections
    ) {
        if let refusal = admission.open(peer, on: socket) {
            refusals.record(refusal, peer, socket)
            var line = OutputBuffer()
            var writer = ReplyWriter()
            writer.write(WireError(refusal.error), to: &line)
            // A new socket has room for one line; if not, the caller sees the end of the stream.
            _ = descriptor.send(line.bytes)
            return
        }
        if let reactor = reactor.valueIfCurrent { return reactor.adopt(descriptor, peer: peer, socket: socket) }
        let raw = descriptor.release()
        let taken = loop.run { [reactor] in
            let descriptor = FileDescriptor(owning: raw)
            guard let reactor = reactor.valueIfCurrent else { return admission.close(peer, on: socket) }
            reactor.adopt(descriptor, peer: peer, socket: socket)
        }
        guard !taken else { return }
        _ = FileDescriptor(owning: raw)
        admission.close(peer, on: socket)
    }
}
