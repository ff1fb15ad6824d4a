import VaultCore

extension Permit {
    /// A permit is good for the one method, provider and subject that policy was asked about.
    func check(_ method: Method, at provider: ProviderName? = nil, of subject: Subject? = nil) throws(VaultError) {
        guard self.method == method, self.provider == provider, self.subject == subject else {
            throw .permissionDenied(reason: "the permit is for another method, provider or subject")
        }
    }

    func check(_ method: Method, for grant: GrantKey) throws(VaultError) {
        try check(method, at: grant.provider, of: grant.subject)
    }
}
