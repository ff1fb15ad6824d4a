import VaultCommandLine
import VaultCore
import VaultCrypto
import VaultProvider

/// Gets the seal key from where the configuration says, and the keyring with it; blocks for as long as a command or the cost
/// of a passphrase takes, and writes nothing.
enum KeyAccess {
    /// For what opens every record: a passphrase is asked for.
    ///
    /// - Throws: with exit code 6 when the seal key does not open the store.
    static func openKeyring(
        of store: any MasterKeyStore, _ source: SealSource, asking terminal: Terminal
    ) throws(StartFailure) -> Keyring {
        let passphrase = try source.kind == .passphrase ? PassphrasePrompt(terminal).existing() : nil
        do throws(SealProblem) {
            return try openKeyring(of: store, source, passphrase: passphrase)
        } catch {
            throw StartFailure(error.text, exitCode: .sealed)
        }
    }

    static func openKeyring(
        of store: any MasterKeyStore, _ source: SealSource, passphrase: Secret?
    ) throws(SealProblem) -> Keyring {
        let sealKey = try sealKey(of: store, source, passphrase: passphrase)
        do throws(KeyringFailure) {
            return try KeyringBootstrap.open(store, under: sealKey)
        } catch {
            throw SealProblem(error)
        }
    }

    /// The key that the store should be under.
    private static func sealKey(
        of store: any MasterKeyStore, _ source: SealSource, passphrase: Secret?
    ) throws(SealProblem) -> SealKey {
        let stored: PassphraseSeal?
        do throws(StoreFailure) { stored = try store.passphraseSeal() } catch {
            throw SealProblem(KeyringFailure.store(error))
        }
        switch (source, stored) {
        case (.key(let source), nil): return try readSealKey(source)
        case (.passphrase, let stored?):
            guard let passphrase else { throw .passphraseIsMissing }
            return try derive(passphrase, stored)
        case (.key, _?):
            throw SealProblem(
                .otherSource,
                "the store is sealed by a passphrase; write `seal_key: {passphrase: true}`, unseal it, then 'vaultctl reseal'"
            )
        case (.passphrase, nil):
            throw SealProblem(
                .otherSource,
                "the store is sealed by a key; name its source as `seal_key`, unseal it, then 'vaultctl reseal'")
        }
    }

    static func readSealKey(_ source: SecretSource) throws(SealProblem) -> SealKey {
        let text: Secret
        do throws(SecretReadError) {
            text = try SecretReader.read(source)
        } catch {
            throw SealProblem(.unreadableKey, "could not read the seal key: \(error.description)")
        }
        do throws(SealKeyFailure) { return try SealKey(reading: text) } catch { throw SealProblem(error) }
    }

    static func derive(_ passphrase: Secret, _ seal: PassphraseSeal) throws(SealProblem) -> SealKey {
        do throws(SealKeyFailure) {
            return try SealKey(deriving: passphrase, seal)
        } catch {
            throw SealProblem(error)
        }
    }
}

extension SealProblem {
    static let passphraseIsMissing = SealProblem(
        .awaitingPassphrase, "it waits for its passphrase; run 'vaultctl unseal'")

    init(_ failure: KeyringFailure) {
        let reason: SealReason =
            switch failure {
            case .wrongSealKey: .wrongKey
            case .damaged, .noActiveKey, .notInitialised, .store(.damaged): .damagedKeys
            case .alreadyInitialised, .outOfMemory, .store: .failed
            }
        self.init(reason, "could not \(failure.description)")
    }

    init(_ failure: SealKeyFailure) {
        let reason: SealReason =
            switch failure {
            case .empty, .wrongLength, .notHexadecimal, .notBase64, .trivial: .unreadableKey
            case .shortPassphrase, .longPassphrase: .unusablePassphrase
            case .outOfMemory, .noMemoryToDerive: .failed
            }
        self.init(reason, "could not \(failure.description)")
    }
}
