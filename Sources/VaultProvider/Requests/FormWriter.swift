import VaultCore
import VaultFetchWire

/// Writes the body of a request, each name at most once (RFC 6749 §3.2): a form (Appendix B), or for a provider that wants
/// it so, one JSON object of texts.
struct FormWriter: ~Copyable {
    private var writer: WipedBuffer
    private var names: Set<String> = []
    private let form: RequestForm

    init(capacity: Int = 1024, as form: RequestForm = .form) {
        writer = WipedBuffer(capacity: capacity)
        self.form = form
    }

    /// The first value of a name stays.
    mutating func add(_ name: String, _ value: String) {
        guard begin(name) else { return }
        for byte in value.utf8 { append(byte) }
        end()
    }

    mutating func add(_ name: String, _ value: Secret) {
        guard begin(name) else { return }
        value.withBytes { for byte in $0 { append(byte) } }
        end()
    }

    consuming func finish() -> WipedBytes {
        if form == .json { writer.append(writer.isEmpty ? "{}" : "}") }
        return writer.copy()
    }

    private mutating func begin(_ name: String) -> Bool {
        guard names.insert(name).inserted else { return false }
        switch form {
        case .form:
            if !writer.isEmpty { writer.append(UInt8(ascii: "&")) }
            for byte in name.utf8 { append(byte) }
            writer.append(UInt8(ascii: "="))
        case .json:
            writer.append(writer.isEmpty ? "{\"" : ",\"")
            for byte in name.utf8 { append(byte) }
            writer.append("\":\"")
        }
        return true
    }

    private mutating func end() {
        if form == .json { writer.append(UInt8(ascii: "\"")) }
    }

    private mutating func append(_ byte: UInt8) {
        switch form {
        case .form: FormEncoding.append(byte, to: &writer)
        case .json: JSONEscape.append(byte, to: &writer)
        }
    }
}
