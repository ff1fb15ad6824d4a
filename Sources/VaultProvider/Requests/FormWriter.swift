import VaultCore
import VaultFetchWire

/// Writes an `application/x-www-form-urlencoded` body (RFC 6749 Appendix B), each name at most once (§3.2).
struct FormWriter: ~Copyable {
    private var writer: WipedBuffer
    private var names: Set<String> = []

    init(capacity: Int = 1024) { writer = WipedBuffer(capacity: capacity) }

    /// The first value of a name stays.
    mutating func add(_ name: String, _ value: String) {
        guard begin(name) else { return }
        for byte in value.utf8 { FormEncoding.append(byte, to: &writer) }
    }

    mutating func add(_ name: String, _ value: Secret) {
        guard begin(name) else { return }
        value.withBytes { for byte in $0 { FormEncoding.append(byte, to: &writer) } }
    }

    func finish() -> WipedBytes { writer.copy() }

    private mutating func begin(_ name: String) -> Bool {
        guard names.insert(name).inserted else { return false }
        if !writer.isEmpty { writer.append(UInt8(ascii: "&")) }
        for byte in name.utf8 { FormEncoding.append(byte, to: &writer) }
        writer.append(UInt8(ascii: "="))
        return true
    }
}
