/// What the watcher fires at, and whom it tells.
package struct AlertSettings: Hashable, Sendable {
    /// A program and its arguments; nil: alerts stand in the log and go to the sinks alone.
    package var command: [String]?
    package var rules = Set(AlertRule.allCases)
    /// So long a rule does not fire again for the same client, grant or subject.
    package var cooldownSeconds: Int64 = 900
    /// nil: no heartbeat.
    package var heartbeatSeconds: Int64?
    /// Of one client; more fires.
    package var tokensPerMinute: Int64 = 10_000
    /// Of one client; so many fire.
    package var denialsPerMinute: Int64 = 10
    /// Of the whole vault; so many fire.
    package var revocationsPerMinute: Int64 = 20
    package var quietHours = QuietHours(from: 22, to: 6)

    package init() {}
}
