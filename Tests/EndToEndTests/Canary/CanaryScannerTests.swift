import Testing

/// The scanner proves itself: what is planted is found, in every form, wherever it is cut.
@Suite struct CanaryScannerTests {
    private static let noise = (0..<4_096).map { _ in UInt8.random(in: .min ... .max) }

    private static func planted(_ bytes: some Sequence<UInt8>) -> CanaryExhibit {
        CanaryExhibit("planted", noise + bytes + noise)
    }

    @Test(arguments: CanaryForm.allCases)
    func `a planted secret is found in each form`(form: CanaryForm) {
        for kind in ["token", "awkward", "key"] {
            let secret: CanarySecret
            switch kind {
            case "token": secret = CanarySecret(kind, token: "srt_" + String(repeating: "aZ09-_bY18", count: 6))
            case "awkward": secret = CanarySecret.awkward(kind).secret
            default: secret = CanarySecret(kind, random: (0..<32).map { UInt8($0) })
            }
            let findings = CanaryScanner([secret]).findings(in: [Self.planted(form.encode(secret.random))])
            #expect(findings.contains { $0.secret == kind }, "\(kind)")
        }
    }

    @Test(arguments: CanaryForm.allCases)
    func `twelve bytes of it are enough`(form: CanaryForm) {
        let secret = CanarySecret("token", random: Array("q8Zr5Kw1Xn7Lb3Vt9Hc2Jd6Mf4Pg0SyRuEoAiTzQxWv".utf8))
        let text = form.encode(secret.random)
        let scanner = CanaryScanner([secret])
        for start in stride(from: 0, through: text.count - form.window, by: 5) {
            let part = text[start..<(start + form.window)]
            #expect(!scanner.findings(in: [Self.planted(part)]).isEmpty)
            #expect(scanner.findings(in: [CanaryExhibit("shorter", Array(part.dropLast()))]).isEmpty)
        }
    }

    @Test func `base64 of a larger text holds the secret at every offset`() {
        let (secret, token) = CanarySecret.awkward("token")
        for lead in 0..<6 {
            let line = Array(repeating: UInt8(ascii: "{"), count: lead) + Array(token.utf8) + Array("}".utf8)
            let text = CanaryForm.base64(offset: 0).encode(line)
            #expect(!CanaryScanner([secret]).findings(in: [Self.planted(text)]).isEmpty)
        }
    }

    @Test func `nothing is found where nothing is`() {
        let secrets = (0..<50).map { CanarySecret.awkward("secret \($0)").secret }
        let others = CanarySecret.awkward("other").token
        #expect(CanaryScanner(secrets).findings(in: [Self.planted(others.utf8)]).isEmpty)
    }
}
