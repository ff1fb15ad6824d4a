import VaultCore

/// Makes lines as clients send them, and spoils some of them in ways that a scanner could overlook.
struct LineGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func line() -> [UInt8] {
        var line = Array(envelope().utf8)
        if random.chance(8) { line = Array("[\(envelope()),\(envelope())]".utf8) }
        if random.chance(35) { spoil(&line) }
        return line
    }

    private mutating func envelope() -> String {
        var members = [
            member(
                "jsonrpc", random.chance(95) ? "\"2.0\"" : random.pick(["2.0", "\"2.1\"", "null", "\"2.\\u0030\""])),
            member("method", method()),
        ]
        if random.chance(90) { members.append(member("id", random.chance(80) ? id() : value(depth: 2))) }
        if random.chance(90) { members.append(member("params", random.chance(92) ? params() : value(depth: 2))) }
        if random.chance(8) { members.append(member(random.pick(["trace", "id", "é", "method"]), value(depth: 2))) }
        return object(members.shuffled(using: &random))
    }

    private mutating func method() -> String {
        random.chance(70)
            ? "\"token.get\"" : random.pick(["\"grant.put\"", "\"nope\"", "\"token\\u002eget\"", "7", "\"\""])
    }

    private mutating func id() -> String {
        random.pick([
            "1", "\"a\"", "null", "-0", "1e3", "\"\\n\"", "\"\(String(repeating: "i", count: 130))\"",
            "9007199254740993",
        ])
    }

    private mutating func params() -> String {
        var members: [String] = []
        let byHandle = random.chance(50)
        if random.chance(byHandle ? 95 : 5) { members.append(member("grant", text(random.pick(Self.handles)))) }
        if random.chance(byHandle ? 5 : 95) { members.append(member("subject", text("user:default/alice"))) }
        if random.chance(byHandle ? 5 : 95) { members.append(member("provider", text("github"))) }
        if random.chance(byHandle ? 2 : 20) { members.append(member("account", text("42"))) }
        if random.chance(25) { members.append(member("min_ttl_seconds", number())) }
        if random.chance(15) { members.append(member("force_refresh", random.pick(["true", "false", "null", "1"]))) }
        if random.chance(15) {
            members.append(member("scopes", random.pick(["[]", "[\"a\"]", "[ \"a\" , \"b\" ]", "{}", "[1]"])))
        }
        if random.chance(20) { members.append(member(random.pick(Self.otherNames), value(depth: 3))) }
        if random.chance(2) { members += (0..<30).map { member("m\($0)", "1") } }
        return object(members.shuffled(using: &random))
    }

    private mutating func text(_ usual: String) -> String {
        random.chance(75)
            ? "\"\(usual)\""
            : random.pick(["\"\"", "\"ä\u{1F600}\"", "\"a\\/b\"", "null", "[]", "\"\u{7F}\"", "\"\\ud83d\\ude00\""])
    }

    private mutating func number() -> String {
        random.pick([
            "0", "60", "86400", "86401", "-1", "-0", "1.0", "1e2", "060", "999999999", "\"60\"", "null", "1.", ".5",
            "1e", "+1",
        ])
    }

    private mutating func value(depth: Int) -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0 where depth < 18:
            return object(
                (0..<Int.random(in: 0..<4, using: &random)).map { member("k\($0 % 3)", value(depth: depth + 1)) })
        case 1 where depth < 18:
            return "["
                + (0..<Int.random(in: 0..<4, using: &random)).map { _ in value(depth: depth + 1) }.joined(
                    separator: space() + ",") + "]"
        case 2: return String(repeating: "[", count: 14) + String(repeating: "]", count: 14)
        case 3: return number()
        case 4: return String(repeating: "1", count: Int.random(in: 60..<70, using: &random))
        case 5: return random.pick(["true", "false", "null", "nul", "True", "NaN"])
        default: return text("plain text of some length")
        }
    }

    private mutating func member(_ name: String, _ value: String) -> String {
        "\(space())\"\(name)\"\(space()):\(space())\(value)\(space())"
    }

    private mutating func object(_ members: [String]) -> String { "{" + members.joined(separator: ",") + "}" }

    private mutating func space() -> String { random.chance(85) ? "" : random.pick([" ", "\t", "\r", "  \n"]) }

    private mutating func spoil(_ line: inout [UInt8]) {
        let place = Int.random(in: 0..<line.count, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: line.removeLast(Int.random(in: 1...line.count, using: &random))
        case 1: line[place] = UInt8.random(in: 0...255, using: &random)
        case 2: line.remove(at: place)
        case 3: line.insert(line[place], at: place)
        case 4: line.insert(random.pick(Array("{}[]\",:\\0e-.".utf8)), at: place)
        case 5: line.insert(contentsOf: random.pick(Self.oddBytes), at: place)
        case 6: line.append(contentsOf: random.pick([Array(" ".utf8), Array("x".utf8), [0], Array("{}".utf8)]))
        default: line.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
        }
    }

    /// Some are like known ones in length and first eight bytes.
    private static let otherNames = ["x", "grant", "", "labels", "min_ttl_minutes", "force_reloads"]

    /// Two that were given out and one whose checksum is wrong.
    private static let handles = [
        GrantID(rawValue: 1)?.handle ?? "", GrantID(rawValue: 123_456)?.handle ?? "", "vgr_0000000000001abcdefg",
    ]

    /// UTF-8 that RFC 3629 allows and forbids, side by side.
    private static let oddBytes: [[UInt8]] = [
        [0xC3, 0xA4], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0x9F, 0xBF],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xFF],
        [0x80], [0xE2, 0x82], [0x1F], [0x7F],
    ]
}
