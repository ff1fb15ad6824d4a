import VaultCore

extension SessionDetails {
    /// As they are sealed.
    func bytes() -> Secret {
        var fields = ByteFields()
        fields.add(authentication.acr)
        fields.add(authentication.time.map { "\($0.seconds)" })
        fields.add(userAgent)
        fields.add(address)
        for method in authentication.amr { fields.add(method) }
        // Nothing for none, so that what was sealed before there were roles is the same.
        if !roles.isEmpty {
            fields.add(nil as String?)
            for role in roles { fields.add(role.text) }
        }
        return fields.sealed()
    }

    /// - Throws: `.doesNotOpen` for bytes that are not ours, as from a program of another age.
    init(opened: Secret) throws(SealFailure) {
        var reader = ByteFields.Reader(opened)
        do throws(InvalidValue) {
            let (acr, time) = (try reader.text(), try reader.text())
            let (userAgent, address) = (try reader.text(), try reader.text())
            var amr: [String] = []
            while !reader.isAtEnd, let method = try reader.text() { amr.append(method) }
            var roles: [Role] = []
            while !reader.isAtEnd { if let role = try reader.text() { roles.append(try Role(role)) } }
            self.init(
                authentication: try Authentication(acr: acr, amr: amr, seconds: time.flatMap(Int64.init)),
                roles: roles, userAgent: userAgent, address: address)
        } catch {
            throw .doesNotOpen
        }
    }
}

extension SessionContent {
    func bytes() -> Secret {
        var fields = ByteFields()
        fields.add(claims)
        fields.add(payload)
        return fields.sealed()
    }

    /// - Throws: `.doesNotOpen` for bytes that are not ours.
    init(opened: Secret) throws(SealFailure) {
        var reader = ByteFields.Reader(opened)
        do throws(InvalidValue) {
            self.init(claims: try reader.secret(), payload: try reader.secret())
        } catch {
            throw .doesNotOpen
        }
    }
}
