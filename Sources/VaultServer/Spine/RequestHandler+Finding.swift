import VaultCore
import VaultService

extension RequestHandler {
    /// The grant that a call means and the permit for it. A provider or subject that the caller does not reach is never
    /// searched, so that the answer cannot tell what is there.
    func find(_ selector: GrantSelector, _ gate: Gate) throws(VaultError) -> (Grant, Permit) {
        if case .subject(let subject, let provider, _) = selector, let reason = gate.refusal(of: provider, subject) {
            gate.recordHidden(subject: subject, provider: provider, reason)
            throw .notFound(what: "grant")
        }
        let grant: Grant
        do throws(VaultError) {
            grant = try grants.find(selector)
        } catch {
            gate.recordFailure(to: selector, error)
            throw error
        }
        return (grant, try gate.permit(for: grant))
    }
}

extension Gate {
    fileprivate func recordHidden(subject: Subject, provider: ProviderName, _ reason: DenyReason) {
        audit.record(
            AuditEvent(
                .decision, .deny, caller: caller, method: method, subject: subject, provider: provider,
                reason: reason.rawValue))
    }

    /// The call was allowed and led nowhere.
    fileprivate func recordFailure(to selector: GrantSelector, _ error: VaultError) {
        var event = AuditEvent(.decision, .failed, caller: caller, method: method, reason: error.auditWord)
        switch selector {
        case .id(let id): event.grant = id
        case .subject(let subject, let provider, _):
            event.subject = subject
            event.provider = provider
        }
        audit.record(event)
    }
}

extension VaultError {
    fileprivate var auditWord: String {
        switch self {
        case .notFound: "not_found"
        case .conflict: "conflict"
        case .subjectDisabled: "subject_disabled"
        case .sealed, .sealedBecause, .staysSealed: "sealed"
        case .sealNotChanged: "conflict"
        case .permissionDenied, .invalidParams, .rateLimited, .overloaded, .scopeExceeded, .reauthRequired,
            .stepUpRequired, .signInRequired, .consentRequired, .blockedByPolicy, .providerUnavailable,
            .clientMisconfigured, .internal:
            "failed"
        }
    }
}
