import VaultClient
import VaultCommandLine
import VaultConfiguration
import VaultCore

extension CommandRunner {
    func bundleDebug() async throws(CommandError) -> ExitCode {
        let (command, path) = (command, command.argument("file") ?? "")
        let count = try usage { () throws(UsageError) in try command.integer("records", in: 0...500) } ?? 500
        // Without a daemon there is nothing to gather.
        let report = try await examine(quickly: command.has("quick"))
        var bundle = DebugBundle(time: console.now(), redacts: command.has("redact"))
        bundle.add("doctor.json", text: report.json)
        for (name, call) in Self.answers { bundle.add(name, await look(call) { $0 }) }
        await addMetrics(to: &bundle)
        await addRecords(count, to: &bundle)
        addConfiguration(to: &bundle)
        let bytes = bundle.finish(version: ProductVersion.current, time: console.now())
        do throws(NewFile.Failed) {
            try NewFile.write(bytes, to: path)
        } catch {
            console.note(
                "vaultctl: could not write the bundle \(TextTable.harmless(path)): \(error.reason): give it a name where nothing stands\n"
            )
            return .failed
        }
        if !isQuiet { try print(summary(bundle, path)) }
        return .ok
    }

    private static let answers: [(String, ClientCall)] = [
        ("health.json", .health), ("info.json", .info), ("diagnosis.json", .diagnose), ("seal.json", .sealStatus),
        ("providers.json", .listProviders), ("keys.json", .keyStatus), ("audit-status.json", .auditStatus),
        ("clients.json", .listClients(client: nil, limit: nil)),
    ]

    private func addMetrics(to bundle: inout DebugBundle) async {
        switch await look(.metrics, { result throws(VaultClientError) in try result.metrics() }) {
        case .success(let text): bundle.add("metrics.txt", text: text)
        case .failure(let error): bundle.miss("metrics.txt", error.description)
        }
    }

    /// The newest, from the oldest of them on.
    private func addRecords(_ count: Int64, to bundle: inout DebugBundle) async {
        guard count > 0 else { return }
        var query = AuditQuery()
        query.newest = true
        query.limit = count
        switch await look(.findRecords(query), { result throws(VaultClientError) in try result.auditFinding() }) {
        case .success(let found): bundle.add("audit.jsonl", lines: found.records)
        case .failure(let error): bundle.miss("audit.jsonl", error.description)
        }
    }

    /// As 'provider show' tells it: where a secret comes from, never one. The file itself stays where it is, as somebody may have
    /// written a secret into it.
    private func addConfiguration(to bundle: inout DebugBundle) {
        let path = command.value("config") ?? VaultctlProgram.defaultConfiguration
        do throws(InvalidConfiguration) {
            let configuration = try ConfigurationReader.read(try ConfigurationText.read(path), accounts: HostAccounts())
            for (number, settings) in configuration.settings.providers.enumerated() {
                let provider = ProviderDescription(
                    provider: EffectiveProvider(settings, of: configuration), showsSources: true)
                bundle.add("provider-\(number + 1).json", text: provider.json)
            }
        } catch {
            bundle.miss("provider-1.json", error.problems.first?.message ?? "the configuration cannot be used")
        }
    }

    private func summary(_ bundle: DebugBundle, _ path: String) -> String {
        let people =
            command.has("redact")
            ? "users stand in it as pseudonyms" : "it names users; --redact puts pseudonyms in their place"
        return "\(bundle.files) files are in \(TextTable.harmless(path)): no secret is among them; \(people)\n"
    }
}
