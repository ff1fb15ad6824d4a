/// A session as it is stored, without its handles.
package struct StoredSession: Sendable {
    package var session: Session
    /// `SessionDetails`, under the record key.
    package var details: SealedSecret
    package var recordKey: WrappedRecordKey
    /// The subject's grants that belong to it.
    package var grants: [GrantID]
    /// Those of them that end with it; told when it is stored, and not read back.
    package var boundGrants: [GrantID] = []

    package init(session: Session, details: SealedSecret, recordKey: WrappedRecordKey, grants: [GrantID]) {
        self.session = session
        self.details = details
        self.recordKey = recordKey
        self.grants = grants
    }
}
