/// The acceptors of a server, all on its first loop.
final class AcceptorList {
    var list: [Acceptor] = []

    /// Ends accepting; dropping the acceptors closes the listeners, which removes their files.
    func stop() {
        for acceptor in list { acceptor.stop() }
        list.removeAll()
    }
}
