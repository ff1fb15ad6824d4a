import VaultCore
import VaultCrypto
import VaultProvider

/// A seal key that a store is to be put under, and what it was derived by.
struct NewSeal: ~Copyable {
    let key: SealKey
    /// nil where the key is not that of a passphrase.
    let seal: PassphraseSeal?

    static func key(from source: SealSource, passphrase: Secret?) throws(SealProblem) -> NewSeal {
        switch source {
        case .key(let source): return NewSeal(key: try KeyAccess.readSealKey(source), seal: nil)
        case .passphrase(let cost):
            guard let passphrase else { throw .newPassphraseIsMissing }
            let seal: PassphraseSeal
            do throws(SealKeyFailure) {
                seal = try SealKey.makePassphraseSeal(for: passphrase, cost: cost)
            } catch {
                throw SealProblem(error)
            }
            return NewSeal(key: try KeyAccess.derive(passphrase, seal), seal: seal)
        }
    }

    /// The key once more: from its source, or by the seal.
    private static func again(_ source: SealSource, _ passphrase: Secret?, _ seal: PassphraseSeal?)
        throws(SealProblem) -> SealKey
    {
        switch source {
        case .key(let source): return try KeyAccess.readSealKey(source)
        case .passphrase:
            guard let passphrase, let seal else { throw .newPassphraseIsMissing }
            return try KeyAccess.derive(passphrase, seal)
        }
    }

    /// The same master keys under the seal key of `source`. Nothing leaves here that was not opened again with a second
    /// reading of the key: a source that gives another key each time locks nobody out.
    static func reseal(
        _ keyring: Keyring, under source: SealSource, passphrase: Secret?
    ) throws(SealProblem) -> (ResealedKeyring, PassphraseSeal?) {
        let new = try key(from: source, passphrase: passphrase)
        let seal = new.seal
        let resealed: ResealedKeyring
        do throws(KeyringFailure) { resealed = try keyring.resealed(under: new.key) } catch { throw SealProblem(error) }
        let second = try again(source, passphrase, seal)
        do throws(KeyringFailure) {
            try resealed.check(opensUnder: second)
        } catch {
            throw SealProblem(
                .wrongKey, "its source did not give the same key a second time; name one that keeps its key")
        }
        return (resealed, seal)
    }
}

extension SealProblem {
    static let newPassphraseIsMissing = SealProblem(
        .awaitingPassphrase, "the configuration names a passphrase and none was given; give it on stdin")
}
