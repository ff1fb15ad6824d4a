import VaultCore

/// A text that rests in memory under the process's key, and is in clear only where a copy of it was asked for.
struct HiddenText: Sendable {
    private let bytes: [UInt8]
    private let number: UInt64
    private let cipher: any MemoryCipher

    init(_ secret: Secret, number: UInt64, _ cipher: any MemoryCipher) {
        var bytes = secret.withBytes { Array($0) }
        bytes.withUnsafeMutableBytes { cipher.toggle($0, number: number) }
        self.bytes = bytes
        self.number = number
        self.cipher = cipher
    }

    func shown() -> Secret {
        Secret(capacity: bytes.count) { space in
            space.copyBytes(from: bytes)
            cipher.toggle(UnsafeMutableRawBufferPointer(rebasing: space[..<bytes.count]), number: number)
            return bytes.count
        }
    }
}
