/// Where the seal key comes from; never the key itself.
package enum SealSource: Hashable, Sendable {
    /// The key's own text, read by the daemon.
    case key(SecretSource)
    /// A person's passphrase, given after each start; the cost is that of the next one that is set.
    case passphrase(PassphraseCost)

    package var kind: Kind {
        switch self {
        case .key(.file): .file
        case .key(.credential): .credential
        case .key(.environment): .environment
        case .key(.command): .command
        case .passphrase: .passphrase
        }
    }

    /// The member of `seal_key` in the configuration, and the word on the wire.
    package enum Kind: String, CaseIterable, Sendable {
        case file
        case credential
        case environment
        case command
        case passphrase
    }
}
