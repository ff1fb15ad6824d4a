import VaultCore
import VaultCommandLine
import VaultCrypto
import VaultProvider

/// Gets the seal key from where the configuration says, and the keyring with it.
enum KeyAccess {
    /// - Throws: with exit code 6 when the seal key is missing or is not this store's.
    static func openKeyring(of store: any MasterKeyStore, _ source: SecretSource) throws(StartFailure) -> Keyring {
        let sealKey = try readSealKey(source)
        do throws(KeyringFailure) {
            return try KeyringBootstrap.open(store, under: sealKey)
        } catch {
            throw StartFailure("could not \(error.description)", exitCode: .sealed)
        }
    }

    static func readSealKey(_ source: SecretSource) throws(StartFailure) -> SealKey {
        let text: Secret
        do throws(SecretReadError) {
            text = try SecretReader.read(source)
        } catch {
            throw StartFailure("could not read the seal key: \(error.description)", exitCode: .sealed)
        }
        do throws(SealKeyFailure) {
            return try SealKey(reading: text)
        } catch {
            throw StartFailure("could not use the seal key: \(error.description)", exitCode: .sealed)
        }
    }
}
