/// Which subjects a rule is about.
package enum SubjectSelection: Hashable, Sendable {
    case all
    case only([SubjectPattern])

    package func contains(_ subject: Subject) -> Bool {
        switch self {
        case .all: true
        case .only(let patterns): patterns.contains { $0.matches(subject) }
        }
    }
}

/// One subject, or all that begin with the same bytes.
package enum SubjectPattern: Hashable, Sendable {
    case exactly(Subject)
    /// Never empty: that would be `SubjectSelection.all`.
    case beginning(with: String)

    /// - Parameter text: a subject, or the beginning of subjects and a `*` behind it: `user:default/*`.
    /// - Throws: `InvalidValue` where it is neither, or has a `*` anywhere else: it would look as if it meant more than itself.
    package init(_ text: String) throws(InvalidValue) {
        let beginning = text.hasSuffix("*") ? String(text.dropLast()) : nil
        guard !(beginning ?? text).utf8.contains(UInt8(ascii: "*")) else {
            throw InvalidValue(field: "subject", problem: "may have a * only at its end")
        }
        guard let beginning else {
            self = .exactly(try Subject(text))
            return
        }
        // What no subject can be can begin none.
        self = .beginning(with: try Subject(beginning).text)
    }

    package func matches(_ subject: Subject) -> Bool {
        switch self {
        case .exactly(let one): one == subject
        // By bytes: to a String, characters may be equal that are written differently.
        case .beginning(let beginning): subject.text.utf8.starts(with: beginning.utf8)
        }
    }

    package var text: String {
        switch self {
        case .exactly(let subject): subject.text
        case .beginning(let beginning): beginning + "*"
        }
    }
}
