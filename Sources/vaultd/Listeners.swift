import VaultCore
import VaultServer
import VaultSocket

/// Opens the two sockets: those that the service manager passed, else the configured paths.
struct Listeners {
    private let inherited: [InheritedSocket]

    init(inherited: [InheritedSocket]) { self.inherited = inherited }

    func open(_ settings: VaultSettings, on server: Server) throws(StartFailure) {
        try open(settings.workloadSocket, as: .workload, on: server)
        try open(settings.adminSocket, as: .admin, on: server)
    }

    private func open(_ socket: SocketSettings, as role: SocketRole, on server: Server) throws(StartFailure) {
        do throws(SocketError) {
            let listener: UnixListener
            if let passed = inherited.first(where: { $0.name == role.rawValue }) {
                listener = try UnixListener.adopt(passed)
            } else {
                let options = UnixListener.Options(mode: socket.mode, group: socket.group)
                listener = try UnixListener.bind(path: socket.path, options: options)
            }
            try server.listen(on: listener, as: role)
        } catch {
            throw StartFailure("could not open the \(role.rawValue) socket: \(error)")
        }
    }
}
