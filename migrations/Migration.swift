/// One step of the schema; never changed once released, because stores remember its checksum.
package struct Migration: Sendable {
    /// Counts up from 1 without gaps.
    package let version: Int64
    /// The file's name without `.sql`.
    package let name: String
    package let sql: [UInt8]

    init(version: Int64, name: String, sql: [UInt8]) {
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// FNV-1a (64 bits) of the text: finds a step that was edited after it was applied. It is no protection against a
    /// forger, who could change the store as well.
    package var checksum: Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in sql { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}
