/// How a record is written for who reads a sink (Docs/siem.md).
package enum SinkFormat: String, CaseIterable, Hashable, Sendable {
    /// The line as it stands in the log.
    case native
    /// Open Cybersecurity Schema Framework, JSON.
    case ocsf
    /// Elastic Common Schema, JSON.
    case ecs
    /// Common Event Format, text.
    case cef
}
