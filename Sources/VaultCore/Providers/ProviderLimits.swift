/// How often one provider may be asked, refreshes and revocations together, and by how many at once; beyond it callers wait, and
/// then are told when to come back.
package struct ProviderLimits: Hashable, Sendable {
    /// In the long run.
    package var requestsPerSecond: Int
    /// Requests that may go out at once after a pause; nil for as many as a second allows.
    package var burst: Int?
    /// Requests that are under way at a time.
    package var inFlight: Int

    /// The defaults leave a provider alone that has just come back: 10,000 expired grants take 200 seconds.
    package init(requestsPerSecond: Int = 50, burst: Int? = nil, inFlight: Int = 32) {
        self.requestsPerSecond = requestsPerSecond
        self.burst = burst
        self.inFlight = inFlight
    }
}
