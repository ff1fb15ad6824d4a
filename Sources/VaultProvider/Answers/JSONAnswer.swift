import VaultCore
import VaultFetchWire
import VaultJSON

/// The members of a JSON answer, read strictly (RFC 8259, no member twice) and wiped afterwards.
struct JSONAnswer: AnswerMembers {
    private let root: JSONValue

    /// Nil where the body is not one JSON object within the limits.
    init?(_ body: WipedBytes) {
        let limits = JSONLimits(bytes: Int(OAuthRequest.metadataCap), depth: 16, members: 256)
        let document = body.withBytes { bytes in
            try? JSONDocument(parsing: Span(_unsafeBytes: bytes), limits: limits, wipeOnRelease: true)
        }
        guard let document, document.root.kind == .object else { return nil }
        root = document.root
    }

    private init(root: JSONValue) { self.root = root }

    func isPresent(_ name: String) -> Bool {
        guard let value = root[name], !value.isNull else { return false }
        return !value.isString("")
    }

    func text(_ name: String) -> String? { root[name]?.string }

    func secret(_ name: String, atMost cap: Int) -> Secret? {
        let secret = root[name]?.withUnescapedBytes { bytes -> Secret? in
            guard bytes.count <= cap else { return nil }
            return bytes.withUnsafeBytes { Secret(copying: $0) }
        }
        return secret ?? nil
    }

    func integer(_ name: String) -> Int64? { root[name].flatMap(JSONAnswer.integer) }

    func texts(_ name: String) -> [String]? {
        guard let elements = root[name]?.elements else { return nil }
        let texts = elements.map(\.string)
        return texts.contains(nil) ? nil : texts.compactMap { $0 }
    }

    func integers(_ name: String) -> [Int64] {
        root[name]?.elements?.prefix(16).compactMap(JSONAnswer.integer) ?? []
    }

    func bool(_ name: String) -> Bool? { root[name]?.bool }

    func members(in name: String) -> (any AnswerMembers)? {
        root[name].flatMap { $0.kind == .object ? JSONAnswer(root: $0) : nil }
    }

    /// The value below a member that is an object.
    func member(_ name: String) -> JSONValue? { root[name] }

    private static func integer(_ value: JSONValue) -> Int64? {
        value.integer ?? value.string.flatMap(DecimalDigits.number)
    }
}
