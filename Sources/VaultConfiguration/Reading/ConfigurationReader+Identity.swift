import VaultCore
import VaultJSON

/// Who an account is.
extension ConfigurationReader {
    func identity(_ root: ObjectReader, isDevelopment: Bool) -> IdentityRules {
        guard let object = root.object("identity", .identity) else { return .none }
        let providers = root.entries("providers").compactMap(\.name.string)
        let rules = list(object, "rules", .identityRule).compactMap { identityRule($0, providers, isDevelopment) }
        reportHidden(rules)
        let groups = object.member("groups") == nil ? [] : list(object, "groups", .identityGroup)
        let identity = IdentityRules(
            rules: rules.map(\.rule), groups: groups.compactMap { identityGroup($0, providers) })
        if identity.roles.count > Limits.roles {
            object.field.report("names more than \(Limits.roles) different roles, which no session can hold")
        }
        return identity
    }

    func roles(_ field: Field) -> [Role] {
        let words = field.texts("roles, such as [\"operator\"]") ?? []
        reportRepeated(words)
        if words.count > Limits.roles { field.report("must not have more than \(Limits.roles) roles") }
        return words.compactMap { word in
            checked(word) { text throws(InvalidValue) in try Role(text) }
        }
    }

    private func identityRule(
        _ object: ObjectReader, _ providers: [String], _ isDevelopment: Bool
    ) -> (place: Field, rule: IdentityRule)? {
        guard object.field.value.kind == .object else { return nil }
        let selection = object.member("providers").flatMap { self.selection($0, providers) }
        let roles = object.member("roles").map(self.roles) ?? []
        let allowsSecond = object.bool("allow_second_account") ?? false
        guard let word = object.choice("by", IdentityWord.self) else { return nil }
        reportMembers(object, word)
        let kind: IdentityRule.Kind? =
            switch word {
            case .claim: claimKind(object)
            case .emailLocalPart: mailKind(object)
            case .table: tableKind(object, selection)
            case .guest: guestKind(object, isDevelopment)
            }
        guard let kind, let selection else { return nil }
        return (
            object.field,
            IdentityRule(providers: selection, kind, roles: roles, allowsSecondAccount: allowsSecond)
        )
    }

    private func identityGroup(_ object: ObjectReader, _ providers: [String]) -> IdentityGroup? {
        guard object.field.value.kind == .object else { return nil }
        let selection = object.member("providers").flatMap { self.selection($0, providers) }
        let claim = object.member("claim") == nil ? "groups" : object.text("claim")
        let roles = object.member("roles").map(self.roles) ?? []
        guard let selection, let claim, let group = object.text("group") else { return nil }
        return IdentityGroup(providers: selection, claim: claim, group: group, roles: roles)
    }

    /// What a rule of its kind lacks, and what would be believed to do something.
    private func reportMembers(_ object: ObjectReader, _ word: IdentityWord) {
        for name in word.needed where object.member(name) == nil {
            object.field.report("\(name) is missing, a rule by \"\(word.rawValue)\" needs it")
        }
        for name in IdentityWord.particular where !(word.needed + word.possible).contains(name) {
            object.member(name)?.report("has no effect in a rule by \"\(word.rawValue)\", take it out")
        }
    }

    // MARK: kinds

    private func claimKind(_ object: ObjectReader) -> IdentityRule.Kind? {
        let (claim, value) = (object.text("claim"), object.text("value"))
        guard let template = template(object), let claim else { return nil }
        if object.member("value") == nil, !template.hasValue {
            object.member("subject")?.report(
                "makes one user of everybody who has the claim: put \(SubjectTemplate.placeholder) into it, or add value"
            )
        }
        if let value, template.hasValue, !PlainName.isPlain(value) {
            object.member("value")?.report(
                "is no plain name (a-z, 0-9, single - _ . between), so that it cannot stand in the subject: "
                    + "write the subject without \(SubjectTemplate.placeholder)")
        }
        return .claim(claim, value: value, template)
    }

    private func mailKind(_ object: ObjectReader) -> IdentityRule.Kind? {
        let template = template(object)
        if let template, !template.hasValue {
            object.member("subject")?.report(
                "makes one user of whole domains: put \(SubjectTemplate.placeholder) into it")
        }
        guard let field = object.member("domains"), let words = field.texts("domains, such as [\"example.com\"]") else {
            return nil
        }
        reportRepeated(words)
        for word in words where !MailAddress.isDomain(word.value.string ?? "") {
            word.report(
                "must be a domain in small letters, such as \"example.com\"; each subdomain is listed by itself")
        }
        return template.map { .mail(domains: Set(words.compactMap(\.value.string)), $0) }
    }

    private func tableKind(_ object: ObjectReader, _ selection: ProviderSelection?) -> IdentityRule.Kind? {
        if let selection, !selection.isOne {
            object.member("providers")?.report(
                "must name one provider: the same identifier is somebody else at another")
        }
        let claim = object.member("claim") == nil ? "sub" : object.text("claim")
        guard let field = object.member("accounts") else { return nil }
        guard let members = field.value.members, field.value.count > 0 else {
            field.report("must be a non-empty object of identifiers and subjects")
            return nil
        }
        var subjects: [[UInt8]: Subject] = [:]
        for member in members {
            let name = member.name.string ?? ""
            let inner = Field(value: member.value, problems: problems)
            if let problem = ObjectReader.problem(inText: name, 512) { inner.report("the identifier \(problem)") }
            subjects[Array(name.utf8)] = checked(inner) { text throws(InvalidValue) in try Subject(text) }
        }
        return claim.map { .table(claim: $0, subjects) }
    }

    private func guestKind(_ object: ObjectReader, _ isDevelopment: Bool) -> IdentityRule.Kind? {
        if !isDevelopment {
            object.member("by")?.report(
                "lets anybody in, which is for development only: take the rule out, or add development: true to the file "
                    + "where no real user's token is kept")
        }
        guard let template = template(object) else { return nil }
        guard let subject = template.only else {
            object.member("subject")?.report("must be one subject: a guest has no name to put into it")
            return nil
        }
        return .guest(subject)
    }

    // MARK: helpers

    private func template(_ object: ObjectReader) -> SubjectTemplate? {
        guard let field = object.member("subject"), object.text("subject") != nil else { return nil }
        return checked(field) { text throws(InvalidValue) in try SubjectTemplate(text) }
    }

    private func checked<Value>(_ field: Field, _ make: (String) throws(InvalidValue) -> Value) -> Value? {
        guard let text = field.value.string else {
            field.report("must be a text in quotes")
            return nil
        }
        do throws(InvalidValue) {
            return try make(text)
        } catch {
            field.report("the \(error.field) \(error.problem)")
            return nil
        }
    }

    /// A rule that an earlier one hides would be believed to hold.
    private func reportHidden(_ rules: [(place: Field, rule: IdentityRule)]) {
        for (number, (place, rule)) in rules.enumerated() {
            guard let earlier = rules[..<number].firstIndex(where: { $0.rule.hides(rule) }) else { continue }
            place.report(
                "never decides: \(rules[earlier].place.path) comes first and is about all of it, swap or remove one")
        }
    }
}

extension ProviderSelection {
    fileprivate var isOne: Bool {
        switch self {
        case .all: false
        case .only(let names): names.count == 1
        }
    }
}
