import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    func status() async throws(CommandError) -> ExitCode {
        let attempt = "tell how vaultd is"
        let healthResult = try await ask(.health, attempt)
        let health = try read(attempt) { () throws(VaultClientError) in try healthResult.health() }
        // A probe asks once, and asks for nothing that a component may not have: that would be a refusal in the audit log each time.
        if !isQuiet || isJSON {
            let infoResult = try await ask(.info, attempt)
            let info = try read(attempt) { () throws(VaultClientError) in try infoResult.info() }
            let more = OperatorStatus(
                audit: try? await asked(.auditStatus)?.auditStanding(),
                diagnosis: try? await asked(.diagnose)?.diagnosis())
            if isJSON {
                try print(Self.json(healthResult, infoResult, more))
            } else {
                try print(
                    StatusText(health: health, info: info, more: more, now: console.now())
                        .text(isColored: console.isOutputColored))
            }
        }
        if command.has("ready"), health.isReady { return .ok }
        return switch health.status {
        case "ok": .ok
        case "sealed": .sealed
        default: .failed
        }
    }

    /// nil where the daemon does not tell: on the workload socket, or to a client that may not know.
    private func asked(_ call: ClientCall) async throws(CommandError) -> ResultReader? {
        do throws(VaultClientError) {
            return try await vault.perform(call)
        } catch {
            if case .refused = error { return nil }
            throw .failure(Failure(attempt: "tell how vaultd is", error: error))
        }
    }

    private static func json(_ health: ResultReader, _ info: ResultReader, _ more: OperatorStatus) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.name("health")
            health.value.withRawBytes { writer.raw(bytes: $0) }
            writer.name("info")
            info.value.withRawBytes { writer.raw(bytes: $0) }
            more.write(to: &writer)
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
