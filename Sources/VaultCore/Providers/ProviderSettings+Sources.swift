extension ProviderSettings {
    /// Everything by which the client proves itself, each with the member of the entry that names it.
    package var credentialSources: [(member: String, source: SecretSource)] {
        let secrets = clientSecrets.enumerated().map { index, source in
            (clientSecrets.count == 1 ? "client_secret" : "client_secret[\(index)]", source)
        }
        return secrets + (privateKey.map { [("private_key", $0)] } ?? [])
    }
}
