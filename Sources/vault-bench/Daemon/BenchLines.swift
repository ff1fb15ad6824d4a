import Glibc

/// The request lines of the scenarios: of one length for every number, so that they fit into a ring.
enum BenchLines {
    static func subject(_ number: Int) -> String { "user:default/bench-user-\(padded(number))" }

    static func tokenGet(_ number: Int) -> [UInt8] {
        line("token.get", "\"subject\":\"\(subject(number))\",\"provider\":\"bench\",\"min_ttl_seconds\":60")
    }

    /// Asks the provider although a cached token would do.
    static func refresh(_ number: Int) -> [UInt8] {
        line("token.get", "\"subject\":\"\(subject(number))\",\"provider\":\"bench\",\"force_refresh\":true")
    }

    static func revoke(_ number: Int) -> [UInt8] {
        line("grant.revoke", "\"subject\":\"\(subject(number))\",\"provider\":\"bench\"")
    }

    static func lookup(_ number: Int) -> [UInt8] {
        line("grant.lookup", "\"subject\":\"\(subject(number))\",\"provider\":\"bench\"")
    }

    /// - Parameter version: goes into the token, so that two puts of one grant differ.
    static func put(_ number: Int, version: Int) -> [UInt8] {
        line("grant.put", grant(number) + ",\"refresh_token\":\"\(token(number &* 7919 &+ version, bytes: 200))\"")
    }

    /// With an access token that is good for a day, so that no provider is needed.
    static func putWithToken(_ number: Int) -> [UInt8] {
        let expiry = time(nil) + 86_400
        return line(
            "grant.put",
            grant(number)
                + ",\"refresh_token\":\"\(token(number, bytes: 200))\",\"access_token\":\"\(accessToken(number))\""
                + ",\"access_token_expires_at\":\(expiry)")
    }

    static func put(_ number: Int, refreshToken: String) -> [UInt8] {
        line("grant.put", grant(number) + ",\"refresh_token\":\"\(refreshToken)\"")
    }

    /// With claims and a device as an auth backend keeps them.
    static func sessionCreate(_ number: Int) -> [UInt8] {
        line(
            "session.create",
            "\"subject\":\"\(subject(number))\",\"amr\":[\"pwd\",\"otp\"],\"auth_time\":1767220000,"
                + "\"user_agent\":\"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\","
                + "\"address\":\"192.0.2.7\",\"claims\":{\"email\":\"user-\(padded(number))@example.org\",\"name\":\"A. User\"}"
        )
    }

    static func sessionLookup(_ handle: String) -> [UInt8] { line("session.lookup", "\"session\":\"\(handle)\"") }

    static func accessToken(_ number: Int) -> String { token(number &+ 1_000_000_007, bytes: 930) }

    private static func grant(_ number: Int) -> String {
        "\"subject\":\"\(subject(number))\",\"provider\":\"bench\",\"scopes\":[\"read:user\",\"repo\"]"
    }

    private static func line(_ method: String, _ params: String) -> [UInt8] {
        Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":{\(params)}}\n".utf8)
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }

    /// Looks like a token and follows from the number (xorshift).
    private static func token(_ number: Int, bytes: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var state = UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15 | 1
        let text = (0..<bytes).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return alphabet[Int(state & 63)]
        }
        return String(decoding: text, as: UTF8.self)
    }
}
