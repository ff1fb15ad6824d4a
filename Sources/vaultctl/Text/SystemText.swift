import VaultClient
import VaultCommandLine

/// Providers as people read them.
enum SystemText {
    static func providers(_ providers: [ProviderInfo], hasHeading: Bool) -> String {
        let rows = providers.map { provider in
            [provider.name, provider.rotation, provider.narrowing, standing(provider), provider.issuer ?? "-"]
        }
        let text = TextTable(["PROVIDER", "ROTATION", "NARROWING", "BREAKER", "ISSUER"], rows: rows).text()
        return hasHeading ? text : String(text.drop { $0 != "\n" }.dropFirst())
    }

    private static func standing(_ provider: ProviderInfo) -> String {
        let why = [provider.reason, provider.providerError].compactMap(\.self).joined(separator: ": ")
        let wait = provider.retryAfterMilliseconds.map { ", again in \(TimeText.span(($0 + 999) / 1_000))" } ?? ""
        return provider.breaker + (why.isEmpty ? "" : " (\(why)\(wait))")
    }

    static func report(_ report: ProviderReport) -> String {
        var details = Details()
        details.add("provider", report.provider)
        details.add("reachable", report.isReachable ? "yes" : "no")
        details.add("token endpoint", report.tokenEndpoint ?? "unknown")
        details.add("revocation endpoint", report.revocationEndpoint ?? "none")
        details.add("clock", clock(report.clockDifferenceSeconds))
        details.add("credentials", credentials(report))
        return details.text() + problems(report.problems)
    }

    private static func clock(_ seconds: Int64?) -> String {
        switch seconds {
        case nil: "not told"
        case 0?: "as here"
        case let seconds?: "\(seconds.magnitude) s \(seconds > 0 ? "ahead of ours" : "behind ours")"
        }
    }

    private static func credentials(_ report: ProviderReport) -> String {
        let code = report.providerError.map { " (\($0))" } ?? ""
        return switch report.credentials {
        case "accepted": "accepted: a made-up refresh token was refused, and not the client"
        case "refused": "refused\(code)"
        case "indistinct": "not told: the provider looks at the token first, and says the same to wrong credentials"
        case "undecided": "not told: the provider gave no usable answer"
        case "not_asked": "not asked"
        default: report.credentials
        }
    }

    private static func problems(_ problems: [String]) -> String {
        problems.map { "- \(TextTable.harmless($0))\n" }.joined()
    }
}
