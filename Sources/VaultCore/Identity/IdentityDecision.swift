/// Where a rule of identities stands in the configuration.
package struct IdentityRuleName: Hashable, Sendable {
    /// Its place in `identity.rules`, from 0.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// As the messages about a configuration write it: `identity.rules[0]`.
    package var text: String { "identity.rules[\(number)]" }
}

/// Why a rule is not about an account; for the operator, and never with a value.
package enum IdentityMismatch: String, Error, CaseIterable, Sendable {
    case otherProvider = "other_provider"
    case claimMissing = "claim_missing"
    case claimIsNoText = "claim_is_no_text"
    case otherValue = "other_value"
    case notPlain = "not_plain"
    case mailNotVerified = "email_not_verified"
    case mailNotPlain = "email_not_plain"
    case otherDomain = "other_domain"
    case notInTable = "not_in_table"
}

/// Why an account is no subject; for the audit log, never for the caller: to that all of them are the same.
package enum IdentityRefusal: String, Error, CaseIterable, Sendable {
    /// The claims name no account: `sub` is missing, or is none.
    case noAccount = "identity_no_account"
    case noRule = "identity_no_rule"
    /// The subject has another account, and the rule does not allow a second.
    case subjectTaken = "identity_subject_taken"
    /// The account was another subject before, and the rule does not say that it is to change.
    case accountMoved = "identity_account_moved"
}

/// What an account that was mapped may do to what is remembered of accounts and subjects.
package enum IdentityLinking: String, CaseIterable, Sendable {
    /// Be the first account of its subject, or be known as its.
    case first
    /// Also be one more account of its subject.
    case joins
    /// Also become another subject than it was.
    case assigned
    /// Nothing: it is not remembered.
    case unremembered
}

/// Who an account is by the rules alone; whether another account is that already, the store knows.
package struct ResolvedIdentity: Hashable, Sendable {
    package let provider: ProviderName
    package let account: Account
    package let subject: Subject
    /// Each once, in order.
    package let roles: [Role]
    package let rule: IdentityRuleName
    package let linking: IdentityLinking

    package init(
        provider: ProviderName, account: Account, subject: Subject, roles: [Role], rule: IdentityRuleName,
        linking: IdentityLinking
    ) {
        self.provider = provider
        self.account = account
        self.subject = subject
        self.roles = roles
        self.rule = rule
        self.linking = linking
    }
}

/// What the rules say to an account, and how they came to it.
package struct IdentityDecision: Sendable {
    /// What became of one rule, in the order of the configuration.
    package enum Step: Hashable, Sendable {
        case passed(IdentityMismatch)
        case decided
        /// One before it had decided.
        case notAsked
    }

    package let result: Result<ResolvedIdentity, IdentityRefusal>
    package let steps: [Step]
    /// Places in `identity.groups` of those that gave roles.
    package let groups: [Int]
}
