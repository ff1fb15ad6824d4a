import VaultCore
import VaultJSON

extension AuditQuestion {
    init(_ params: Params) throws(InvalidValue) {
        self.init()
        subject = try params.subject()
        client = try params.client()
        provider = try params.provider()
        grant = try params.made("grant") { text throws(InvalidValue) in
            guard let id = GrantID(handle: text) else {
                throw InvalidValue(field: "grant", problem: "is not as the vault gave it out: copy it whole")
            }
            return id
        }
        session = try params.sessionID("session")
        delegation = try params.made("delegation") { text throws(InvalidValue) in
            guard let id = DelegationID(text: text) else {
                throw InvalidValue(field: "delegation", problem: "is not as the vault gave it out: copy it whole")
            }
            return id
        }
        method = try params.word("method", Method.self)
        kind = try params.word("kind", AuditEvent.Kind.self)
        outcome = try params.word("outcome", AuditEvent.Outcome.self)
        since = try params.time("since")
        until = try params.time("until")
        after = try params.integer("after", in: 0...Int64.max)
        newest = try params.bool("newest") ?? false
        limit = try params.integer("limit", in: 1...Self.mostRecords) ?? Self.usualLimit
    }
}

extension Params {
    fileprivate func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Word.Type
    ) throws(InvalidValue) -> Word? where Word.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw InvalidValue(
                field: name, problem: "is none of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }
}
