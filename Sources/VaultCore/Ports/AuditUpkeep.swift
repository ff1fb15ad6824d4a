/// What an audit log needs now and then, whether anything is recorded or not.
package protocol AuditUpkeep: Sendable {
    /// Seals, closes and removes what is due; takes milliseconds, and is to be called every second or so.
    ///
    /// - Throws: where something could not be done; it is tried again with the next call.
    func keep(_ settings: AuditSettings) throws(AuditFailure)
}
