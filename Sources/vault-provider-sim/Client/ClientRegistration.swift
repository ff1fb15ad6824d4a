import VaultCrypto

/// The one client that the simulated provider knows.
struct ClientRegistration: Sendable {
    var id = "vault"
    /// Empty for a public client.
    var secret: [UInt8] = []
    /// Of a client that signs with a key of its own.
    var publicKey: Ed25519PublicKey?
    var method: ClientAuthenticationMethod = .any
    var basicEncoding: BasicEncoding = .form

    /// Judges the credentials of one request (RFC 6749 §2.3: one way of authenticating per request).
    func check(authorization: String?, form: FormFields) -> ClientCheck {
        let formID = form.first("client_id")
        let formSecret = form.first("client_secret")
        if let authorization {
            if formSecret != nil { return .malformed("the request authenticates its client in two ways") }
            guard let (user, password) = basic(authorization) else { return .wrong }
            if let formID, formID != user { return .wrong }
            return judge(user, password, by: .clientSecretBasic)
        }
        guard let formID else { return .wrong }
        guard let formSecret else { return method == .none && formID == id ? .good : .wrong }
        return judge(formID, formSecret, by: .clientSecretPost)
    }

    /// Judges the assertion of one request (RFC 7523 §3).
    ///
    /// - Parameter audiences: what the server takes itself for.
    /// - Returns: the assertion's identifier, which must not have come before; nil for what proves nothing.
    func assertionID(in form: FormFields, audiences: [String], at seconds: Int64) -> String? {
        guard form.first("client_assertion_type") == Assertion.type, form.first("client_secret") == nil,
            form.first("client_id").map({ $0 == id }) ?? true,
            let assertion = form.first("client_assertion").flatMap(Assertion.init),
            assertion.algorithm == method.algorithm, isSigned(assertion),
            assertion.issuer == id, assertion.subject == id,
            let audience = assertion.audience, audiences.contains(audience), assertion.holds(at: seconds)
        else { return nil }
        return assertion.identifier
    }

    private func isSigned(_ assertion: Assertion) -> Bool {
        if method == .privateKeyJWT {
            return publicKey?.isSignature(assertion.signature, of: assertion.signed) ?? false
        }
        return secret.withUnsafeBytes { HMACSHA256.isTag(assertion.signature, of: assertion.signed, key: $0) }
    }

    private func judge(_ user: String, _ password: String, by used: ClientAuthenticationMethod) -> ClientCheck {
        method.allows(used) && user == id && Array(password.utf8) == secret ? .good : .wrong
    }

    private func basic(_ header: String) -> (user: String, password: String)? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic", let plain = Base64.decode(String(parts[1])) else {
            return nil
        }
        let halves = plain.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let user = decode(halves[0]), let password = decode(halves[1]) else { return nil }
        return (user, password)
    }

    private func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        switch basicEncoding {
        case .form: FormFields.decode(bytes)
        case .raw: String(validating: bytes, as: UTF8.self)
        }
    }
}
