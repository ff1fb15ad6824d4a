import Glibc
import VaultCommandLine
import VaultConfiguration
import VaultCore
import VaultCrypto
import VaultJSON
import VaultService
import VaultStorage

/// `vaultd check`: every problem of the configuration and of what it names; changes nothing.
struct CheckCommand {
    private let path: String
    private let isDeep: Bool
    private let isBeside: Bool
    private let wantsJSON: Bool
    private let terminal: Terminal

    init(_ command: ParsedCommand, _ terminal: Terminal) {
        path = command.value("config") ?? ""
        isDeep = command.has("deep")
        isBeside = command.has("beside")
        wantsJSON = command.has("json")
        self.terminal = terminal
    }

    func run() throws(StartFailure) -> ExitCode {
        if isDeep, isBeside {
            throw StartFailure(
                "could not read the whole store while it changes: leave out --deep, or stop vaultd and leave out --beside",
                exitCode: .usage)
        }
        try ProcessHardening.apply()
        let settings: VaultSettings
        do throws(InvalidConfiguration) {
            let configuration = try ConfigurationFile(path: path).load(keyMayBeMissing: true)
            let problems = ClientKeyCheck(configuration: configuration).problems
            if !problems.isEmpty { throw InvalidConfiguration(problems: problems) }
            settings = configuration.settings
        } catch {
            report(error.problems)
            return .failed
        }
        guard access(settings.storePath, F_OK) == 0 else {
            report([problem("store.path", "does not exist: make it with 'vaultd init --config \(path)'")])
            return .failed
        }
        let found = try checkStore(settings)
        let problems = found.problems.map { problem("store.path", $0) }
        report(problems, found)
        return problems.isEmpty ? .ok : .failed
    }

    /// - Throws: with exit code 6 when the seal key does not open the store, or the store is an older copy of itself.
    private func checkStore(_ settings: VaultSettings) throws(StartFailure) -> StoreFindings {
        let store = try Wiring.openStore(
            settings.storePath, creating: false, changes: isBeside ? .neverBesideServer : .never,
            witness: RollbackGuard.witness(settings))
        defer { store.close() }
        let age = try RollbackGuard.age(of: store, settings.storePath)
        if let rollback = RollbackGuard.problem(of: age, config: path) {
            throw StartFailure("\(rollback.reason.rawValue): \(rollback.text)", exitCode: .sealed)
        }
        var found = StoreFindings(schema: store.schema, wantsDeep: isDeep)
        guard found.schemaIsNewest else { return found }
        if isDeep {
            found.deep = try DeepCheck(
                of: store, under: try KeyAccess.openKeyring(of: store, settings.sealKey, asking: terminal))
        } else {
            try checkSeal(of: store, settings.sealKey)
        }
        return found
    }

    /// A passphrase is not asked for: whether the store waits for one is all that can be told.
    private func checkSeal(of store: SQLiteStore, _ source: SealSource) throws(StartFailure) {
        do throws(SealProblem) {
            _ = try KeyAccess.openKeyring(of: store, source, passphrase: nil)
        } catch {
            if error != .passphraseIsMissing { throw StartFailure(error.text, exitCode: .sealed) }
        }
    }

    private func problem(_ member: String, _ message: String) -> ConfigurationProblem {
        ConfigurationProblem(position: JSONPosition(line: 1, column: 1), path: member, message: message)
    }

    private func report(_ problems: [ConfigurationProblem], _ found: StoreFindings? = nil) {
        if wantsJSON {
            terminal.print(json(problems, found) + "\n")
        } else if problems.isEmpty {
            terminal.print("\(path): fit to serve\(found?.remark ?? "")\n")
        } else {
            for problem in problems { terminal.printError(problem.text(file: path) + "\n") }
        }
    }

    private func json(_ problems: [ConfigurationProblem], _ found: StoreFindings?) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            problems.write(to: &writer)
            found?.write(to: &writer)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
