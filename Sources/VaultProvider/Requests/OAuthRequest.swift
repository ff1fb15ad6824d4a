import VaultCore
import VaultFetchWire

/// Builds the requests of a client at a provider's endpoints; pure, and the only place where a token is put into one.
struct OAuthRequest {
    let provider: ProviderSettings
    /// Nil where the provider's entry names no client secret.
    let clientSecret: Secret?
    /// Where the client proves itself by one.
    var assertion: Secret? = nil
    /// Where the request proves that the vault has a key (RFC 9449 §4).
    var proof: Secret? = nil

    /// A token answer with two tokens of 16 KiB and an identity token fits.
    static let tokenAnswerCap: UInt32 = 128 << 10
    static let metadataCap: UInt32 = 256 << 10

    /// RFC 6749 §6. The `scope` parameter goes out only where it narrows this token alone; elsewhere it would narrow
    /// the lineage for good.
    func refresh(_ refreshToken: Secret, scopes: ScopeSet?, at endpoint: String) -> OutgoingRequest {
        var form = FormWriter(capacity: 3 * refreshToken.count + 512, as: provider.requestForm)
        form.add("grant_type", "refresh_token")
        form.add("refresh_token", refreshToken)
        if let scopes, Self.sends(scopes, to: provider) { form.add("scope", text(scopes)) }
        let credentials = authenticate(&form)
        // Last, so that an extra parameter can never take the place of one of ours.
        for (name, value) in provider.extraParameters.sorted(by: { $0.key < $1.key })
        where !OAuthRequest.reserved.contains(name) { form.add(name, value) }
        return post(form.finish(), to: endpoint, credentials: credentials, as: provider.requestForm)
    }

    private func text(_ scopes: ScopeSet) -> String {
        scopes.spaceSeparated.split(separator: " ").joined(separator: provider.scopeSeparator.text)
    }

    /// Whether a refresh for these scopes says so to the provider.
    static func sends(_ scopes: ScopeSet?, to provider: ProviderSettings) -> Bool {
        scopes != nil && provider.narrowing == .perToken
    }

    /// RFC 7009 §2.1. The hint is sent, and it is right: some servers revoke nothing when it is wrong.
    func revocation(_ refreshToken: Secret, at endpoint: String) -> OutgoingRequest {
        var form = FormWriter(capacity: 3 * refreshToken.count + 256)
        form.add("token", refreshToken)
        form.add("token_type_hint", "refresh_token")
        let credentials = authenticate(&form)
        return post(form.finish(), to: endpoint, credentials: credentials, as: .form)
    }

    /// GitHub's way to end one access token: Basic authentication whatever the token endpoint wants.
    func deletion(of accessToken: Secret, at endpoint: String) -> OutgoingRequest {
        var body = FormWriter(capacity: accessToken.count + 64, as: .json)
        body.add("access_token", accessToken)
        var headers = [
            FetchHeader("Accept", "application/vnd.github+json"), FetchHeader("Content-Type", "application/json"),
            OAuthRequest.userAgent,
        ]
        if let clientSecret {
            let credentials = BasicCredentials.header(
                id: provider.clientID, secret: clientSecret, isRaw: provider.basicIsRaw)
            headers.append(FetchHeader("Authorization", credentials))
        }
        return OutgoingRequest(
            method: .delete, url: endpoint, headers: headers, body: body.finish(),
            deadlineMilliseconds: provider.deadlineMilliseconds, responseCap: OAuthRequest.tokenAnswerCap)
    }

    /// A request that carries nothing: for metadata, and to see whether somebody is there.
    static func get(_ url: String, deadlineMilliseconds: Int64) -> OutgoingRequest {
        OutgoingRequest(
            method: .get, url: url, headers: [FetchHeader("Accept", "application/json"), userAgent],
            deadlineMilliseconds: deadlineMilliseconds, responseCap: metadataCap)
    }

    private static let reserved: Set<String> = [
        "grant_type", "refresh_token", "scope", "client_id", "client_secret", "client_assertion",
        "client_assertion_type",
    ]
    private static let userAgent = FetchHeader("User-Agent", "vaultd")

    /// Puts the client's credentials where the entry says, and in one place only (RFC 6749 §2.3).
    private func authenticate(_ form: inout FormWriter) -> WipedBytes? {
        switch provider.authentication {
        case .clientSecretBasic:
            guard let clientSecret else { break }
            return BasicCredentials.header(id: provider.clientID, secret: clientSecret, isRaw: provider.basicIsRaw)
        case .clientSecretPost:
            form.add("client_id", provider.clientID)
            if let clientSecret { form.add("client_secret", clientSecret) }
            return nil
        case .clientSecretJWT, .privateKeyJWT:
            form.add("client_assertion_type", ClientAssertion.type)
            if let assertion { form.add("client_assertion", assertion) }
        case .none: break
        }
        form.add("client_id", provider.clientID)
        return nil
    }

    private func post(
        _ body: WipedBytes, to endpoint: String, credentials: WipedBytes?, as form: RequestForm
    ) -> OutgoingRequest {
        let accept = provider.answerForm == .json ? "application/json" : "application/x-www-form-urlencoded"
        var headers = [
            FetchHeader("Accept", accept),
            FetchHeader("Content-Type", form == .form ? "application/x-www-form-urlencoded" : "application/json"),
            OAuthRequest.userAgent,
        ]
        if let credentials { headers.append(FetchHeader("Authorization", credentials)) }
        if let proof { headers.append(FetchHeader("DPoP", proof.withBytes { WipedBytes(copying: $0) })) }
        return OutgoingRequest(
            method: .post, url: endpoint, headers: headers, body: body,
            deadlineMilliseconds: provider.deadlineMilliseconds, responseCap: OAuthRequest.tokenAnswerCap)
    }
}
