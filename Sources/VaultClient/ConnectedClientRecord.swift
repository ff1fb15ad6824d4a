/// One process that is connected to the vault, for operators.
package struct ConnectedClientRecord: Hashable, Sendable {
    package let client: String?
    /// The set of selectors that decided.
    package let match: String?
    package let socket: String
    package let uid: Int64
    package let gid: Int64
    package let pid: Int64
    package let executable: String?
    package let unit: String?
    /// Seconds since 1970.
    package let since: Int64
    package let connections: Int64
    package let calls: Int64
    package let inFlight: Int64
}

extension ResultReader {
    package func connectedClients() throws(VaultClientError) -> (clients: [ConnectedClientRecord], leftOut: Int64) {
        let clients = try list("clients") { one throws(VaultClientError) in
            ConnectedClientRecord(
                client: one.optionalText("client"), match: one.optionalText("match"), socket: try one.text("socket"),
                uid: try one.integer("uid"), gid: try one.integer("gid"), pid: try one.integer("pid"),
                executable: one.optionalText("executable"), unit: one.optionalText("unit"),
                since: try one.integer("since"), connections: try one.integer("connections"),
                calls: try one.integer("calls"), inFlight: try one.integer("in_flight"))
        }
        return (clients, try integer("left_out"))
    }
}
