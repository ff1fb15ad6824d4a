import Testing
import VaultCore
import VaultCrypto

/// The key that a lineage's tokens are bound to: read as a JWK writes it, and signing as the standards' examples do.
@Suite struct ProofKeyTests {
    /// RFC 8037 appendix A.1 and A.2; the same key is RFC 8032 §7.1, TEST 1.
    private static let text = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
    private static let publicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    private static let signature =
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"

    private func key(_ text: String) -> ProofKey? { ProofKey(base64URL: Secret(copyingTextOf: text)) }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func `the example key has the example's public half and signature`() throws {
        let key = try #require(self.key(Self.text))
        let signer = SodiumClientSigner()
        #expect(try hex(signer.publicKey(of: key)) == Self.publicKey)
        #expect(try hex(signer.sign([], with: key)) == Self.signature)
    }

    @Test func `the digest is SHA-256`() {
        #expect(
            hex(SodiumClientSigner().digest(of: Secret(copyingTextOf: "abc")))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `nothing but 32 bytes in base64url is a key`() {
        let text = Self.text
        for wrong in [
            "", String(text.dropLast()), text + "A", text + "=", text.dropLast() + "B", text.dropLast() + "=",
            text.dropFirst() + "+", " " + text.dropFirst(),
        ] { #expect(key(wrong) == nil, "\(wrong)") }
    }

    @Test func `keys that are made differ`() {
        #expect(!ProofKey.fresh().seed.equals(ProofKey.fresh().seed))
        #expect(ProofKey.fresh().seed.count == 32)
    }
}
