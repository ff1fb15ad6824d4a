import VaultCore
import VaultServer
import VaultSocket

/// Opens the two sockets: those that were passed to the program, else the configured paths.
struct Listeners {
    private let inherited: [InheritedSocket]

    init(inherited: [InheritedSocket]) { self.inherited = inherited }

    func open(_ settings: VaultSettings, on server: Server) throws(StartFailure) -> HeldListeners {
        HeldListeners(
            workload: try open(settings.workloadSocket, as: .workload, on: server),
            admin: try open(settings.adminSocket, as: .admin, on: server))
    }

    private func open(
        _ socket: SocketSettings, as role: SocketRole, on server: Server
    ) throws(StartFailure) -> UnixListener {
        do throws(SocketError) {
            let listener = if let taken = try adopted(role, socket.path) { taken } else { try bound(socket) }
            try server.listen(on: listener, as: role)
            return listener
        } catch {
            throw StartFailure("could not open the \(role.rawValue) socket: \(error)")
        }
    }
    /// nil where none was passed, or the program before this one listened at another path than is configured now.
    private func adopted(_ role: SocketRole, _ path: String) throws(SocketError) -> UnixListener? {
        guard let passed = inherited.first(where: { $0.name == role.rawValue }) else { return nil }
        let listener = try UnixListener.adopt(passed)
        return passed.isOwn && !listener.isAt(path) ? nil : listener
    }

    private func bound(_ socket: SocketSettings) throws(SocketError) -> UnixListener {
        let options = UnixListener.Options(mode: socket.mode, group: socket.group)
        return try UnixListener.bind(path: socket.path, options: options)
    }
}
