import VaultJSON

/// How a caller names the grant that it means.
public enum GrantSelection: Hashable, Sendable {
    /// By the handle that `putGrant` gave: `vgr_…`.
    case handle(String)
    /// By user and provider; the account is needed only where the user has several there.
    case subject(String, provider: String, account: String? = nil)

    func write(to writer: inout JSONWriter) {
        switch self {
        case .handle(let handle): writer.member("grant", handle)
        case .subject(let subject, let provider, let account):
            writer.member("subject", subject)
            writer.member("provider", provider)
            if let account { writer.member("account", account) }
        }
    }
}
