/// The user a grant or session belongs to: an entity reference of 1 to 512 bytes without control characters.
package struct Subject: Hashable, Sendable {
    package let text: String

    /// - Throws: `InvalidValue` when the text is empty, longer than 512 bytes, or holds a control character.
    package init(_ text: String) throws(InvalidValue) {
        self.text = try TextRule(name: "subject", maximumBytes: Limits.subjectBytes).checked(text)
    }
}

/// One OAuth client registration at one authorization server, by its name in the configuration.
package struct ProviderName: Hashable, Sendable {
    package let text: String

    /// - Throws: `InvalidValue` unless the name is 1 to 64 of `a-z 0-9 - _`, starting with a letter or digit.
    package init(_ text: String) throws(InvalidValue) {
        self.text = try TextRule.checkedName(text, of: "provider")
    }
}

/// The subject's identifier at the provider (`sub`), empty where it is not known.
package struct Account: Hashable, Sendable {
    package let text: String

    /// The account of a grant whose identifier at the provider was not given.
    package static let unknown = Account()

    private init() { text = "" }

    /// - Throws: `InvalidValue` when the text is empty, longer than 255 bytes (OIDC Core §2, `sub`), or holds a
    ///   control character.
    package init(_ text: String) throws(InvalidValue) {
        self.text = try TextRule(name: "account", maximumBytes: Limits.accountBytes).checked(text)
    }
}

/// A local component as the configuration names it; who it is was decided by the kernel's word about the peer.
package struct ClientName: Hashable, Sendable {
    package let text: String

    /// - Throws: `InvalidValue` unless the name is 1 to 64 of `a-z 0-9 - _`, starting with a letter or digit.
    package init(_ text: String) throws(InvalidValue) {
        self.text = try TextRule.checkedName(text, of: "client")
    }
}

/// A name and a value that a caller keeps with a grant and may filter by.
package struct Label: Hashable, Sendable {
    package let name: String
    package let value: String

    /// - Throws: `InvalidValue` when the name is empty or longer than 64 bytes, the value longer than 256 bytes, or
    ///   either holds a control character.
    package init(name: String, value: String) throws(InvalidValue) {
        self.name = try TextRule(name: "label name", maximumBytes: 64).checked(name)
        self.value = try TextRule(name: "label value", maximumBytes: 256, mayBeEmpty: true).checked(value)
    }
}
