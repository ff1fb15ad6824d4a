extension VaultClient {
    /// How patient a client is.
    public struct Options: Sendable {
        /// From the call to its answer, reconnecting included.
        public var timeout: Duration
        /// How long a call that was not sent yet waits for a daemon that cannot be reached, as while it restarts; zero fails it at
        /// the first refusal.
        public var patience: Duration
        /// A longer reply ends the connection.
        public var maximumReplyBytes: Int
        /// Calls that are sent without an answer yet; more wait here. The daemon refuses more than its own limit.
        public var maximumInFlight: Int

        /// Without arguments: 30 seconds, 2 seconds, 32 MiB, 128 calls.
        public init(
            timeout: Duration = .seconds(30), patience: Duration = .seconds(2), maximumReplyBytes: Int = 32 << 20,
            maximumInFlight: Int = 128
        ) {
            self.timeout = timeout
            self.patience = patience
            self.maximumReplyBytes = maximumReplyBytes
            self.maximumInFlight = max(1, maximumInFlight)
        }
    }
}
