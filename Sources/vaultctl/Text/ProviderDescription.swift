import VaultCommandLine
import VaultConfiguration
import VaultCore
import VaultJSON

/// The effective entry of a provider, for people and for programs; it holds no secret, only where one comes from.
struct ProviderDescription {
    let provider: EffectiveProvider
    let showsSources: Bool

    /// The values stand last, because nobody knows how long they are; of error words each outcome has a line of its own.
    var text: String {
        var table = TextTable(["MEMBER", "FROM"] + (showsSources ? ["SOURCE"] : []) + ["VALUE"])
        table.rows = provider.values.flatMap { value in
            Self.lines(value).map { line in
                [value.member, Self.from(value)] + (showsSources ? [value.source ?? "-"] : []) + [line]
            }
        }
        return table.text()
    }

    private static func lines(_ value: EffectiveValue) -> [String] {
        value.member == "errors" ? value.text.split(separator: ";").map { String($0.drop { $0 == " " }) } : [value.text]
    }

    private static func from(_ value: EffectiveValue) -> String {
        value.isVerified == false ? "\(value.origin.rawValue), unverified" : value.origin.rawValue
    }

    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("provider", provider.name.text)
            if let preset = provider.preset { writer.member("preset", preset.name) }
            writer.member(
                "values",
                array: { writer in
                    for value in provider.values { writer.object { Self.write(value, to: &$0) } }
                })
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func write(_ value: EffectiveValue, to writer: inout JSONWriter) {
        writer.member("member", value.member)
        writer.member("value", value.text)
        writer.member("from", value.origin.rawValue)
        if let source = value.source { writer.member("source", source) }
        if let isVerified = value.isVerified { writer.member("verified", isVerified) }
    }
}
