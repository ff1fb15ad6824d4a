import TestHarness

/// The real servers that the interop tests share: each is started once, for that takes seconds, and ends with the tests.
enum InteropServers {
    private static let glewlwyd = Task { try await AuthorizationServer(.glewlwyd) }
    private static let django = Task { try await AuthorizationServer(.djangoOAuthToolkit) }
    private static let secure = Task {
        try await AuthorizationServer(.djangoOAuthToolkit, ["--tls", "--plain-secret"])
    }

    private static let signIn = Task { try await AuthorizationServer(.djangoOAuthToolkit, ["--plain-secret"]) }

    static func server(_ kind: AuthorizationServer.Kind) async throws -> AuthorizationServer {
        switch kind {
        case .glewlwyd: try await glewlwyd.value
        case .djangoOAuthToolkit: try await django.value
        }
    }

    /// One for who signs in as a browser does, so that no other test's tokens are among those that it tells.
    static func forSigningIn() async throws -> AuthorizationServer { try await signIn.value }

    /// One behind TLS with a private CA, and behind every certificate that must be refused.
    static func behindTLS() async throws -> AuthorizationServer { try await secure.value }
}
