/// An audit trail that can tell whether what was recorded will outlive the machine.
package protocol SyncedTrail: AuditTrail {
    /// Appends what was recorded so far and waits until the disk has it; blocks, so it is nothing for a loop.
    ///
    /// - Throws: as `flush`; then nothing is known of what was recorded since the last success.
    func sync() throws(AuditFailure)

    /// How many records could not be kept since the trail was opened.
    func losses() -> Int

    /// What was rendered before, by this process or another.
    func record(rendered: [UInt8])
}
