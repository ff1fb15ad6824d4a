/// One client of the configuration: how it is recognised and what it may do.
package struct ClientSettings: Hashable, Sendable {
    package var name: ClientName
    package var selectors: [PeerSelector]
    package var rules: [ClientRule]
    package var limits: ClientLimits

    package init(
        name: ClientName, selectors: [PeerSelector], rules: [ClientRule], limits: ClientLimits = .none
    ) {
        self.name = name
        self.selectors = selectors
        self.rules = rules
        self.limits = limits
    }
}

/// These methods, at these providers, for these subjects, on these terms.
package struct ClientRule: Hashable, Sendable {
    package var methods: [Method]
    package var providers: ProviderSelection
    package var subjects: SubjectSelection
    package var terms: RuleTerms

    package init(
        methods: [Method], providers: ProviderSelection, subjects: SubjectSelection = .all, terms: RuleTerms = .none
    ) {
        self.methods = methods
        self.providers = providers
        self.subjects = subjects
        self.terms = terms
    }
}

package enum ProviderSelection: Hashable, Sendable {
    case all
    case only([ProviderName])
}

extension ClientRule {
    /// Whether a later rule is about nothing that this one is not about already.
    package func hides(_ later: ClientRule) -> Bool {
        later.methods.allSatisfy(methods.contains) && providers.covers(later.providers)
            && subjects.covers(later.subjects)
    }
}

extension ProviderSelection {
    func covers(_ other: ProviderSelection) -> Bool {
        switch (self, other) {
        case (.all, _): true
        case (.only, .all): false
        case (.only(let mine), .only(let theirs)): theirs.allSatisfy(mine.contains)
        }
    }
}

extension SubjectSelection {
    fileprivate func covers(_ other: SubjectSelection) -> Bool {
        switch (self, other) {
        case (.all, _): true
        case (.only, .all): false
        case (.only(let mine), .only(let theirs)): theirs.allSatisfy { one in mine.contains { $0.covers(one) } }
        }
    }
}

extension SubjectPattern {
    fileprivate func covers(_ other: SubjectPattern) -> Bool {
        switch other {
        case .exactly(let subject): matches(subject)
        case .beginning(let theirs):
            switch self {
            case .exactly: false
            case .beginning(let mine): theirs.utf8.starts(with: mine.utf8)
            }
        }
    }
}
