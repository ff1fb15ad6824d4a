import VaultClient
import VaultCore
import VaultJSON

/// One line of an import that could be read, and how the vault takes it.
struct ImportRow: Sendable {
    /// What became of it.
    enum Outcome: Sendable {
        case stored
        /// There is such a grant, and it was left as it is.
        case present
        case refused(ImportRefusal)
        /// No line can be stored now.
        case stopped(VaultClientError)
    }

    /// How often a vault that has too much to do is asked again.
    private static let tries = 200
    private static let longestPauseMilliseconds: Int64 = 5_000

    let line: Int64
    let grant: NewGrant

    /// - Throws: what is wrong with the line.
    init(_ bytes: UnsafeRawBufferPointer, line: Int64) throws(ImportRefusal) {
        self.line = line
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONDocument(parsing: bytes.assumingMemoryBound(to: UInt8.self).span, wipeOnRelease: true).root
        } catch {
            throw ImportRefusal(
                line: line, subject: nil, provider: nil, reason: "invalid_line", field: nil,
                message: "no JSON (\(error.description))")
        }
        do throws(InvalidValue) {
            var grant = try NewGrant(reading: value)
            grant.onlyIfAbsent = true
            self.grant = grant
        } catch {
            throw ImportRefusal(
                line: line, subject: value["subject"]?.string, provider: value["provider"]?.string,
                reason: "invalid_line", field: error.field, message: error.problem)
        }
    }

    /// Stores it where there is none; a vault that has too much to do is asked again.
    func store(in vault: any Vault) async -> Outcome {
        await settle(missing: nil) { () async throws(VaultClientError) in
            try await vault.perform(.putGrant(grant)).grant().isPresent ? .present : .stored
        }
    }

    /// What `store` would come to, as far as can be told without doing it.
    func look(in vault: any Vault, providers: Set<String>) async -> Outcome {
        guard providers.contains(grant.provider) else {
            return .refused(refusal("not_found", "provider", "is not in the vault's configuration"))
        }
        return await settle(missing: .stored) { () async throws(VaultClientError) in
            let selection = GrantSelection.subject(grant.subject, provider: grant.provider, account: grant.account)
            let found = try await vault.perform(.lookupGrant(selection)).grant()
            return found.account == grant.account ? .present : .stored
        }
    }

    /// - Parameter missing: what it means that there is no such grant.
    private func settle(
        missing: Outcome?, _ ask: () async throws(VaultClientError) -> Outcome
    ) async -> Outcome {
        for _ in 0..<Self.tries {
            do throws(VaultClientError) {
                return try await ask()
            } catch {
                guard case .refused(let error) = error else { return .stopped(error) }
                switch error.kind {
                case .rateLimited, .overloaded:
                    let wait = min(error.retryAfterMilliseconds ?? 200, Self.longestPauseMilliseconds)
                    try? await Task.sleep(for: .milliseconds(wait))
                case .sealed: return .stopped(.refused(error))
                default:
                    if error.kind == .notFound, let missing { return missing }
                    return .refused(refusal(error.type, error.field, error.message))
                }
            }
        }
        return .refused(refusal("overloaded", nil, "the vault had too much to do: run the import again"))
    }

    private func refusal(_ reason: String, _ field: String?, _ message: String) -> ImportRefusal {
        ImportRefusal(
            line: line, subject: grant.subject, provider: grant.provider, reason: reason, field: field, message: message
        )
    }
}
