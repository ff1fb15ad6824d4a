package import VaultJSON

/// The parts of a mint's answer that tests use.
package struct Minted {
    package struct Missing: Error {}

    package let lineage: Int
    package let refreshToken: String
    package let accessToken: String

    package init(_ json: JSONValue) throws {
        guard let lineage = json["lineage"]?.integer, let refresh = json["refresh_token"]?.string,
            let access = json["access_token"]?.string
        else { throw Missing() }
        self.lineage = Int(lineage)
        refreshToken = refresh
        accessToken = access
    }
}
