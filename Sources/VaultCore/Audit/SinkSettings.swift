/// A sink: where copies of which records are sent, and how they are written.
package struct SinkSettings: Hashable, Sendable {
    package let name: SinkName
    package let target: SinkTarget
    package var format = SinkFormat.native
    package var facility = SyslogFacility.authpriv
    /// nil: all.
    package var kinds: Set<AuditEvent.Kind>?
    /// nil: all.
    package var outcomes: Set<AuditEvent.Outcome>?
    /// So much of the log may wait for a sink that takes nothing; what is older then is lost for it.
    package var backlogBytes: Int64 = 256 * 1024 * 1024

    package init(name: SinkName, target: SinkTarget) {
        self.name = name
        self.target = target
    }
}
