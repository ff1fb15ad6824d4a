import Testing

@testable import vault_provider_sim

@Suite struct FormFieldsTests {
    @Test func `fields are decoded and keep their order`() throws {
        let form = try #require(FormFields(Array("a=1+2&b=%C3%A9%2B&c&=x&a=3".utf8)))
        #expect(form.fields.map(\.name) == ["a", "b", "c", "", "a"])
        #expect(form.fields.map(\.value) == ["1 2", "é+", "", "x", "3"])
        #expect(form.first("a") == "1 2")
        #expect(form.hasDuplicates)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%4g", "a=%FF", "%zz=1"])
    func `a broken escape makes the form unreadable`(text: String) {
        #expect(FormFields(Array(text.utf8)) == nil)
    }

    @Test(arguments: ["p%41a+s:s/w=r&d~ x", "é\n\u{0}", ""])
    func `encoding and decoding are each other's reverse`(text: String) {
        #expect(FormFields.decode(Array(FormFields.encode(text).utf8)) == text)
    }

    @Test(arguments: [
        ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
        ("Zm9vYmFy", "foobar"),
    ])
    func `base64 has the vectors of RFC 4648`(text: String, plain: String) {
        #expect(Base64.decode(text) == Array(plain.utf8))
        #expect(Base64.encodeURL(Array(plain.utf8)) == String(text.prefix { $0 != "=" }))
    }

    @Test func `base64url uses its own two digits`() {
        #expect(Base64.encodeURL([0xFB, 0xFF]) == "-_8")
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Z===", "Z\n9v", "Zm9-"])
    func `what is no base64 is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
