import Testing
import VaultCore
import VaultJSON

@testable import VaultWire

/// The fast scanner and the strict reader are two programs for one grammar; these tests hold them together.
struct ScannerAgreementTests {
    private static let limits = WireLimits(frameBytes: 4096)

    @Test func `fifteen thousand generated lines are judged alike by both`() {
        var generator = LineGenerator(seed: 20_240_607)
        var (taken, refused, rare) = (0, 0, 0)
        for _ in 0..<15_000 {
            let line = generator.line()
            let strict = try? JSONDocument(parsing: line, limits: Self.limits.json)
            switch Self.read(line) {
            case nil:
                taken += 1
                if strict == nil { Issue.record("the scanner alone took \(Self.shown(line))") }
            case .malformed:
                refused += 1
                if strict != nil { Issue.record("the scanner alone refused \(Self.shown(line))") }
            case .rare:
                rare += 1
                #expect(line.contains(UInt8(ascii: "\\")) || Self.members(strict?.root) > MemberList.capacity)
            }
        }
        // Otherwise the generator has gone blunt.
        #expect(taken > 5_000 && refused > 2_500 && rare > 500, "\(taken) \(refused) \(rare)")
    }

    @Test func `what the outline tells is what the strict reader finds`() throws {
        var generator = LineGenerator(seed: 77)
        var calls = 0
        for _ in 0..<8_000 {
            let line = generator.line()
            var outline = CallOutline()
            let verdict = line.withUnsafeBytes { outline.scan($0, limits: Self.limits) }
            let strict = line.withUnsafeBytes { IncomingLine(decoding: $0, limits: Self.limits) }
            switch verdict {
            case .call:
                calls += 1
                try Self.expectSame(outline, strict, line)
            case .batch:
                #expect(try JSONDocument(parsing: line, limits: Self.limits.json).root.kind == .array)
            case .unclear:
                if case .call(let call) = strict, call.method != nil, Self.read(line) == nil {
                    let params = try JSONDocument(parsing: line, limits: Self.limits.json).root["params"]
                    #expect(params.map { $0.kind != .object } == true, "not taken: \(Self.shown(line))")
                }
            }
        }
        #expect(calls > 2_000)
    }

    @Test func `token get parameters read in place mean what the strict reader says`() throws {
        var generator = LineGenerator(seed: 4_711)
        var (both, byHandle) = (0, 0)
        for _ in 0..<12_000 {
            let line = generator.line()
            var outline = CallOutline()
            guard line.withUnsafeBytes({ outline.scan($0, limits: Self.limits) }) == .call, outline.method == .tokenGet
            else { continue }
            let fast = line.withUnsafeBytes { TokenGetOutline(outline, in: $0) }
            guard case .call(let call) = line.withUnsafeBytes({ IncomingLine(decoding: $0, limits: Self.limits) })
            else {
                Issue.record("not a call: \(Self.shown(line))")
                continue
            }
            switch (fast, call.request) {
            case (let fast?, .success(.tokenGet(let request))):
                both += 1
                Self.expectSame(fast, request, line)
            case (nil, .success(.tokenGet)):
                // Only what is told as rare may be left to the slow path.
                let text = String(decoding: line, as: UTF8.self)
                #expect(text.contains("null") || text.contains("-0"), "not taken: \(text)")
            case (let fast?, .failure(let error)):
                // The values are judged by the slow path alone; the fast one only compares bytes with those it knows.
                if error.field == "grant" { byHandle += 1 }
                if error.message.contains("names the grant already") { Issue.record("both ways: \(Self.shown(line))") }
                #expect(
                    ["grant", "subject", "account", "provider", "scopes"].contains(error.field ?? ""),
                    "\(fast) \(error)")
            case (nil, .failure): break
            case (_, .success): Issue.record("another method: \(Self.shown(line))")
            }
        }
        #expect(both > 500 && byHandle > 150, "\(both) \(byHandle)")
    }

    private static func read(_ line: [UInt8]) -> ScanStop? {
        var index = LineIndex()
        do throws(ScanStop) {
            _ = try index.read(line.span, limits: limits.json)
            return nil
        } catch {
            return error
        }
    }

    private static func members(_ value: JSONValue?) -> Int {
        guard let value else { return .max }
        if let members = value.members { return members.reduce(0) { $0 + 1 + Self.members($1.value) } }
        return value.elements?.reduce(0) { $0 + Self.members($1) } ?? 0
    }

    private static func expectSame(_ outline: borrowing CallOutline, _ strict: IncomingLine, _ line: [UInt8]) throws {
        guard case .call(let call) = strict else {
            Issue.record("the outline alone sees a call in \(shown(line))")
            return
        }
        let (id, method, params) = (outline.id, outline.method, outline.params)
        #expect(id.map { CallID.json(Array(line[$0])) } ?? .notification == call.id)
        #expect(method == call.method, "\(shown(line))")
        let root = try JSONDocument(parsing: line, limits: limits.json).root
        #expect(params == root["params"]?.rawRange, "\(shown(line))")
    }

    private static func expectSame(_ fast: TokenGetOutline, _ request: TokenRequest, _ line: [UInt8]) {
        func text(_ range: Range<Int>) -> String { String(decoding: line[range], as: UTF8.self) }
        switch (fast.target, request.selector) {
        case (.grant(let range), .id(let id)): #expect(text(range) == id.handle)
        case (.subject(let subject, let provider, let account), .subject(let named, let at, let whose)):
            #expect(text(subject) == named.text && text(provider) == at.text && text(account) == whose?.text ?? "")
        default: Issue.record("another selector: \(shown(line))")
        }
        #expect(fast.minimumLifeSeconds == request.minimumLifeSeconds, "\(shown(line))")
        #expect(fast.forceRefresh == request.forceRefresh, "\(shown(line))")
        #expect((fast.scopes == nil) == (request.scopes == nil), "\(shown(line))")
    }

    private static func shown(_ line: [UInt8]) -> String { String(decoding: line, as: UTF8.self) }
}
