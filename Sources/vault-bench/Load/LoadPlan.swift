/// What a load client does in one run.
struct LoadPlan: Sendable {
    let socket: String
    let connections: Int
    /// Requests in flight on each connection.
    let depth: Int
    let requests: RequestRing
    /// How often a reply holds a newline: once at the vault, twice where its length stands before it.
    var linesPerReply = 1
    let warmUp: Duration
    let duration: Duration
    /// Looks at the first reply of each length on a connection, given the number of its line; says what is wrong with it.
    let check: @Sendable (_ line: Int, _ reply: [UInt8]) -> String?
}

/// Why a run does not count.
struct LoadFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
