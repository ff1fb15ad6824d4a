import VaultClient
import VaultCommandLine
import VaultJSON

/// Runs one parsed command against the daemon and prints what came of it.
struct CommandRunner {
    let vault: any Vault
    let console: any Console
    let command: ParsedCommand

    var isJSON: Bool { command.has("json") }
    var isQuiet: Bool { command.has("quiet") }

    func run() async -> ExitCode {
        do throws(CommandError) {
            return try await perform()
        } catch {
            return report(error)
        }
    }

    private func perform() async throws(CommandError) -> ExitCode {
        guard let name = CommandName(rawValue: command.name) else {
            preconditionFailure("the table has a command that nobody runs")
        }
        return switch name {
        case .status: try await status()
        case .doctor: try await doctor()
        case .top: try await top()
        case .debugBundle: try await bundleDebug()
        case .ping: try await ping()
        case .metrics: try await showMetrics()
        case .grantPut: try await putGrant()
        case .grantShow: try await showGrant()
        case .grantList: try await listGrants()
        case .grantRevoke: try await revokeGrant()
        case .grantReap: try await reapGrants()
        case .importGrants: try await importGrants()
        case .tokenGet: try await getToken()
        case .delegationCreate: try await createDelegation()
        case .delegationList: try await listDelegations()
        case .delegationRevoke: try await revokeDelegation()
        case .sessionList: try await listSessions()
        case .sessionShow: try await showSession()
        case .sessionRevoke: try await revokeSession()
        case .sessionRevokeAll: try await revokeSessions()
        case .revoke: try await revokeAll()
        case .subjectShow: try await showSubject()
        case .subjectDisable: try await disableSubject()
        case .subjectEnable: try await enableSubject()
        case .keyList: try await listKeys()
        case .keyStatus: try await showKeys()
        case .keyPrepare: try await prepareKey()
        case .keyActivate: try await activateKey()
        case .keyRewrap: try await rewrapKeys()
        case .keyVerify: try await verifyKeys()
        case .keyDestroy: try await destroyKey()
        case .keyRotate: try await rotateKeys()
        case .policyExplain: try await explainPolicy()
        case .policyCheck: try checkPolicy()
        case .clientList: try await listClients()
        case .reportScopes: try await reportScopes()
        case .identityExplain: try explainIdentity()
        case .identityForget: try await forgetIdentities()
        case .auditStatus: try await auditStatus()
        case .auditVerify: try await verifyAudit()
        case .auditFind: try await findRecords()
        case .auditTail: try await tailAudit()
        case .auditKey: try await auditKey()
        case .providerList: try await listProviders()
        case .providerShow: try showProvider()
        case .providerTest: try await testProvider()
        case .backupCreate: try await createBackup()
        case .seal: try await seal()
        case .unseal: try await unseal()
        case .reseal: try await reseal()
        case .version: try version()
        }
    }

    private func report(_ error: CommandError) -> ExitCode {
        switch error {
        case .usage(let error):
            console.note(error.text(program: "vaultctl"))
            return .usage
        case .failure(let failure):
            console.note(isJSON ? failure.json : failure.text)
            return failure.exitCode
        case .secret(let what, let error):
            console.note("vaultctl: could not read the \(what): \(error.message): type it, or pipe it to stdin\n")
            return .failed
        case .notDelivered:
            console.note("vaultctl: could not write the answer to stdout: the reader is gone or the disk is full\n")
            return .failed
        }
    }

    // MARK: what the commands are made of

    /// Asks the daemon; `attempt` follows "could not" if it fails.
    func ask(_ call: ClientCall, _ attempt: String) async throws(CommandError) -> ResultReader {
        do throws(VaultClientError) {
            return try await vault.perform(call)
        } catch {
            throw .failure(Failure(attempt: attempt, error: error))
        }
    }

    /// Reads the result; an answer that lacks what it must have fails the same attempt.
    func read<Value>(
        _ attempt: String, _ body: () throws(VaultClientError) -> Value
    ) throws(CommandError) -> Value {
        do throws(VaultClientError) {
            return try body()
        } catch {
            throw .failure(Failure(attempt: attempt, error: error))
        }
    }

    func secret(_ what: String, prompt: String) throws(CommandError) -> SecretText {
        do throws(SecretInputError) {
            return try console.readSecret(prompt: TextTable.harmless(prompt))
        } catch {
            throw .secret(what, error)
        }
    }

    func print(_ text: String) throws(CommandError) {
        guard console.out(text) else { throw .notDelivered }
    }

    /// The daemon's answer as it came; it may hold a token, so it does not become a String.
    func printJSON(_ result: ResultReader) throws(CommandError) {
        let text = result.value.withRawBytes { bytes in bytes.withUnsafeBytes { SecretText(copying: $0) } }
        guard console.out(text), console.out("\n") else { throw .notDelivered }
    }

    func usage<Value>(_ body: () throws(UsageError) -> Value) throws(CommandError) -> Value {
        do throws(UsageError) {
            return try body()
        } catch {
            throw .usage(error)
        }
    }
}

/// Why a command ends early.
enum CommandError: Error {
    case usage(UsageError)
    case failure(Failure)
    case secret(_ what: String, SecretInputError)
    case notDelivered
}
