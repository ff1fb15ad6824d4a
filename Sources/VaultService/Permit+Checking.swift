import VaultCore

extension Permit {
    /// A permit is good for the one method and provider that policy was asked about.
    func check(_ method: Method, at provider: ProviderName? = nil) throws(VaultError) {
        guard self.method == method, self.provider == provider else {
            throw .permissionDenied(reason: "the permit is for another method or provider")
        }
    }
}
