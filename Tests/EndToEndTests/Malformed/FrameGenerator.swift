import TestHarness

/// Makes malformed frames of every kind by turns; the same seed makes the same ones.
struct FrameGenerator {
    private var random: SeededGenerator
    private var turn = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func next() -> MalformedFrame {
        turn += 1
        switch turn % 12 {
        case 0: return truncated()
        case 1: return nested()
        case 2: return duplicate()
        case 3: return invalidUTF8()
        case 4: return number()
        case 5: return wrongParameter()
        case 6: return wrongEnvelope()
        case 7: return withNUL()
        case 8: return binary()
        case 9: return mutated()
        case 10: return batch()
        default: return notification()
        }
    }

    /// Beyond the limit, with and without an end; each ends its connection.
    mutating func oversized() -> MalformedFrame {
        let length = Int.random(in: 65_537...140_000, using: &random)
        let bytes = [UInt8](repeating: UInt8.random(in: 0x20...0x7E, using: &random), count: length)
        return frame("oversized", bytes, .errorAndEnd(MalformedFrame.invalidRequest))
    }

    /// The beginning of a good line, to be followed by the end of the input.
    mutating func unfinished() -> [UInt8] {
        let whole = good()
        return Array(whole[..<Int.random(in: 1..<whole.count, using: &random)])
    }

    // MARK: kinds

    private mutating func truncated() -> MalformedFrame {
        frame("truncated", unfinished(), .error([MalformedFrame.parseError]))
    }

    private mutating func nested() -> MalformedFrame {
        let depth = Int.random(in: 17...12_000, using: &random)
        let open = Bool.random(using: &random) ? "[" : "{\"a\":"
        let text = String(repeating: open, count: depth)
        return frame("nested", call(params: "{\"x\":" + text), .error([MalformedFrame.parseError]))
    }

    private mutating func duplicate() -> MalformedFrame {
        let name = pick(["jsonrpc", "id", "method", "params"])
        let value = pick(["1", "\"2.0\"", "{}", "null"])
        let line = Array(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"grant.list\",\"params\":{},\"\(name)\":\(value)}".utf8)
        return frame("duplicate", line, .error([MalformedFrame.parseError]))
    }

    private mutating func invalidUTF8() -> MalformedFrame {
        let bad: [[UInt8]] = [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xF8, 0x88],
        ]
        let text = Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"grant.list\",\"params\":{\"subject\":\"a".utf8)
        let bytes = text + bad[Int.random(in: 0..<bad.count, using: &random)] + Array("\"}}".utf8)
        return frame("invalid UTF-8", bytes, .error([MalformedFrame.parseError]))
    }

    private mutating func number() -> MalformedFrame {
        let digits = String(repeating: "9", count: Int.random(in: 20...64, using: &random))
        let (text, codes): (String, [Int64]) =
            switch Int.random(in: 0..<5, using: &random) {
            case 0: (digits, [MalformedFrame.invalidParams])
            case 1: ("1e" + digits, [MalformedFrame.invalidParams, MalformedFrame.parseError])
            case 2: (digits + digits + digits + digits, [MalformedFrame.parseError, MalformedFrame.invalidParams])
            case 3: ("-" + digits.dropLast(), [MalformedFrame.invalidParams])
            default: (pick(["01", "+1", ".5", "1.", "1e", "NaN", "Infinity", "0x10"]), [MalformedFrame.parseError])
            }
        return frame("number", call(params: "{\"limit\":\(text)}"), .error(codes))
    }

    private mutating func wrongParameter() -> MalformedFrame {
        let wrong = pick(["[]", "{}", "7", "true", "\"\\u0000\"", "\"\(String(repeating: "s", count: 600))\"", "\"\""])
        let method = pick(["token.get", "grant.lookup", "grant.revoke"])
        let text =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":{\"subject\":\(wrong),\"provider\":\"sim\"}}"
        return frame("wrong parameter", Array(text.utf8), .error([MalformedFrame.invalidParams]))
    }

    private mutating func wrongEnvelope() -> MalformedFrame {
        let text = pick([
            "1", "\"text\"", "null", "true", "[]", "{}", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"system.ping\"}",
            "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"system.ping\"}", "{\"jsonrpc\":\"2.0\",\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"system.ping\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"system.ping\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
            "{\"jsonrpc\":\"2.0\",\"id\":\"\(String(repeating: "i", count: 200))\",\"method\":\"system.ping\"}",
        ])
        return frame("wrong envelope", Array(text.utf8), .error([MalformedFrame.invalidRequest]))
    }

    private mutating func withNUL() -> MalformedFrame {
        var line = good()
        line.insert(0, at: Int.random(in: 0..<line.count, using: &random))
        return frame("NUL", line, .error([MalformedFrame.parseError]))
    }

    private mutating func binary() -> MalformedFrame {
        let length = Int.random(in: 1...2_000, using: &random)
        var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }.filter { $0 != 0x0A }
        // No JSON text begins so.
        bytes.insert(pick([0x00, 0x80, 0xFF, 0x7F, 0x40]), at: 0)
        return frame("binary", bytes, .error([MalformedFrame.parseError]))
    }

    /// A good line with one byte of its structure taken out.
    private mutating func mutated() -> MalformedFrame {
        var line = good()
        let structure = line.indices.filter { Array("{}\"".utf8).contains(line[$0]) }
        line.remove(at: structure[Int.random(in: 0..<structure.count, using: &random)])
        return frame("mutated", line, .error([MalformedFrame.parseError]))
    }

    private mutating func batch() -> MalformedFrame {
        if Bool.random(using: &random) {
            let call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system.ping\"}"
            let count = Int.random(in: 65...300, using: &random)
            let text = "[" + Array(repeating: call, count: count).joined(separator: ",") + "]"
            return frame("long batch", Array(text.utf8), .error([MalformedFrame.invalidRequest]))
        }
        return frame("broken batch", Array("[".utf8) + good() + Array(",".utf8), .error([MalformedFrame.parseError]))
    }

    private mutating func notification() -> MalformedFrame {
        let method = pick(["nothing.there", "grant.lookup", "token.get", "no such thing"])
        let params = pick(["7", "[]", "{\"subject\":7}", "{\"grant\":\"vgr_wrong\"}"])
        let text = "{\"jsonrpc\":\"2.0\",\"method\":\"\(method)\",\"params\":\(params)}"
        return frame("notification", Array(text.utf8), .silence)
    }

    // MARK: parts

    private func frame(_ kind: String, _ bytes: [UInt8], _ outcome: MalformedFrame.Outcome) -> MalformedFrame {
        MalformedFrame(kind: kind, bytes: bytes, outcome: outcome)
    }

    private func call(params: String) -> [UInt8] {
        Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"grant.list\",\"params\":\(params)}".utf8)
    }

    private mutating func good() -> [UInt8] {
        let subject = "user:default/u\(Int.random(in: 0...99_999, using: &random))"
        let text =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"token.get\",\"params\":{\"subject\":\"\(subject)\",\"provider\":\"sim\"}}"
        return Array(text.utf8)
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}
