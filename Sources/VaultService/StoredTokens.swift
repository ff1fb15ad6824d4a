package import VaultCore

/// Brings tokens into memory that only the store has, so that a loop answers with them as with any that it had: one look-up and one
/// record for the call instead of the way through the spine. What it does not bring – because there is none, or more than one grant is meant, or something is damaged –
/// it leaves to that way, which finds out why and says so; nothing is recorded here.
package struct StoredTokens: Sendable {
    private let context: ServiceContext

    package init(_ context: ServiceContext) { self.context = context }

    /// - Parameters:
    ///   - subject: as a line has it between the quotes, as `provider` and `account`.
    ///   - account: empty for the only grant of this subject at this provider.
    ///   - mayHave: whether the caller may have every token of this provider. Nothing is looked for where not, so that the time
    ///     that an answer takes tells nobody what is there.
    /// - Returns: whether a token is in memory that was not.
    package func bring(
        subject: UnsafeRawBufferPointer, provider: UnsafeRawBufferPointer, account: UnsafeRawBufferPointer,
        mayHave: (ProviderIndex) -> Bool
    ) -> Bool {
        guard let name = try? ProviderName(String(decoding: provider, as: UTF8.self)),
            // The registry never forgets a name: only those of the configuration come there.
            context.settings.provider(name) != nil, mayHave(context.registry.index(of: name)),
            !context.cache.holds(subject: subject, provider: provider, account: account),
            let subject = try? Subject(String(decoding: subject, as: UTF8.self))
        else { return false }
        // The lane of a ticket is of subject and provider.
        let ticket = context.cache.ticket(for: GrantKey(subject: subject, provider: name, account: .unknown))
        guard let (grant, kept) = find(subject, name, account), grant.status.refusal == nil else { return false }
        return AccessTokens(context: context).bring(kept, of: grant, ticket)
    }

    private func find(
        _ subject: Subject, _ provider: ProviderName, _ account: UnsafeRawBufferPointer
    ) -> (Grant, KeptToken)? {
        if account.isEmpty {
            guard let found = try? context.store.foundGrants(of: subject, at: provider), found.grants.count == 1,
                let kept = found.kept
            else { return nil }
            return (found.grants[0], kept)
        }
        guard let account = try? Account(String(decoding: account, as: UTF8.self)),
            let grant = try? context.store.grant(GrantKey(subject: subject, provider: provider, account: account)),
            let kept = try? context.store.keptToken(grant.id, scopes: nil)
        else { return nil }
        return (grant, kept)
    }
}
