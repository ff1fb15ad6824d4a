package import VaultCore

/// The use cases of grants: put, find, list, revoke.
package struct GrantService: Sendable {
    let context: ServiceContext
    let order: GrantOrder
    let revocations: RevocationQueue

    package init(_ context: ServiceContext, order: GrantOrder, revocations: RevocationQueue) {
        self.context = context
        self.order = order
        self.revocations = revocations
    }

    /// The one grant that the selector means.
    ///
    /// - Throws: `.notFound`; `.conflict` when a subject has several accounts there and none was named.
    package func find(_ selector: GrantSelector) throws(VaultError) -> Grant {
        let found = try context.stored(about: selector.id) { () throws(StoreFailure) in try candidates(selector) }
        guard let grant = found.first else { throw .notFound(what: "grant") }
        guard found.count == 1 else {
            throw .conflict(
                reason: "this subject has \(found.count) grants at this provider; name the account or the grant")
        }
        return withLastUse(grant)
    }

    /// - Throws: `.invalidParams` for a limit outside of 1 to `Limits.pageSize`.
    package func list(_ filter: GrantFilter, _ permit: Permit) throws(VaultError) -> GrantPage {
        try permit.check(.grantList, at: nil)
        guard (1...Limits.pageSize).contains(filter.limit) else {
            throw .invalidParams(InvalidValue(field: "limit", problem: "must be 1 to \(Limits.pageSize)"))
        }
        var filter = filter
        if let seconds = filter.expiringWithinSeconds {
            let now = context.clock.now()
            filter.deaths = DeathWindow(after: now, until: now.adding(seconds: seconds))
        }
        let found = try context.stored { () throws(StoreFailure) in try context.store.list(filter) }
        let grants = found.prefix(found.countFilling(Limits.pageBytes))
        let next =
            grants.count < found.count ? grants.last.map(filter.place) : try follower(of: found, filter)
        return GrantPage(grants: grants.map(withLastUse), next: next)
    }

    private func candidates(_ selector: GrantSelector) throws(StoreFailure) -> [Grant] {
        switch selector {
        case .id(let id): return try context.store.grant(id).map { [$0] } ?? []
        case .subject(let subject, let provider, nil): return try context.store.grants(of: subject, at: provider)
        case .subject(let subject, let provider, let account?):
            let key = GrantKey(subject: subject, provider: provider, account: account)
            return try context.store.grant(key).map { [$0] } ?? []
        }
    }

    /// A full page is the last one when nothing follows it.
    private func follower(of grants: [Grant], _ filter: GrantFilter) throws(VaultError) -> GrantPlace? {
        guard grants.count == filter.limit, let last = grants.last.map(filter.place) else { return nil }
        var rest = filter
        rest.after = last
        rest.limit = 1
        let following = try context.stored { () throws(StoreFailure) in try context.store.list(rest) }
        return following.isEmpty ? nil : last
    }

    /// Uses are written in batches; what the store does not know yet is told all the same.
    private func withLastUse(_ grant: Grant) -> Grant {
        guard let moment = context.cache.lastUse(of: grant.id) else { return grant }
        var grant = grant
        grant.lastUsedAt = max(moment, grant.lastUsedAt ?? moment)
        return grant
    }
}

extension [Grant] {
    /// How many of them, at least one, have about so many bytes of text.
    fileprivate func countFilling(_ bytes: Int) -> Int {
        var sum = 0
        for (number, grant) in enumerated() {
            sum += grant.textBytes
            if sum >= bytes { return number + 1 }
        }
        return count
    }
}

extension Grant {
    fileprivate var textBytes: Int {
        let texts =
            [subject.text, provider.text, account.text, pin.sub ?? "", pin.tenant ?? "", authentication.acr ?? ""]
            + scopes.scopes + authentication.amr
        return texts.reduce(256) { $0 + $1.utf8.count + 3 }
            + labels.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 6 }
    }
}

extension GrantSelector {
    fileprivate var id: GrantID? {
        switch self {
        case .id(let id): id
        case .subject: nil
        }
    }
}
