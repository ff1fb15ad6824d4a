import VaultCore

extension MethodTable {
    static let tokenGet = MethodEntry(
        .tokenGet, "gives an access token that lives long enough, refreshed at the provider if there is none",
        params: selector + [
            Field(
                "delegation", .token,
                "a secret that `delegation.create` gave out for this client, instead of a grant; whatever is wrong with it is `not_found`, and only a token that is handed out counts as a use"
            ),
            scopes,
            Field(
                "min_ttl_seconds", .integer(0...WireLimits.minimumLifeSeconds),
                "life that the token must have left; left out: the configured minimum"),
            Field("force_refresh", .bool, "ask the provider although a cached token would do"),
            sessionParameter(
                "the secret of a session of the grant's user that the call is made in; its sign-in is then the one that counts"
            ),
            Field(
                "proof",
                .object([
                    Field(
                        "method", .text(maximumBytes: ProofTarget.methodBytes), required: true,
                        "the method of the request to the API, such as `GET`"),
                    Field(
                        "url", .text(maximumBytes: ProofTarget.urlBytes), required: true,
                        "its address; query and fragment are left out of the proof"),
                    Field(
                        "nonce", .text(maximumBytes: ProofTarget.nonceBytes),
                        "what the API said last in `DPoP-Nonce`, where it did"),
                ]), "the request that the token is for, where the provider binds tokens to keys (RFC 9449)"),
        ],
        result: token + [
            Field(
                "dpop_proof", .token,
                "with `proof`, where `token_type` is `DPoP`: to be sent once as the header `DPoP` of that very request")
        ], errors: mintErrors,
        isRepeatable: true,
        example: (
            #"{"subject":"user:default/alice","provider":"github","min_ttl_seconds":60}"#, tokenExample
        ))

    static let tokenReject = MethodEntry(
        .tokenReject,
        "says that an API refused this access token, and gets another; the same one twice costs one refresh",
        params: selector + [
            scopes, Field("access_token", .token, required: true, "the one that was refused"),
            Field(
                "claims", .text(maximumBytes: WireLimits.claimsBytes),
                "the claims challenge that came with the refusal, decoded to the text of a JSON object: from then on the answer is "
                    + "`step_up_required` with `data.claims`, until the grant is put again"),
            sessionParameter("as for token.get"),
        ],
        result: token, errors: mintErrors,
        isRepeatable: true,
        example: (#"{"grant":"\#(exampleHandle)","access_token":"gho_example"}"#, tokenExample))
}
