import Foundation
import Testing
import VaultCore

@testable import VaultCrypto

/// What clients prove themselves with gives what is published, and what cannot be a key is refused by its kind.
@Suite struct ClientSignerTests {
    private let signer = SodiumClientSigner()

    private static func decoded(_ text: String) -> [UInt8] {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Array(Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)) ?? Data())
    }

    private static func pem(_ label: String, _ bytes: [UInt8]) -> Secret {
        let lines = Data(bytes).base64EncodedString(options: .lineLength64Characters)
        return Secret(copyingTextOf: "-----BEGIN \(label)-----\n\(lines)\n-----END \(label)-----\n")
    }

    private static let header = bytes(hex: "302e020100300506032b657004220420")
    /// RFC 8037 A.1.
    private static let seed = decoded("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
    /// RFC 8410 §10.3 and §10.1.
    private static let published = Secret(
        copyingTextOf: """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """)
    private static let publishedPublic = Array(
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"
            .utf8)

    @Test func `EdDSA gives the signature of RFC 8037`() throws {
        let input = Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8)
        let signature = try signer.sign(input, withPrivateKey: Self.pem("PRIVATE KEY", Self.header + Self.seed))
        #expect(
            signature
                == Self.decoded(
                    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"))
        let key = try #require(Ed25519PublicKey(Self.decoded("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")))
        #expect(key.isSignature(signature, of: input))
        #expect(!key.isSignature(signature, of: input + [0]))
        #expect(!key.isSignature(Array(signature.dropLast()), of: input))
    }

    @Test func `the published key pair of RFC 8410 is read from PEM and fits together`() throws {
        let signature = try signer.sign([1, 2, 3], withPrivateKey: Self.published)
        let key = try #require(Ed25519PublicKey(pem: Self.publishedPublic))
        #expect(key.isSignature(signature, of: [1, 2, 3]))
        #expect(Ed25519PublicKey(pem: Array(Self.publishedPublic.dropFirst(30))) == nil)
    }

    @Test func `HS256 gives the tag of RFC 7515`() throws {
        let key = Secret(
            copying: Self.decoded(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"))
        let input =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNv"
            + "bS9pc19yb290Ijp0cnVlfQ"
        #expect(
            try signer.sign(Array(input.utf8), withSecret: key)
                == Self.decoded("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
    }

    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `HMAC gives the tags of RFC 4231`(key: [UInt8], message: String, tag: String) {
        key.withUnsafeBytes { key in
            #expect(HMACSHA256.tag(of: Array(message.utf8), key: key) == bytes(hex: tag))
            #expect(HMACSHA256.isTag(bytes(hex: tag), of: Array(message.utf8), key: key))
            #expect(!HMACSHA256.isTag(bytes(hex: tag), of: Array((message + "!").utf8), key: key))
        }
        #expect(!HMACSHA256.isTag([], of: [], key: UnsafeRawBufferPointer(start: nil, count: 0)))
    }

    @Test func `a secret shorter than the hash is refused for HS256`() {
        let short = Secret(copyingTextOf: String(repeating: "s", count: 31))
        #expect(throws: ClientKeyProblem.secretTooShort) { try signer.sign([], withSecret: short) }
        let enough = Secret(copyingTextOf: String(repeating: "s", count: 32))
        #expect(throws: Never.self) { try signer.sign([], withSecret: enough) }
    }

    @Test func `what is no Ed25519 key in PKCS 8 is refused by what it is`() throws {
        let otherCurve = bytes(hex: "302e020100300506032b656e04220420") + Self.seed
        let longer = Self.header + Self.seed + [0]
        let cases: [(Secret, ClientKeyProblem)] = [
            (Self.pem("PRIVATE KEY", otherCurve), .notEd25519),
            (Self.pem("PRIVATE KEY", longer), .notEd25519),
            (Self.pem("PRIVATE KEY", Array(longer.dropLast(2))), .notEd25519),
            (Self.pem("PRIVATE KEY", [UInt8](repeating: 1, count: 138)), .notEd25519),
            (Self.pem("ENCRYPTED PRIVATE KEY", longer), .encrypted),
            (Self.pem("EC PRIVATE KEY", longer), .noPrivateKey),
            (Self.pem("OPENSSH PRIVATE KEY", longer), .noPrivateKey),
            (Secret(copying: Self.publishedPublic), .noPrivateKey),
            (Secret(copyingTextOf: "-----BEGIN PRIVATE KEY-----\nMC4C"), .noPrivateKey),
            (Secret(copyingTextOf: "-----BEGIN PRIVATE KEY-----\n?\n-----END PRIVATE KEY-----"), .notEd25519),
            (Secret(copying: Self.seed), .noPrivateKey),
        ]
        for (key, problem) in cases {
            #expect(throws: problem) { try signer.sign([], withPrivateKey: key) }
        }
    }
}
