extension ResultReader {
    /// What `system.metrics` says, in Prometheus' text format.
    package func metrics() throws(VaultClientError) -> String { try text("text") }
}
