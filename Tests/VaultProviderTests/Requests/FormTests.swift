import Testing
import VaultCore
import VaultFetchWire

@testable import VaultProvider

@Suite struct FormTests {
    @Test(arguments: [
        ("plain-._*09AZaz", "plain-._*09AZaz"), ("a b", "a+b"), ("a+b", "a%2Bb"), ("a&b=c", "a%26b%3Dc"),
        ("100%", "100%25"), ("~/:", "%7E%2F%3A"), ("é", "%C3%A9"), ("\u{0}\r\n", "%00%0D%0A"), ("", ""),
    ])
    func `a value is written as RFC 6749 appendix B says`(value: String, encoded: String) {
        var form = FormWriter()
        form.add("v", value)
        #expect(Samples.text(form.finish()) == "v=" + encoded)
    }

    @Test func `a secret is written like a text`() {
        var form = FormWriter(capacity: 1)
        form.add("refresh_token", Secret(copyingTextOf: "a+b/c=="))
        form.add("x", "y")
        #expect(Samples.text(form.finish()) == "refresh_token=a%2Bb%2Fc%3D%3D&x=y")
    }

    @Test func `no name is written twice`() {
        var form = FormWriter()
        form.add("a", "1")
        form.add("a", "2")
        #expect(Samples.text(form.finish()) == "a=1")
    }

    @Test(arguments: [
        ("a+b", "a b"), ("%41%62", "Ab"), ("%c3%A9", "é"), ("", ""),
    ])
    func `an escape is read back`(encoded: String, value: String) {
        #expect(FormEncoding.decode(Array(encoded.utf8)[...]).map { String(decoding: $0, as: UTF8.self) } == value)
    }

    @Test(arguments: ["%", "%4", "%zz", "a%2", "%%41"]) func `a broken escape is refused`(encoded: String) {
        #expect(FormEncoding.decode(Array(encoded.utf8)[...]) == nil)
    }

    @Test func `every byte survives the way there and back`() {
        let all = (0...255).map { UInt8($0) }
        var writer = WipedBuffer(capacity: 16)
        for byte in all { FormEncoding.append(byte, to: &writer) }
        let encoded = Samples.text(writer.copy())
        #expect(FormEncoding.decode(Array(encoded.utf8)[...]) == all)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `base64 is that of RFC 4648`(plain: String, encoded: String) {
        var writer = WipedBuffer(capacity: 16)
        Array(plain.utf8).withUnsafeBytes { Base64.encode($0, to: &writer) }
        #expect(Samples.text(writer.copy()) == encoded)
        let bare = encoded.prefix { $0 != "=" }
        #expect(Base64.decodeURL(Array(bare.utf8)[...]) == Array(plain.utf8))
    }

    @Test(arguments: ["Zg==", "Zh", "Z", "Zm9v!", "Zm9v+w", "Zm9v/w", " Zg"])
    func `base64url with padding, leftover bits or foreign characters is refused`(text: String) {
        #expect(Base64.decodeURL(Array(text.utf8)[...]) == nil)
    }
}
