/// One request as the log remembers it; it never holds a token. Times are microseconds since 1970.
struct LogEntry: Equatable, Sendable {
    let sequence: Int
    let endpoint: Endpoint
    let receivedAt: Int64
    /// When the token model decided; nil as long as a fault keeps the request from it.
    var processedAt: Int64?
    /// When the first byte of the answer left, or the connection was dropped.
    var answeredAt: Int64?
    /// The lineage and the generation of the presented token, where it is known here.
    var lineage: Int?
    var generation: Int?
    var subject: String?
    /// The `scope` parameter.
    var scope: String?
    var fault: FaultKind?
    var verdict: Verdict?
    /// Thumbprint of the key in the request's proof, whether that was good or not.
    var key: String?
    /// Nil where no answer was sent.
    var status: Int?

    func has(reached milestone: LogMilestone) -> Bool {
        switch milestone {
        case .received: true
        case .processed: processedAt != nil
        case .answered: answeredAt != nil
        }
    }
}
