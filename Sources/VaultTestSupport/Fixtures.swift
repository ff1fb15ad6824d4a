package import VaultCore

/// Small valid values for tests; a literal that breaks a rule stops the test at once.
package enum Fixtures {
    package static func subject(_ name: String = "user:default/alice") -> Subject {
        valid { () throws(InvalidValue) in try Subject(name) }
    }

    package static func account(_ name: String) -> Account {
        valid { () throws(InvalidValue) in try Account(name) }
    }

    package static func providerName(_ name: String = "acme") -> ProviderName {
        valid { () throws(InvalidValue) in try ProviderName(name) }
    }

    package static func scopes(_ scopes: String...) -> ScopeSet {
        valid { () throws(InvalidValue) in try ScopeSet(scopes) }
    }

    package static func grantID(_ number: Int64) -> GrantID {
        guard let id = GrantID(rawValue: number) else { preconditionFailure("a grant id is positive") }
        return id
    }

    package static func key(
        _ subject: String = "user:default/alice", at provider: String = "acme", account: String? = nil
    ) -> GrantKey {
        GrantKey(
            subject: Self.subject(subject), provider: providerName(provider),
            account: account.map(Self.account) ?? .unknown)
    }

    /// For tests that are not about limits.
    package static let unlimited = ProviderLimits(requestsPerSecond: 1_000_000, inFlight: 100_000)

    package static func provider(
        _ name: String = "acme", rotation: RotationRule = .rotates, narrowing: NarrowingRule = .lineage
    ) -> ProviderSettings {
        ProviderSettings(
            name: providerName(name), tokenEndpoint: "https://\(name).example/token",
            revocationEndpoint: "https://\(name).example/revoke", clientID: "vault", authentication: .none,
            rotation: rotation, narrowing: narrowing, limits: unlimited)
    }

    package static func put(
        _ key: GrantKey = key(), scopes: ScopeSet = scopes("read", "write"), refreshToken: String = "rt-1",
        accessToken: String? = nil, expiresAt: Timestamp? = nil
    ) -> GrantPut {
        GrantPut(
            key: key, scopes: scopes, refreshToken: Secret(copyingTextOf: refreshToken),
            accessToken: accessToken.map(Secret.init(copyingTextOf:)), accessTokenExpiresAt: expiresAt)
    }

    package static func tokens(
        _ accessToken: String, expiresIn seconds: Int64 = 3600, refreshToken: String? = nil,
        refreshTokenExpiresIn: Int64? = nil, scopes: ScopeSet? = nil, identity: SubjectPin = .none
    ) -> RefreshedTokens {
        RefreshedTokens(
            accessToken: Secret(copyingTextOf: accessToken), expiresInSeconds: seconds,
            refreshToken: refreshToken.map(Secret.init(copyingTextOf:)),
            refreshTokenExpiresInSeconds: refreshTokenExpiresIn, scopes: scopes, identity: identity)
    }

    static func valid<Value>(_ make: () throws(InvalidValue) -> Value) -> Value {
        do throws(InvalidValue) {
            return try make()
        } catch {
            preconditionFailure("a fixture is not valid: \(error.field) \(error.problem)")
        }
    }
}

extension Secret {
    /// The bytes as text, for tests to compare.
    package var exposed: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}
