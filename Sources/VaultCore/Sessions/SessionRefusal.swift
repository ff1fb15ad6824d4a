/// Why a session handle was not taken; for the audit log, never for the caller: to that all of them are the same.
package enum SessionRefusal: String, Error, CaseIterable, Sendable {
    case malformed = "session_malformed"
    /// Never made, revoked, evicted, cleaned up.
    case unknown = "session_unknown"
    /// The row of its id has another keyed hash: the handle is forged, or the row was changed.
    case wrongSecret = "session_wrong_secret"
    case expired = "session_expired"
    case idle = "session_idle"
    case clockWentBack = "session_clock_went_back"
    /// It was replaced by a renewal and came again after the overlap: two hold the cookie, so the session was ended.
    case reused = "session_reused"
    case subjectNotAllowed = "subject_not_allowed"
}
