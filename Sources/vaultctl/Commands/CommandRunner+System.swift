import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
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
