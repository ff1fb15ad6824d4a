import VaultCore
import VaultJSON

extension ConfigurationReader {
    /// Metrics are for this machine alone: they tell who uses the vault how much, and plain HTTP knows no callers.
    func metrics(
        _ object: ObjectReader, _ sockets: (workload: SocketSettings, admin: SocketSettings)?
    ) -> MetricsListen? {
        guard let field = object.member("listen") else { return nil }
        guard let text = field.value.string, let listen = MetricsListen(text) else {
            field.report(
                "must be a loopback address and a port in quotes, such as \"127.0.0.1:9464\", or the absolute path of a Unix "
                    + "socket; to be read from elsewhere, put a proxy before it that knows its callers")
            return nil
        }
        guard case .unix(let path) = listen else { return listen }
        if let problem = ObjectReader.problem(inPath: path, 107) {
            field.report(problem)
            return nil
        }
        if let sockets, [sockets.workload.path, sockets.admin.path].contains(path) {
            field.report("is one of the sockets already, name another file")
            return nil
        }
        return listen
    }
}
