import CSodium
import Glibc
package import VaultCore

/// The outermost key, from outside the store; needed while master keys are wrapped or unwrapped, and wiped after it.
package struct SealKey: ~Copyable, Sendable {
    let key: GuardedKey

    /// Reads 32 raw bytes, or one line of 64 hexadecimal digits or of 44 characters of base64 (RFC 4648 §4). The number of
    /// bytes says which it is; a line may end with one newline; nothing else is let pass.
    package init(reading text: Secret) throws(SealKeyFailure) {
        let memory: GuardedMemory
        do { memory = try GuardedMemory(count: GuardedKey.byteCount) } catch { throw .outOfMemory }
        let failure = memory.withPointer { key in text.withBytes { Self.decode($0, into: key) } }
        if let failure { throw failure }
        if memory.withPointer(Self.isTrivial) { throw .trivial }
        self.init(freezing: memory)
    }

    init(freezing memory: consuming GuardedMemory) { key = GuardedKey(freezing: memory) }

    /// A fresh random seal key as a line of hexadecimal digits, to be written to its file by `vaultd init`.
    package static func makeLine() throws(SealKeyFailure) -> Secret {
        let key: GuardedKey
        do { key = try GuardedKey() } catch { throw .outOfMemory }
        return key.withPointer { key in
            Secret(capacity: hexDigits + 1) { space in
                guard let text = space.assumingMemoryBound(to: CChar.self).baseAddress else { return 0 }
                // sodium_bin2hex ends with a zero byte, which makes room for the newline.
                sodium_bin2hex(text, space.count, key, GuardedKey.byteCount)
                space[hexDigits] = newline
                return hexDigits + 1
            }
        }
    }

    private static let hexDigits = 64
    private static let base64Characters = 44
    private static let newline = UInt8(ascii: "\n")

    private static func decode(
        _ text: UnsafeRawBufferPointer, into key: UnsafeMutablePointer<UInt8>
    ) -> SealKeyFailure? {
        if text.isEmpty { return .empty }
        if text.count == GuardedKey.byteCount {
            UnsafeMutableRawBufferPointer(start: key, count: text.count).copyMemory(from: text)
            return nil
        }
        let length = text.last == newline ? text.count - 1 : text.count
        let line = text.assumingMemoryBound(to: CChar.self).baseAddress
        var written = 0
        switch length {
        case hexDigits:
            let status = sodium_hex2bin(key, GuardedKey.byteCount, line, length, nil, &written, nil)
            return status == 0 && written == GuardedKey.byteCount ? nil : .notHexadecimal
        case base64Characters:
            let variant = Int32(sodium_base64_VARIANT_ORIGINAL)
            let status = sodium_base642bin(key, GuardedKey.byteCount, line, length, nil, &written, nil, variant)
            return status == 0 && written == GuardedKey.byteCount ? nil : .notBase64
        default: return .wrongLength(text.count)
        }
    }

    /// All bytes equal: an empty device or a placeholder, never a random key.
    private static func isTrivial(_ key: UnsafeMutablePointer<UInt8>) -> Bool {
        (1..<GuardedKey.byteCount).allSatisfy { key[$0] == key[0] }
    }
}

/// Why a text is no seal key; never says anything of the text but its length.
package enum SealKeyFailure: Error, Equatable, CustomStringConvertible {
    case empty
    case wrongLength(Int)
    case notHexadecimal
    case notBase64
    case trivial
    case outOfMemory
    case shortPassphrase
    case longPassphrase
    case noMemoryToDerive(mebibytes: Int)

    package var description: String {
        let advice = "give 32 raw bytes, or one line of 64 hexadecimal digits or of 44 characters of base64"
        return switch self {
        case .empty: "read the seal key: it is empty; \(advice)"
        case .wrongLength(let bytes): "read the seal key: it has \(bytes) bytes; \(advice)"
        case .notHexadecimal: "read the seal key: its 64 characters are not all hexadecimal digits; \(advice)"
        case .notBase64: "read the seal key: its 44 characters are not the base64 of 32 bytes; \(advice)"
        case .trivial: "read the seal key: all its bytes are the same; make a random one with `vaultd init`"
        case .outOfMemory: "read the seal key: no guarded memory is left; free memory or raise vm.max_map_count"
        case .shortPassphrase:
            "take the passphrase: it is shorter than \(SealKey.minimumPassphraseBytes) bytes; choose a longer one"
        case .longPassphrase:
            "take the passphrase: it is longer than \(SealKey.maximumPassphraseBytes) bytes; choose a shorter one"
        case .noMemoryToDerive(let mebibytes):
            "derive the seal key from the passphrase: \(mebibytes) MiB of memory could not be had; free memory"
        }
    }
}
