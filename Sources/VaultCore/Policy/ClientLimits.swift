/// What one client may use up, whoever its calls are for; what is nil is not limited.
package struct ClientLimits: Hashable, Sendable {
    /// Calls per second in the long run.
    package var callsPerSecond: Int?
    /// Calls that may come at once after a pause; nil for as many as a second allows.
    package var burst: Int?
    /// Calls per second about any one subject.
    package var subjectCallsPerSecond: Int?
    /// Different subjects within an hour.
    package var subjectsPerHour: Int?
    /// Calls that are being worked on at a time.
    package var inFlight: Int?

    package static let none = ClientLimits()

    package init(
        callsPerSecond: Int? = nil, burst: Int? = nil, subjectCallsPerSecond: Int? = nil, subjectsPerHour: Int? = nil,
        inFlight: Int? = nil
    ) {
        self.callsPerSecond = callsPerSecond
        self.burst = burst
        self.subjectCallsPerSecond = subjectCallsPerSecond
        self.subjectsPerHour = subjectsPerHour
        self.inFlight = inFlight
    }

    /// Whether it must be known about whom a call is.
    package var countSubjects: Bool { subjectCallsPerSecond != nil || subjectsPerHour != nil }
}
