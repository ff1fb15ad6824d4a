import VaultCore
import VaultJSON

extension SealStatus {
    func write(to writer: inout JSONWriter) {
        writer.member("sealed", problem != nil)
        if let problem {
            writer.member("reason", problem.reason.rawValue)
            writer.member("problem", problem.text)
        }
        if let source { writer.member("source", source.rawValue) }
        writer.member("store", isStoreUnderPassphrase ? "passphrase" : "key")
        if let retryAfterMilliseconds { writer.member("retry_after_ms", retryAfterMilliseconds) }
    }
}
