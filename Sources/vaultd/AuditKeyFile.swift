import Glibc
import VaultCore
import VaultCrypto
import VaultProvider

/// The file of the secret that seals the audit log: made with the store, or by the first start that finds none.
enum AuditKeyFile {
    /// - Parameter made: called where there was none.
    static func open(_ path: String, made: () -> Void) throws(StartFailure) -> SodiumAuditKey {
        if try KeyFile.make(path, "audit key") { made() }
        let text: Secret
        do throws(SecretReadError) { text = try SecretReader.read(.file(path: path)) } catch {
            throw StartFailure("could not read the audit key: \(error.description)")
        }
        let secret: SealKey
        do throws(SealKeyFailure) { secret = try SealKey(reading: text) } catch {
            throw StartFailure(
                "could not use the audit key \(path), which is read as a seal key is: \(error.description)")
        }
        do throws(SodiumFailure) { return try SodiumAuditKey(secret) } catch {
            throw StartFailure("could not \(error.description)")
        }
    }
}
