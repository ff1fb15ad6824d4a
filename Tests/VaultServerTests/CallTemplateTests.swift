import Testing
import VaultCore
import VaultWire

@testable import VaultServer

struct CallTemplateTests {
    static let limits = WireLimits(frameBytes: 65_536)

    /// What the scanner says to a line, in the terms of a template; nil where a template must not say anything either.
    private func scanned(_ line: [UInt8]) -> CallTemplate.Call? {
        line.withUnsafeBytes { bytes in
            var outline = CallOutline()
            guard outline.scan(bytes, limits: Self.limits) == .call, let id = outline.id else { return nil }
            if outline.method == .sessionLookup, let call = SessionLookupOutline(outline, in: bytes) {
                return CallTemplate.Call(id: id, target: .session(call.session), minimumLifeSeconds: nil)
            }
            guard outline.method == .tokenGet, let call = TokenGetOutline(outline, in: bytes), !call.forceRefresh,
                call.scopes == nil
            else { return nil }
            return CallTemplate.Call(id: id, target: call.target, minimumLifeSeconds: call.minimumLifeSeconds)
        }
    }

    /// A template made from `first`, asked about `second`.
    private func ask(_ second: [UInt8], of first: [UInt8]) -> CallTemplate.Call? {
        var templates = CallTemplates()
        learn(first, &templates)
        return second.withUnsafeBytes { templates.read($0) }
    }

    private func learn(_ line: [UInt8], _ templates: inout CallTemplates) {
        guard let call = scanned(line) else { return }
        line.withUnsafeBytes {
            templates.learn($0, id: call.id, call.target, minimumLifeSeconds: call.minimumLifeSeconds)
        }
    }

    private static let makes = [
        #"{"jsonrpc":"2.0","id":7,"method":"token.get","params":{"grant":"vgr_aaaaaaaaaaaaaaaaaaaa"}}"#,
        #"{"jsonrpc":"2.0","method":"token.get","params":{"grant":"vgr_aaaaaaaaaaaaaaaaaaaa","min_ttl_seconds":60},"id":7}"#,
        #"{ "id" : 7 , "params" : { "min_ttl_seconds": 5, "grant" : "vgr_aaaaaaaaaaaaaaaaaaaa" }, "method":"token.get", "jsonrpc":"2.0" } "#,
        #"{"jsonrpc":"2.0","id":7,"method":"token.get","params":{"subject":"vgr_aaaaaaaaaaaaaaaaaaaa","provider":"pp"}}"#,
        #"{"params":{"account":"a","provider":"pp","subject":"vgr_aaaaaaaaaaaaaaaaaaaa"},"method":"token.get","jsonrpc":"2.0","id":7}"#,
        #"{"jsonrpc":"2.0","id":7,"method":"session.lookup","params":{"session":"vgr_aaaaaaaaaaaaaaaaaaaa"}}"#,
        #"{"params":{"session":"vgr_aaaaaaaaaaaaaaaaaaaa"},"jsonrpc":"2.0","method":"session.lookup","id":7}"#,
    ]

    @Test(arguments: makes, [0, 7, 10, 123_456, 999_999_999_999_999_999])
    func `a line of the same make is read as the scanner reads it`(make: String, id: Int) throws {
        let name = "vgr_zyxwvtsrqpnmkjhgfedc-longer"
        let line = Array(
            make.replacing("7,", with: "\(id),").replacing("7 ,", with: "\(id) ,").replacing(":7}", with: ":\(id)}")
                .replacing("vgr_aaaaaaaaaaaaaaaaaaaa", with: name).utf8)
        let call = try #require(ask(line, of: Array(make.utf8)))
        let expected = try #require(scanned(line))
        #expect(String(decoding: line[call.id], as: UTF8.self) == "\(id)")
        switch call.target {
        case .grant(let range), .subject(let range, _, _), .session(let range):
            #expect(String(decoding: line[range], as: UTF8.self) == name)
        }
        #expect(call == expected)
    }

    @Test(arguments: makes)
    func `a template never says anything that the scanner does not say`(make: String) {
        var random = SplitMix(state: 7)
        let template = Array(make.utf8)
        let material = Array(#"0123456789-+.eE"\{}[]:, atx"#.utf8) + [0, 0x1F, 0x7F, 0x80, 0xC3, 0xFF]
        var said = 0
        for _ in 0..<20_000 {
            var line = template
            for _ in 0..<1 + random.next(3) {
                let place = random.next(line.count)
                switch random.next(3) {
                case 0: line[place] = material[random.next(material.count)]
                case 1: line.insert(material[random.next(material.count)], at: place)
                default: line.remove(at: place)
                }
            }
            guard let call = ask(line, of: template) else { continue }
            said += 1
            #expect(scanned(line) == call, "\(String(decoding: line, as: UTF8.self))")
        }
        #expect(said > 100)
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","id":"a","method":"token.get","params":{"grant":"vgr_aaaaaaaaaaaaaaaaaaaa"}}"#,
        #"{"jsonrpc":"2.0","id":-7,"method":"token.get","params":{"grant":"vgr_aaaaaaaaaaaaaaaaaaaa"}}"#,
        #"{"jsonrpc":"2.0","id":7,"method":"token.get","params":{"grant":"vgr_aaaaaaaaaaaaaaaaaaaa","scopes":["x"]}}"#,
        #"{"jsonrpc":"2.0","id":7,"method":"token.get","params":{"grant":"vgr_aaaaaaaaaaaaaaaaaaaa","force_refresh":true}}"#,
    ])
    func `a call that says more than id, grant and lifetime is no template`(line: String) {
        #expect(ask(Array(line.utf8), of: Array(line.utf8)) == nil)
    }

    @Test func `calls of several makes are all known, whichever comes next`() {
        var templates = CallTemplates()
        let lines = Self.makes.map { Array($0.utf8) }
        for line in lines { for _ in 0..<CallTemplates.learningInterval { learn(line, &templates) } }
        for line in lines + lines.reversed() {
            let call = line.withUnsafeBytes { templates.read($0) }
            #expect(call == scanned(line))
        }
    }

    @Test func `the make that has been there for longest goes first`() {
        var templates = CallTemplates()
        let lines = (0...CallTemplates.capacity).map { number in
            Array(
                Self.makes[0].replacing("{\"jsonrpc", with: String(repeating: " ", count: number) + "{\"jsonrpc").utf8)
        }
        for line in lines { for _ in 0..<CallTemplates.learningInterval { learn(line, &templates) } }
        let known = lines.map { line in line.withUnsafeBytes { templates.read($0) } != nil }
        #expect(known == [false] + Array(repeating: true, count: CallTemplates.capacity))
    }

    @Test func `lines that are all different are not all copied`() {
        var templates = CallTemplates()
        let lines = (0..<CallTemplates.learningInterval).map { number in
            Array(
                Self.makes[0].replacing("{\"jsonrpc", with: String(repeating: " ", count: number) + "{\"jsonrpc").utf8)
        }
        for line in lines { learn(line, &templates) }
        let known = lines.map { line in line.withUnsafeBytes { templates.read($0) } != nil }
        #expect(known.count { $0 } == 1)
    }
}

/// A small seeded generator.
private struct SplitMix {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ (word >> 31)) % UInt64(bound))
    }
}
