/// In which form a provider's token endpoint is asked.
package enum RequestForm: String, CaseIterable, Sendable {
    /// `application/x-www-form-urlencoded`, as RFC 6749 §4.1.3 wants it.
    case form
    /// One JSON object with the same members, as Notion wants it.
    case json
}

/// In which form a provider's token endpoint answers.
package enum AnswerForm: String, CaseIterable, Sendable {
    case json
    /// `application/x-www-form-urlencoded`, as GitHub's does unless asked otherwise.
    case form
}

/// What stands between the scopes of one text.
package enum ScopeSeparator: String, CaseIterable, Sendable {
    /// RFC 6749 §3.3.
    case space
    case comma

    package var text: String {
        switch self {
        case .space: " "
        case .comma: ","
        }
    }
}
