/// A fault and the requests that it meets.
struct FaultRule: Equatable, Sendable {
    let kind: FaultKind
    let fault: Fault
    var endpoint: Endpoint? = .token
    /// Only requests that present a token of this subject.
    var subject: String?
    /// Matching requests that pass unharmed first.
    var skip = 0
    /// Matching requests that are still to be met; absent: all.
    var remaining: Int?
    /// Waited before anything else, in addition to the fault.
    var latencyMilliseconds = 0

    func matches(_ endpoint: Endpoint, subject: String?) -> Bool {
        (self.endpoint == nil || self.endpoint == endpoint) && (self.subject == nil || self.subject == subject)
    }
}
