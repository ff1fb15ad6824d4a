import VaultClient
import VaultCommandLine

/// Who is connected, as people read it.
enum ClientText {
    static func table(_ clients: [ConnectedClientRecord], hasHeading: Bool) -> String {
        let heading = [
            "CLIENT", "MATCH", "SOCKET", "UID", "GID", "PID", "CONNECTIONS", "CALLS", "IN FLIGHT", "SINCE",
            "EXECUTABLE",
            "UNIT",
        ]
        let rows = clients.map { one in
            [
                one.client ?? "-", one.match ?? "-", one.socket, "\(one.uid)", "\(one.gid)", "\(one.pid)",
                "\(one.connections)", "\(one.calls)", "\(one.inFlight)", TimeText.utc(one.since),
                one.executable ?? "-", one.unit ?? "-",
            ]
        }
        let text = TextTable(heading, rows: rows, numeric: [3, 4, 5, 6, 7, 8]).text()
        return hasHeading ? text : String(text.drop { $0 != "\n" }.dropFirst())
    }
}
