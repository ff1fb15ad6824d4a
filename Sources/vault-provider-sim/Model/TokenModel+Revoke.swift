extension TokenModel {
    /// RFC 7009: a refresh token of any generation ends its lineage, an access token only itself.
    mutating func revoke(_ text: String) -> Verdict {
        if let place = place(of: text) {
            guard lineages[place.lineage]?.fate == .alive else { return .nothingToRevoke }
            end(place.lineage, as: .revoked)
            return .revoked
        }
        return forgetAccessToken(text) ? .revokedAccessToken : .nothingToRevoke
    }

    /// What an administrator does in the provider's console; true if the lineage was alive.
    mutating func kill(_ id: Int) -> Bool {
        guard lineages[id]?.fate == .alive else { return false }
        end(id, as: .killed)
        return true
    }
}
