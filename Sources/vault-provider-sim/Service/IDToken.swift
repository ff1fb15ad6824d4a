import VaultJSON

/// An `id_token` (OpenID Connect Core §2), as far as subject pinning needs it: right claims, algorithm `none`.
///
/// A client that gets it from the token endpoint itself need not check a signature (§3.1.3.7, point 6).
struct IDToken {
    let issuer: String
    let audience: String
    let identity: Identity

    func text(at now: Int64) -> String {
        Base64.encodeURL(header) + "." + Base64.encodeURL(claims(at: now)) + "."
    }

    private var header: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("alg", "none")
            $0.member("typ", "JWT")
        }
        return writer.bytes
    }

    private func claims(at now: Int64) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("iss", issuer)
            $0.member("aud", audience)
            $0.member("sub", identity.sub)
            if let tid = identity.tid { $0.member("tid", tid) }
            $0.member("iat", now / 1000)
            $0.member("exp", now / 1000 + 3600)
        }
        return writer.bytes
    }
}
