import VaultCommandLine
import VaultCore
import VaultJSON

/// What clients may do.
extension ConfigurationReader {
    func rule(_ object: ObjectReader, _ providers: [String]) -> (place: Field, rule: ClientRule)? {
        guard object.field.value.kind == .object else { return nil }
        let methods = object.member("methods").map { repeatedMethods.value(of: $0, self.methods) ?? [] }
        let selection = object.member("providers").flatMap { field in
            repeatedProviders.value(of: field) { self.selection($0, providers) }
        }
        let subjects = object.member("subjects").map(self.subjects) ?? .all
        let terms = terms(object)
        if let methods { reportIdleSignIn(object, methods) }
        guard let methods, let selection, let subjects else { return nil }
        return (object.field, ClientRule(methods: methods, providers: selection, subjects: subjects, terms: terms))
    }

    /// A rule that an earlier one hides would be believed to hold.
    func reportUnreachable(_ rules: [(place: Field, rule: ClientRule)]) {
        var earlierRules = HidingRules(capacity: rules.count)
        for (place, rule) in rules {
            guard let earlier = earlierRules.add(rule) else { continue }
            place.report(
                "never decides: \(rules[earlier].place.path) comes first and is about all of it, swap or remove one")
        }
    }

    private func subjects(_ field: Field) -> SubjectSelection? {
        if field.value.isString("*") { return .all }
        // Nobody's by itself: for a client that gets tokens by delegation only.
        if field.value.elements != nil, field.value.count == 0 { return .only([]) }
        guard let words = field.texts("subjects, such as [\"user:default/*\"], or \"*\" for all") else { return nil }
        reportRepeated(words)
        return .only(
            words.compactMap { word in
                do throws(InvalidValue) {
                    return try SubjectPattern(word.value.string ?? "")
                } catch {
                    word.report("the \(error.field) \(error.problem)")
                    return nil
                }
            })
    }

    private func terms(_ object: ObjectReader) -> RuleTerms {
        RuleTerms(
            scopes: object.member("scopes").flatMap(scopes), givesFullToken: object.bool("full_token") ?? false,
            maximumLifeSeconds: object.duration("max_token_life").map { $0 / 1000 }, signIn: signInTerms(object),
            requiresSession: object.bool("require_session") ?? false,
            requiredRoles: object.member("require_role").map { [roles($0)] } ?? [])
    }

    private func scopes(_ field: Field) -> ScopeSet? {
        guard let words = field.texts("scopes, such as [\"repo\"]; leave it out for all that the grant has") else {
            return nil
        }
        reportRepeated(words)
        do throws(InvalidValue) {
            return try ScopeSet(words.compactMap(\.value.string))
        } catch {
            field.report("the \(error.field) \(error.problem)")
            return nil
        }
    }

    /// The raw value's initialiser compares with one name after the other, for each of a thousand rules.
    private static let methods = Dictionary(uniqueKeysWithValues: Method.allCases.map { ($0.rawValue, $0) })

    private func methods(_ field: Field) -> [Method] {
        let words = field.texts("method names, such as [\"token.get\"]") ?? []
        reportRepeated(words)
        return words.compactMap { word in
            let text = word.value.string ?? ""
            if let method = Self.methods[text] { return method }
            let near = Spelling.nearest(to: text, among: Method.allCases.map(\.rawValue))
            word.report(
                "is no method, \(near.map { "did you mean \"\($0)\"?" } ?? "see Docs/protocol.md for the list")")
            return nil
        }
    }

    func selection(_ field: Field, _ providers: [String]) -> ProviderSelection? {
        if field.value.isString("*") { return .all }
        guard let words = field.texts("provider names, or \"*\" for all") else { return nil }
        reportRepeated(words)
        return .only(words.compactMap { providerName($0, among: providers) })
    }

    private func providerName(_ word: Field, among providers: [String]) -> ProviderName? {
        let text = word.value.string ?? ""
        guard providers.contains(text) else {
            let near = Spelling.nearest(to: text, among: providers)
            word.report(
                "is no provider of this file, \(near.map { "did you mean \"\($0)\"?" } ?? "add it below providers")")
            return nil
        }
        return try? ProviderName(text)
    }

    func reportRepeated(_ words: [Field]) {
        guard words.count > 1 else { return }
        var seen: Set<String> = []
        for word in words where !seen.insert(word.value.string ?? "").inserted {
            word.report("stands twice, remove one")
        }
    }
}
