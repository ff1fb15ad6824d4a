/// Reads the seal key from where the configuration says and puts the keyring into use; the rules around it – who, when,
/// how often – are not its business.
package protocol SealMechanism: Sendable {
    /// What the configuration names now, read anew.
    func source() async throws(SealProblem) -> SealSource

    /// How the store as it is now is sealed; nil: by a key.
    func passphraseSeal() throws(StoreFailure) -> PassphraseSeal?

    /// Opens the store's keyring. Changes nothing of the store.
    ///
    /// - Parameter passphrase: nil where the source needs none.
    func open(with passphrase: Secret?) async throws(SealProblem)

    /// Wraps all master keys anew under what the configuration names now, in one transaction; serving goes on.
    ///
    /// - Parameters:
    ///   - passphrase: the new one; nil where the source needs none.
    ///   - event: told with the change.
    func change(to passphrase: Secret?, telling event: AuditEvent) async throws(SealProblem)

    /// Wipes all keys; at once, whatever is under way.
    func lock()
}
