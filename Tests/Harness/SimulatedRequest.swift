package import VaultJSON

/// One entry of the simulator's log: a request that reached the provider.
package struct SimulatedRequest: Sendable {
    package let sequence: Int64
    package let endpoint: String
    /// Microseconds since 1970.
    package let receivedAt: Int64
    package let subject: String?
    /// Of the token that was presented.
    package let generation: Int64?
    /// nil while the token model has not seen it.
    package let verdict: String?
    /// Thumbprint of the key that it was proved with.
    package let key: String?

    package init?(_ json: JSONValue) {
        guard let sequence = json["sequence"]?.integer, let endpoint = json["endpoint"]?.string,
            let receivedAt = json["received_us"]?.integer
        else { return nil }
        self.sequence = sequence
        self.endpoint = endpoint
        self.receivedAt = receivedAt
        subject = json["subject"]?.string
        generation = json["generation"]?.integer
        verdict = json["verdict"]?.string
        key = json["dpop_jkt"]?.string
    }
}
