import VaultClient
import VaultCommandLine

extension CommandRunner {
    /// Goes on where one look is refused: the others are worth the more then.
    func doctor() async throws(CommandError) -> ExitCode {
        let report = try await examine(quickly: command.has("quick"))
        if isJSON {
            try print(report.json)
        } else {
            try print(report.text(onlyConcerns: isQuiet, isColored: console.isOutputColored))
        }
        return report.isFailing ? .failed : .ok
    }

    func examine(quickly: Bool) async throws(CommandError) -> DoctorReport {
        let attempt = "examine vaultd"
        let result = try await ask(.health, attempt)
        let health = try read(attempt) { () throws(VaultClientError) in try result.health() }
        var report = DoctorReport()
        report.add(health)
        report.add(await look(.info) { result throws(VaultClientError) in try result.info() })
        report.add(await look(.diagnose) { result throws(VaultClientError) in try result.diagnosis() })
        if quickly { return report }
        report.add(await look(.verifyAudit) { result throws(VaultClientError) in try result.auditReport() })
        switch await look(.listProviders, { result throws(VaultClientError) in try result.providers() }) {
        case .failure(let error): report.add(.failure(error), of: nil)
        case .success(let providers):
            for provider in providers {
                let found = await look(.testProvider(provider.name)) { result throws(VaultClientError) in
                    try result.providerReport()
                }
                report.add(found, of: provider.name)
            }
        }
        return report
    }

    func look<Value>(
        _ call: ClientCall, _ read: (ResultReader) throws(VaultClientError) -> Value
    ) async -> Result<Value, VaultClientError> {
        do throws(VaultClientError) {
            return .success(try read(try await vault.perform(call)))
        } catch {
            return .failure(error)
        }
    }
}
