import Testing
import VaultCore
import VaultCrypto

@Suite struct SHA256HasherTests {
    /// FIPS 180-4, the example of two blocks and that of a million letters.
    @Test(arguments: [
        (
            Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ])
    func `gives what is published, in parts of any size`(content: [UInt8], digest: String) throws {
        for part in [1000, 65_537, Int.max] {
            var rest = content[...]
            let found = SHA256Hasher().digest { space in
                let taken = rest.prefix(min(part, space.count))
                space.copyBytes(from: taken)
                rest = rest.dropFirst(taken.count)
                return taken.count
            }
            #expect(try found == ContentDigest(digest))
        }
    }

    @Test func `gives nothing when the reading is given up`() {
        var calls = 0
        let found = SHA256Hasher().digest { space in
            calls += 1
            return calls < 3 ? space.count : nil
        }
        #expect(found == nil)
    }
}
