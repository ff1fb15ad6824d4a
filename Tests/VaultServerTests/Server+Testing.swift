import VaultSocket

@testable import VaultServer

/// Looks inside the reactors of a server whose loops no thread runs.
extension Server {
    var evictionCount: Int { homes.reduce(0) { $0 + $1.reactor.value.evictions } }

    /// Numbers of the server's descriptors.
    func descriptorsForTests() -> [Int32] {
        homes.flatMap { $0.reactor.value.connections.map { $0.descriptor.raw } }
    }
}
