import Testing
import VaultCore

/// Handles outlive versions: callers keep them. The expected ones were made by another program (zlib's crc32, the alphabet of
/// Crockford's base 32).
@Suite struct GrantHandleTests {
    @Test(
        arguments: [
            (1, "vgr_9wdvsq7gqt1dc3dqpmy9"),
            (2, "vgr_3rvqkeb1fm2tr3tfe2dk"),
            (123456, "vgr_023dg188k6fta21t6ksn"),
            (9223372036854775807, "vgr_e3j468sgqt1dd0zy1xgg"),
        ] as [(Int64, String)])
    func `a handle is the same for ever, and leads back to its id`(id: Int64, handle: String) throws {
        let grant = try #require(GrantID(rawValue: id))
        #expect(grant.handle == handle)
        #expect(GrantID(handle: handle) == grant)
    }

    @Test func `a hexadecimal text has the bytes in the order of memory`() {
        let bytes = (0..<16).map { UInt8($0 * 17) }
        let bits = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt128.self) }
        #expect(Hexadecimal.text(of: bits) == "00112233445566778899aabbccddeeff")
        #expect(Hexadecimal.text(of: bytes + [0xA5]) == "00112233445566778899aabbccddeeffa5")
        #expect(Hexadecimal.text(of: []).isEmpty)
        #expect(Hexadecimal.bits(of: Array(Hexadecimal.text(of: bits).utf8)) == bits)
    }
}
