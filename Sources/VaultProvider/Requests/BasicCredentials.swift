import VaultCore
import VaultFetchWire

/// The value of an `Authorization: Basic` header for a client (RFC 6749 §2.3.1, RFC 7617).
///
/// The RFC has id and secret form-encoded before they are joined; some servers compare them as they are, so that is a
/// switch of the provider's entry.
enum BasicCredentials {
    static func header(id: String, secret: Secret, isRaw: Bool) -> WipedBytes {
        var pair = WipedBuffer(capacity: 3 * (id.utf8.count + secret.count) + 1)
        for byte in id.utf8 { append(byte, to: &pair, isRaw: isRaw) }
        pair.append(UInt8(ascii: ":"))
        secret.withBytes { for byte in $0 { append(byte, to: &pair, isRaw: isRaw) } }
        var header = WipedBuffer(capacity: 5 * (id.utf8.count + secret.count) + 16)
        header.append("Basic ")
        pair.withBytes { Base64.encode($0, to: &header) }
        return header.copy()
    }

    private static func append(_ byte: UInt8, to writer: inout WipedBuffer, isRaw: Bool) {
        isRaw ? writer.append(byte) : FormEncoding.append(byte, to: &writer)
    }
}
