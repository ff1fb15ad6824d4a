/// Ends, disables and enables subjects, whole or not at all. As with `GrantStore`, writes are durable when they return.
///
/// A grant that ended – with its subject, or with the session that it is bound to – stays for as long as its provider was not
/// told: it mints nothing, its cached tokens and delegations are gone, no refresh that was under way is stored over it, and it
/// is ended for good until `GrantStore.put` replaces it.
package protocol SubjectStore: Sendable {
    /// Ends all sessions, delegations and grants of the subject in one transaction.
    ///
    /// - Parameter disables: from this write on `GrantStore.put` and `SessionStore.add` refuse the subject with `.subjectDisabled`.
    func end(
        _ subject: Subject, disables: Bool, at now: Timestamp,
        telling tale: @escaping @Sendable (EndedSubject) -> [AuditEvent]
    ) async throws(StoreFailure) -> EndedSubject

    /// - Returns: false when it was not disabled.
    func enable(_ subject: Subject, telling events: [AuditEvent]) async throws(StoreFailure) -> Bool

    func facts(of subject: Subject) throws(StoreFailure) -> SubjectFacts

    /// At most so many grants that ended, in order of ids.
    ///
    /// - Parameter subject: only this one's.
    func endedGrants(of subject: Subject?, limit: Int) throws(StoreFailure) -> EndedGrants
}
