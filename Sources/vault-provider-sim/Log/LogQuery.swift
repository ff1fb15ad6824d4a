/// What `GET /sim/log` asks for, and what it waits for.
struct LogQuery: Equatable, Sendable {
    /// Only entries with a greater number.
    var since = 0
    /// Absent: token and revocation requests, deletions among them.
    var endpoint: Endpoint?
    /// Waits until so many entries have come as far as `until`, but at most `waitMilliseconds`.
    var count = 0
    var until: LogMilestone = .received
    var waitMilliseconds = 0

    init() {}

    init(_ request: HTTPRequest) throws(ControlError) {
        since = try Self.integer("since", request) ?? 0
        count = try Self.integer("count", request) ?? 0
        waitMilliseconds = try min(Self.integer("wait_ms", request) ?? 0, 600_000)
        if let text = request.parameter("endpoint") {
            guard let known = Endpoint(rawValue: text) else {
                throw ControlError("/sim/log: 'endpoint' must be token, revoke, discovery, userinfo or deletion")
            }
            endpoint = known
        }
        if let text = request.parameter("until") {
            guard let known = LogMilestone(rawValue: text) else {
                throw ControlError("/sim/log: 'until' must be received, processed or answered")
            }
            until = known
        }
    }

    func wants(_ entry: LogEntry) -> Bool {
        if entry.sequence <= since { return false }
        if let endpoint { return entry.endpoint == endpoint }
        return [.token, .revoke, .deletion].contains(entry.endpoint)
    }

    private static func integer(_ name: String, _ request: HTTPRequest) throws(ControlError) -> Int? {
        guard let text = request.parameter(name) else { return nil }
        guard let integer = Int(text), integer >= 0 else {
            throw ControlError("/sim/log: '\(name)' must be a whole number from 0")
        }
        return integer
    }
}
