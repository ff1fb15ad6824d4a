/// Something that keeps the vault from serving, or that needs an operator: a sentence for people and a word for programs.
package struct HealthProblem: Equatable, Sendable {
    package enum Code: String, CaseIterable, Sendable {
        case sealed
        case auditFailing = "audit_failing"
        case storeFailing = "store_failing"
        case shuttingDown = "shutting_down"
        case auditLogBehind = "audit_log_behind"
        case providerHeldBack = "provider_held_back"

        /// Whether nobody is to be sent here while it lasts. A provider that is down is none of those: the other providers' grants
        /// are served, and a second vault would fare no better.
        package var stopsService: Bool {
            switch self {
            case .sealed, .auditFailing, .storeFailing, .shuttingDown: true
            case .auditLogBehind, .providerHeldBack: false
            }
        }
    }

    package let code: Code
    /// Lower-case, without a value.
    package let text: String

    package init(_ code: Code, _ text: String) {
        self.code = code
        self.text = text
    }
}
