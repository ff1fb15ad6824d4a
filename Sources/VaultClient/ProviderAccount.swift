import VaultJSON

/// An account at a provider, as the identity token of a sign-in describes it.
public struct ProviderAccount: Sendable {
    /// Where the user signed in, by its name in the vault's configuration.
    public var provider: String
    /// The text of a JSON object, up to 16 KiB: the claims of the identity token, verified by the caller, with `sub`.
    public var claims: String

    /// What the provider says, and which provider.
    public init(provider: String, claims: String) {
        self.provider = provider
        self.claims = claims
    }

    func write(to writer: inout JSONWriter) {
        writer.member("provider", provider)
        SessionChange.write(claims, nil, to: &writer)
    }
}
