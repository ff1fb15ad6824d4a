import VaultCommandLine
import VaultConfiguration
import VaultCore
import VaultCrypto
import VaultJSON
import VaultStorage

/// `vaultd restore`: a backup that is whole takes the place of the store, and says itself that it was restored.
struct RestoreCommand {
    private let path: String
    private let backup: String
    private let consent: StoreRestore.Consent
    private let wantsJSON: Bool
    private let terminal: Terminal

    init(_ command: ParsedCommand, _ terminal: Terminal) {
        path = command.value("config") ?? ""
        backup = command.argument("file") ?? ""
        consent = StoreRestore.Consent(
            newerChanges: command.has("lose-newer-changes"), otherStore: command.has("lose-other-store"))
        wantsJSON = command.has("json")
        self.terminal = terminal
    }

    func run() throws(StartFailure) -> ExitCode {
        try ProcessHardening.apply()
        let settings = try ConfigurationFile(path: path).loadOrFail().settings
        var refusal: StartFailure?
        let report: RestoreReport
        do throws(RestoreFailure) {
            report = try StoreRestore(
                over: settings.storePath, witness: RollbackGuard.witness(settings), step: Failpoints.storeStep()
            ).run(
                backup, at: SystemClock().now(), consent: consent
            ) { store in
                do throws(StartFailure) {
                    try verify(store, settings)
                    return true
                } catch {
                    refusal = error
                    return false
                }
            }
        } catch {
            throw refusal ?? StartFailure(error, "could not restore \(backup)", settings.storePath)
        }
        tell(report, settings)
        return .ok
    }

    /// The seal key fits, and all in it opens.
    private func verify(_ store: SQLiteStore, _ settings: VaultSettings) throws(StartFailure) {
        let keyring = try KeyAccess.openKeyring(of: store, settings.sealKey, asking: terminal)
        let check = try DeepCheck(of: store, under: keyring)
        guard let problem = check.problems.first else { return }
        throw StartFailure("could not restore \(backup): it is damaged: \(problem); use another backup")
    }

    private func tell(_ report: RestoreReport, _ settings: VaultSettings) {
        let store = settings.storePath
        let lost = LostRevocations(
            settings, since: StoreMark(storeID: report.storeID, sequence: report.sequence),
            noOlderThan: Timestamp(seconds: report.copiedAt))
        let sentence = lost.sentence(at: SystemClock().now())
        if !lost.isKnown { terminal.printError("vaultd: \(sentence)\n") }
        guard wantsJSON else {
            terminal.print(
                "restored \(store) from \(backup): \(report.grants) grants; at the next start, those whose refresh token may "
                    + "have been replaced since will need re-authentication\n" + (lost.isKnown ? sentence + "\n" : ""))
            return
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("store", report.storeID)
            writer.member("created_at", report.copiedAt)
            writer.member("grants", report.grants)
            writer.member("replaced_store", report.replacedStore)
            writer.member("revoked_since", lost.count)
            writer.member("revocations_known", lost.isKnown)
        }
        terminal.print(String(decoding: writer.bytes, as: UTF8.self) + "\n")
    }
}
