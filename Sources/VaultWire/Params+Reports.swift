import VaultCore

extension ScopeQuestion {
    init(_ params: Params) throws(InvalidValue) {
        self.init(
            client: try params.client(), provider: try params.provider(),
            days: try params.integer("days", in: 1...ScopeUses.keptDays) ?? Self.usualDays)
    }
}
