package import VaultCore

extension Fixtures {
    /// A caller on the admin socket that may do everything at every provider.
    package static let caller = Caller(
        peer: PeerIdentity(uid: 1000, gid: 1000, pid: 4711), socket: .admin, client: client)

    private static let client = valid { () throws(InvalidValue) in try ClientName("backend") }

    private static let policy = Policy(
        clients: [
            ClientSettings(
                name: client, selectors: [PeerSelector(uid: 1000, gid: nil)],
                rules: [ClientRule(methods: Method.allCases, providers: .all)])
        ],
        providers: ProviderRegistry())

    package static func permit(_ method: Method, for grant: GrantKey) -> Permit {
        permit(method, at: grant.provider, of: grant.subject)
    }

    package static func permit(_ method: Method, at provider: ProviderName?, of subject: Subject? = nil) -> Permit {
        switch policy.decide(caller, method, provider: provider, subject: subject) {
        case .allow(let permit): permit
        case .deny(let reason): preconditionFailure("the fixtures' policy denies: \(reason)")
        }
    }
}
