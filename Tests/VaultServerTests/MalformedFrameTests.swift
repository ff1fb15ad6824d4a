import Foundation
import Testing
import VaultCore
import VaultSocket

@testable import VaultServer

struct MalformedFrameTests {
    /// Every generated frame is answered with the right error or ends its connection, and the server goes on serving.
    @Test(arguments: 0..<20)
    func `malformed frames get the right error or a closed connection`(seed: Int) throws {
        let vault = try SpineBench()
        var frames = FrameGenerator(seed: UInt64(seed))
        var peer = try vault.bench.connect()
        for number in 0..<600 {
            let frame = frames.next(number)
            var rest = frame.bytes + [0x0A]
            while !rest.isEmpty {
                let sent = peer.send(rest)
                rest.removeFirst(sent)
                vault.bench.tick()
                if sent == 0 { break }
            }
            vault.bench.tick()
            let lines = peer.lines()
            #expect(lines.count == 1, "\(frame.kind) \(number): \(lines)")
            guard let line = lines.first else { return }
            let reply = try ReplyLine(line)
            #expect(frame.codes.contains(reply.code ?? 0), "\(frame.kind) \(number): \(line)")
            if peer.isClosedByServer {
                #expect(frame.kind == .oversized)
                peer = try vault.bench.connect()
            }
        }
        peer.sendLine(call("system.ping", id: "99"))
        vault.bench.settle()
        #expect(try peer.lines().map { try ReplyLine($0).id } == ["99"])
        #expect(vault.bench.admission.inFlight == 0)
    }
}

/// Makes frames that are wrong in a known way, each kind from random material.
struct FrameGenerator {
    enum Kind: CaseIterable {
        case truncated, nested, duplicateMember, invalidUTF8, hugeNumber, wrongType, oversized, noise, wrongVersion
    }

    struct Frame {
        let kind: Kind
        let bytes: [UInt8]
        /// The codes that are right for it.
        let codes: Set<Int>
    }

    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private static let valid = call(
        "token.get", id: "7", params: #"{"subject":"user:default/alice","provider":"acme","min_ttl_seconds":5}"#)

    mutating func next(_ number: Int) -> Frame {
        let kind = Kind.allCases[number % Kind.allCases.count]
        switch kind {
        case .truncated:
            return text(kind, String(Self.valid.prefix(1 + random(Self.valid.count - 1))), [-32700])
        case .nested:
            let depth = 17 + random(500)
            let (open, close) = random(2) == 0 ? ("[", "]") : (#"{"a":"#, "}")
            let value = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
            return text(kind, call("system.ping", params: #"{"x":\#(value)}"#), [-32700])
        case .duplicateMember:
            let name = ["id", "method", "jsonrpc"][random(3)]
            return text(kind, Self.valid.dropLast() + #","\#(name)":"2.0"}"#, [-32700])
        case .invalidUTF8: return invalidUTF8(kind)
        case .hugeNumber:
            let digits = String(repeating: "9", count: 65 + random(400))
            return text(kind, call("system.ping", id: digits), [-32700])
        case .wrongType: return wrongType(kind)
        case .oversized:
            return Frame(kind: kind, bytes: Array(repeating: 0x20, count: 65_537 + random(1_000)), codes: [-32600])
        case .noise: return noise(kind)
        case .wrongVersion:
            return text(
                kind, #"{"jsonrpc":\#(["1.0", "2", "\"2\"", "null"][random(4)]),"id":1,"method":"a"}"#, [-32600])
        }
    }

    private mutating func invalidUTF8(_ kind: Kind) -> Frame {
        let broken: [[UInt8]] = [
            [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82],
        ]
        var bytes = Array(#"{"jsonrpc":"2.0","id":""#.utf8)
        bytes += broken[random(broken.count)]
        bytes += Array(#"","method":"system.ping"}"#.utf8)
        return Frame(kind: kind, bytes: bytes, codes: [-32700])
    }

    private mutating func wrongType(_ kind: Kind) -> Frame {
        let lines = [
            call("token.get", id: "[1]"), call("token.get", id: "true"), call("token.get", id: "{}"),
            #"{"jsonrpc":"2.0","id":1,"method":7}"#, "7", "null", "\"text\"", "[]", "{}",
        ]
        let parameters = [
            call("token.get", params: "7"), call("token.get", params: #"["positional"]"#),
            call("token.get", params: #"{"grant":7}"#), call("grant.put", params: #"{"subject":[]}"#),
            call("token.get", params: #"{"grant":"vgr_nonsense"}"#),
        ]
        return random(2) == 0
            ? text(kind, lines[random(lines.count)], [-32600])
            : text(kind, parameters[random(parameters.count)], [-32602])
    }

    /// Bytes of any value but the newline; what by chance is JSON is still no call.
    private mutating func noise(_ kind: Kind) -> Frame {
        let bytes = (0..<random(200)).map { _ in UInt8(random(256)) }.map { $0 == 0x0A ? 0x0B : $0 }
        return Frame(kind: kind, bytes: bytes, codes: [-32700, -32600])
    }

    private func text(_ kind: Kind, _ text: some StringProtocol, _ codes: Set<Int>) -> Frame {
        Frame(kind: kind, bytes: Array(text.utf8), codes: codes)
    }

    private mutating func random(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }
}
