package import VaultCore

/// What shares one process: a provider and the CA that it is trusted by. Two providers never share one, so that what
/// one of them sends can cost only its own answers.
package struct FetchLaneKey: Hashable, Sendable {
    package let provider: ProviderName
    /// Path of a PEM file.
    package let authority: String?

    package init(provider: ProviderName, authority: String?) {
        self.provider = provider
        self.authority = authority
    }

    package init(_ settings: ProviderSettings) {
        self.init(provider: settings.name, authority: settings.caFile)
    }
}
