/// Where the audit log is written, and how long it is kept.
package struct AuditSettings: Hashable, Sendable {
    package var path: String
    /// Of the secret that seals it; nil: beside the store.
    package var keyPath: String?
    /// How long records may lie without a seal, in seconds.
    package var sealSeconds: Int64 = 60
    /// A file of this size is closed.
    package var rotateBytes: Int64 = 256 * 1024 * 1024
    /// So is one of this age, in seconds.
    package var rotateSeconds: Int64 = 86_400
    /// Closed files older than this are removed; nil: none is.
    package var keepSeconds: Int64?
    /// What is done also while its record cannot be written; what gives never is.
    package var unrecorded: Set<Method.Consequence> = [.ending]
    /// Where copies of the records go; the file is the log.
    package var sinks: [SinkSettings] = []
    /// nil: nobody watches.
    package var alerts: AlertSettings?

    package init(path: String) { self.path = path }
}
