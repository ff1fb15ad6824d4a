import VaultCore
import VaultFetchWire

/// Providers and answers that the tests begin with.
enum Samples {
    static func provider(_ change: (inout ProviderSettings) -> Void = { _ in }) throws -> ProviderSettings {
        var provider = ProviderSettings(
            name: try ProviderName("acme"), tokenEndpoint: "https://id.example/token", clientID: "app",
            rotation: .rotates)
        change(&provider)
        return provider
    }

    static func body(_ text: String) -> WipedBytes { WipedBytes(copying: Array(text.utf8)) }

    static func reply(
        _ status: UInt16, _ text: String = "", type: String? = "application/json", retryAfter: String? = nil
    ) -> FetchOutcome {
        .response(FetchReply(status: status, contentType: type, retryAfter: retryAfter, body: body(text)))
    }

    static func text(_ bytes: WipedBytes) -> String { bytes.withBytes { String(decoding: $0, as: UTF8.self) } }

    static func text(_ secret: Secret?) -> String? { secret?.withBytes { String(decoding: $0, as: UTF8.self) } }
}
