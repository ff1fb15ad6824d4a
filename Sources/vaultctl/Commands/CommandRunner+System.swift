import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    func status() async throws(CommandError) -> ExitCode {
        let attempt = "tell how vaultd is"
        let (healthResult, infoResult) = (try await ask(.health, attempt), try await ask(.info, attempt))
        let health = try read(attempt) { () throws(VaultClientError) in try healthResult.health() }
        let info = try read(attempt) { () throws(VaultClientError) in try infoResult.info() }
        if isJSON {
            try print(Self.joined(healthResult, infoResult))
        } else if !isQuiet {
            try print(SystemText.status(health, info, isColored: console.isOutputColored))
        }
        return switch health.status {
        case "ok": .ok
        case "sealed": .sealed
        default: .failed
        }
    }

    private static func joined(_ health: ResultReader, _ info: ResultReader) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.name("health")
            health.value.withRawBytes { writer.raw(bytes: $0) }
            writer.name("info")
            info.value.withRawBytes { writer.raw(bytes: $0) }
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    func ping() async throws(CommandError) -> ExitCode {
        let result = try await ask(.ping, "ping vaultd")
        if isJSON {
            try printJSON(result)
        } else if !isQuiet {
            try print("vaultd answers\n")
        }
        return .ok
    }

    func showMetrics() async throws(CommandError) -> ExitCode {
        let attempt = "read the metrics"
        let result = try await ask(.metrics, attempt)
        if isJSON {
            try printJSON(result)
        } else {
            try print(try read(attempt) { () throws(VaultClientError) in try result.metrics() })
        }
        return .ok
    }

    func listProviders() async throws(CommandError) -> ExitCode {
        let attempt = "list the providers"
        let result = try await ask(.listProviders, attempt)
        if isJSON {
            try printJSON(result)
        } else {
            let providers = try read(attempt) { () throws(VaultClientError) in try result.providers() }
            try print(SystemText.providers(providers, hasHeading: !isQuiet))
        }
        return .ok
    }

    func testProvider() async throws(CommandError) -> ExitCode {
        let provider = command.argument("provider") ?? ""
        let attempt = "test the provider \(provider)"
        let result = try await ask(.testProvider(provider), attempt)
        let report = try read(attempt) { () throws(VaultClientError) in try result.providerReport() }
        if isJSON {
            try printJSON(result)
        } else if !isQuiet {
            try print(SystemText.report(report))
        }
        return report.isReachable && report.problems.isEmpty ? .ok : .failed
    }

    func version() throws(CommandError) -> ExitCode {
        let (version, wire) = (ProductVersion.current, VaultClient.protocolVersion)
        try print(
            isJSON
                ? "{\"version\":\"\(version)\",\"protocol\":\"\(wire)\"}\n" : "vaultctl \(version), protocol \(wire)\n")
        return .ok
    }
}
