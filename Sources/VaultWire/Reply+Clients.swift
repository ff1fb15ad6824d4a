import VaultCore
import VaultJSON

extension ConnectedClients {
    func write(to writer: inout JSONWriter) {
        writer.member(
            "clients",
            array: { writer in
                for client in clients { writer.object { client.write(to: &$0) } }
            })
        writer.member("left_out", leftOut)
    }
}

extension ConnectedClient {
    fileprivate func write(to writer: inout JSONWriter) {
        if let client { writer.member("client", client.text) }
        if let match { writer.member("match", match.text) }
        writer.member("socket", socket.rawValue)
        writer.member("uid", Int64(peer.uid))
        writer.member("gid", Int64(peer.gid))
        writer.member("pid", Int64(peer.pid))
        if let executable = peer.program.executable { writer.member("executable", executable) }
        if let unit = peer.program.unit { writer.member("unit", unit) }
        writer.member("since", since.seconds)
        writer.member("connections", connections)
        writer.member("calls", calls)
        writer.member("in_flight", inFlight)
    }
}
