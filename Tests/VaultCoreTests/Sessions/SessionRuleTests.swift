import Testing

@testable import VaultCore

/// When a session ends, and what its handles and cookies look like: pure rules.
@Suite struct SessionRuleTests {
    private let start = Timestamp(seconds: 1_700_000_000)

    private func session(seen: Int64 = 0, idle: Int64 = 1800, absolute: Int64 = 28_800) throws -> Session {
        Session(
            id: try #require(SessionID(rawValue: 7)), subject: try Subject("user:default/alice"),
            kind: SessionClass.browser.name, createdAt: start, expiresAt: start.adding(seconds: absolute),
            idleSeconds: idle, lastSeenAt: start.adding(seconds: seen))
    }

    @Test func `req 25 a session ends when it has rested for too long, to the millisecond`() throws {
        let session = try session(seen: 100)
        let end = start.adding(seconds: 1900)
        #expect(session.endsAt == end)
        #expect(session.end(at: Timestamp(milliseconds: end.milliseconds - 1)) == nil)
        #expect(session.end(at: end) == .idle)
    }

    @Test func `req 25 a session ends at its absolute limit however lately it was seen`() throws {
        let session = try session(seen: 28_700)
        #expect(session.endsAt == session.expiresAt)
        #expect(session.end(at: Timestamp(milliseconds: session.expiresAt.milliseconds - 1)) == nil)
        #expect(session.end(at: session.expiresAt) == .expired)
    }

    @Test func `a session that was seen in the future is over, but for a little slack`() throws {
        let session = try session(seen: SessionLife.clockSlackSeconds)
        #expect(session.end(at: start) == nil)
        #expect(session.end(at: start.adding(seconds: -1)) == .clockWentBack)
    }

    @Test func `times beyond 2038 and at the ends of the number are told apart like any other`() throws {
        let late = Timestamp(seconds: 2_147_483_648)
        let session = Session(
            id: try #require(SessionID(rawValue: 7)), subject: try Subject("u"), kind: SessionClass.browser.name,
            createdAt: late, expiresAt: late.adding(seconds: 28_800), idleSeconds: 1800, lastSeenAt: late)
        #expect(session.end(at: late.adding(seconds: 1799)) == nil)
        #expect(session.end(at: late.adding(seconds: 1800)) == .idle)
        #expect(session.end(at: Timestamp(milliseconds: .max)) == .expired)
        #expect(session.end(at: Timestamp(milliseconds: .min)) == .clockWentBack)
    }

    @Test func `req 23 and 30 a handle holds 256 random bits, a checksum and nothing that means anything`() throws {
        let id = try #require(SessionHandleID(rawValue: 1))
        let texts = (0..<1000).map { _ in SessionHandle(new: id).secret.exposedText }
        #expect(Set(texts).count == 1000)
        for text in texts {
            #expect(text.utf8.count == 76 && text.hasPrefix("vse_"))
            #expect(SessionHandle(Secret(copyingTextOf: text))?.id == id)
        }
        // 52 characters of five bits; the highest of each 13 carries four.
        let random = Set(texts.map { String($0.dropFirst(17).prefix(52)) })
        #expect(random.count == 1000)
    }

    @Test func `req 33 what is no handle is told from one before anything is looked up`() throws {
        let good = SessionHandle(new: try #require(SessionHandleID(rawValue: 5))).secret.exposedText
        var broken = ["", "vse_", String(good.dropLast()), good + "0", good.uppercased(), "vdl_" + good.dropFirst(4)]
        for place in [4, 20, 50, 70] {
            var bytes = Array(good.utf8)
            bytes[place] = bytes[place] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            broken.append(String(decoding: bytes, as: UTF8.self))
        }
        for text in broken { #expect(SessionHandle(Secret(copyingTextOf: text)) == nil) }
        #expect(DelegationHandle(Secret(copyingTextOf: good)) == nil)
    }

    @Test func `req 37 and 41 the cookie is bound to the host, hidden from scripts, and without an end of its own`() {
        var cookie = SessionCookie()
        let handle = Secret(copyingTextOf: "vse_x")
        #expect(
            cookie.setting(handle).exposedText == "__Host-id=vse_x; Path=/; Secure; HttpOnly; SameSite=Lax")
        #expect(cookie.clearing == "__Host-id=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
        cookie.sameSite = .none
        cookie.isPartitioned = true
        cookie.name = "s"
        #expect(
            cookie.setting(handle).exposedText
                == "__Host-s=vse_x; Path=/; Secure; HttpOnly; SameSite=None; Partitioned")
    }

    @Test(arguments: [
        "", "a b", "a;b", "a=b", "__Host-id", "__secure-id", "ü", "a\u{7F}", String(repeating: "a", count: 65),
    ])
    func `what cannot be the name of a cookie is not one`(name: String) {
        #expect(!SessionCookie.isName(name))
        #expect(SessionCookie.isName("id") && SessionCookie.isName("my-session_2"))
    }

    @Test func `fields come out as they went in, and what was cut does not come out`() throws {
        var fields = ByteFields()
        fields.add("a" as String?)
        fields.add(nil as String?)
        fields.add("" as String?)
        fields.add(Secret(copyingTextOf: "s\u{0}t"))
        let bytes = fields.sealed()
        var reader = ByteFields.Reader(bytes)
        #expect(try reader.text() == "a")
        #expect(try reader.text() == nil)
        #expect(try reader.text() == "")
        #expect(try reader.secret()?.exposedText == "s\u{0}t")
        #expect(reader.isAtEnd)
        for length in 0..<bytes.count {
            let cut = bytes.withBytes { Secret(copying: UnsafeRawBufferPointer(rebasing: $0[..<length])) }
            var reader = ByteFields.Reader(cut)
            #expect(throws: InvalidValue.self) { for _ in 0..<4 { _ = try reader.secret() } }
        }
    }
}

extension Secret {
    fileprivate var exposedText: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}
