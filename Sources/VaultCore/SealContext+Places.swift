/// The one list of what each kind of ciphertext is bound to, for those who seal, those who open and those who check.
///
/// Bound with each secret is every plain column of its row that decides what the secret may be used for. Not bound are
/// columns that change while the ciphertext stays: `reauth_reason`, `claims`, `refresh_token_expires_at`, labels, and the times of
/// creation, change, minting and use. Whoever changes those can make a grant ask for re-authentication, or a refresh token
/// that is dead be tried; no secret goes anywhere else by it.
extension SealContext {
    /// Of the refresh token of the grant's generation: also to its scopes, to whom it is pinned, and to the sign-in that
    /// it came of.
    package static func refreshToken(of grant: Grant) -> SealContext {
        SealContext(
            place: .refreshToken, record: grant.id.rawValue, key: grant.key, generation: grant.generation,
            detail: Self.detail(
                [grant.scopes.spaceSeparated, grant.pin.sub, grant.pin.tenant] + Self.parts(grant.authentication)))
    }

    /// Of the key that a lineage's tokens are bound to. It outlives generations; with the next put the record key is another.
    package static func proofKey(record: Int64, key: GrantKey) -> SealContext {
        SealContext(place: .proofKey, record: record, key: key, generation: .first)
    }

    /// Of an access token of the grant: also to its type, what was asked, what was granted, its times, and the grant's
    /// sign-in: whether it may be handed out can hang on that.
    package static func accessToken(
        record: Int64, key: GrantKey, type: TokenType, generation: Generation, requested: ScopeSet?, granted: ScopeSet,
        mintedAt: Timestamp, expiresAt: Timestamp, authentication: Authentication
    ) -> SealContext {
        SealContext(
            place: type == .dpop ? .boundAccessToken : .accessToken, record: record, key: key, generation: generation,
            detail: Self.detail(
                [
                    requested?.spaceSeparated, granted.spaceSeparated, String(mintedAt.milliseconds),
                    String(expiresAt.milliseconds),
                ] + Self.parts(authentication)))
    }

    /// Of a refresh token that waits to be revoked.
    package static func revocationToken(record: Int64, key: GrantKey, generation: Generation) -> SealContext {
        SealContext(place: .revocationToken, record: record, key: key, generation: generation)
    }

    /// Of the keyed hash of a delegation's handle: also to all of its row but the count of uses.
    package static func delegationTag(of delegation: Delegation) -> SealContext {
        SealContext(
            place: .delegationTag, record: delegation.id.rawValue, key: delegation.key, generation: .first,
            detail: Self.detail(
                [
                    delegation.grant.handle, delegation.creator.text, delegation.client.text,
                    delegation.scopes?.spaceSeparated, delegation.givesFullToken ? "full" : nil,
                    "\(delegation.createdAt.milliseconds)", "\(delegation.expiresAt.milliseconds)",
                    delegation.maximumUses.map { "\($0)" }, delegation.purpose?.text,
                        // Nothing for none, so that what was made before there were sessions is still known.
                ] + (delegation.session.map { ["\($0.rawValue)"] } ?? [])))
    }

    /// Of the sign-in and the device of a session: also to all of its row but the time of the last look-up.
    package static func sessionDetails(of session: Session) -> SealContext {
        .session(.sessionDetails, session, [])
    }

    /// Of the keyed hash of one handle of a session, with the same.
    package static func sessionTag(of session: Session, _ handle: SessionHandleID) -> SealContext {
        .session(.sessionTag, session, ["\(handle.rawValue)"])
    }

    /// Of what only that handle opens.
    package static func sessionContent(of session: Session, _ handle: SessionHandleID) -> SealContext {
        .session(.sessionContent, session, ["\(handle.rawValue)"])
    }

    /// Of the keyed hash by which an account is found again.
    package static func identityAccount(record: Int64, at provider: ProviderName) -> SealContext {
        SealContext(
            place: .identityAccount, record: record, owner: .identity(provider, nil), generation: .first)
    }

    /// Of the keyed hash of an account that is the subject.
    package static func identityProof(
        record: Int64, at provider: ProviderName, of subject: Subject
    ) -> SealContext {
        SealContext(
            place: .identityProof, record: record, owner: .identity(provider, subject), generation: .first)
    }

    private static func session(_ place: Place, _ session: Session, _ more: [String?]) -> SealContext {
        SealContext(
            place: place, record: session.id.rawValue, owner: .session(session.subject), generation: .first,
            detail: Self.detail(
                [
                    session.kind.text, "\(session.createdAt.milliseconds)", "\(session.expiresAt.milliseconds)",
                    "\(session.idleSeconds)",
                ] + more))
    }

    /// Nothing for an unknown one, so that what was sealed before there were any still opens.
    private static func parts(_ authentication: Authentication) -> [String?] {
        guard authentication != .unknown else { return [] }
        return [authentication.acr, authentication.time.map { "\($0.seconds)" }] + authentication.amr
    }

    /// No value that was stored holds a control character (`TextRule`, `ScopeSet`), so that one which does was changed, and
    /// gives another number of parts.
    private static func detail(_ parts: [String?]) -> String {
        let most = parts.reduce(0) { $0 + 2 + ($1?.utf8.count ?? 0) }
        return String(unsafeUninitializedCapacity: most) { space in
            var end = 0
            func put(_ byte: UInt8) {
                space[end] = byte
                end += 1
            }
            for part in parts {
                if end > 0 { put(0x1F) }
                guard let part else {
                    put(UInt8(ascii: "-"))
                    continue
                }
                put(UInt8(ascii: "="))
                end = space[end...].initialize(fromContentsOf: part.utf8)
            }
            return end
        }
    }
}
