package import VaultCore
package import VaultJSON
import VaultWire

extension NewGrant {
    /// The grant that an object with the parameters of `grant.put` describes; held to the same rules as a call, and to one more: a
    /// member that is not known is a mistake in a file that somebody made.
    package init(reading value: JSONValue) throws(InvalidValue) {
        guard let members = value.members else { throw InvalidValue(field: "line", problem: "is no JSON object") }
        for member in members { try Self.check(member.name.string) }
        _ = try Request(.grantPut, value)
        let row = ResultReader(value, of: Method.grantPut.rawValue)
        guard let refreshToken = row.optionalSecret("refresh_token") else {
            throw InvalidValue(field: "refresh_token", problem: "is missing")
        }
        self.init(
            subject: row.optionalText("subject") ?? "", provider: row.optionalText("provider") ?? "",
            account: row.optionalText("account"), refreshToken: refreshToken)
        refreshTokenExpiresAt = row.optionalInteger("refresh_token_expires_at")
        accessToken = row.optionalSecret("access_token")
        accessTokenExpiresAt = row.optionalInteger("access_token_expires_at")
        scopes = row.optionalTexts("scopes") ?? []
        labels = row.strings("labels")
        pinnedSubject = row.object("pin")?.optionalText("sub")
        pinnedTenant = row.object("pin")?.optionalText("tid")
        acr = row.optionalText("acr")
        amr = row.optionalTexts("amr") ?? []
        authTime = row.optionalInteger("auth_time")
        dpopKey = row.optionalSecret("dpop_key")
    }

    private static let known = Set(MethodTable.entry(.grantPut).params.map(\.name)).subtracting(["if_absent"])

    /// A name is told only where it looks like one: somebody may have put a token in its place.
    private static func check(_ name: String?) throws(InvalidValue) {
        guard let name, !known.contains(name) else { return }
        let isName = name.utf8.count <= 32 && name.utf8.allSatisfy { $0 == 0x5F || (0x61...0x7A).contains($0) }
        throw InvalidValue(
            field: isName ? name : "line", problem: isName ? "is no member of a line" : "has a member that is none")
    }
}

extension ResultReader {
    fileprivate func optionalSecret(_ name: String) -> SecretText? {
        value[name]?.withUnescapedBytes { bytes in bytes.withUnsafeBytes { SecretText(copying: $0) } }
    }
}
