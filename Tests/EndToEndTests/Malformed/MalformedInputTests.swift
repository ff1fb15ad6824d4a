import Foundation
import TestHarness
import Testing
import VaultJSON

/// Whatever comes in over a socket, the vault answers as the protocol says and goes on, in bounded memory.
@Suite struct MalformedInputTests {
    private static let seed: UInt64 = 20_260_101
    private static let framesPerConnection = 400
    private static let connections = 26
    /// KiB of resident memory that the whole may add, and descriptors that may be open in the end.
    private static let growth = 16_384
    private static let descriptors = 256

    @Test func `ten thousand malformed frames get their errors, and the vault still serves`() async throws {
        let vault = try await TestVault(providers: "")
        try await vault.start()
        let process = try #require(vault.daemon).processID
        let path = vault.workloadSocket
        var generator = FrameGenerator(seed: Self.seed)
        // The first connection warms up what is made once.
        try await exchange(frames(400, &generator), path)
        let before = try number("VmRSS", of: process)
        // The table is inherited with the size that the tests' own process has.
        let table = max(Self.descriptors, try number("FDSize", of: process))
        for _ in 0..<Self.connections { try await exchange(frames(Self.framesPerConnection, &generator), path) }
        try await endings(&generator, path)

        let raw = try RawConnection(path)
        #expect(try raw.call("system.ping")?["result"]?["pong"]?.bool == true)
        #expect(try raw.call("system.info")?["result"]?["in_flight"]?.integer == 1)
        let after = try number("VmRSS", of: process)
        #expect(after - before < Self.growth, "it grew from \(before) to \(after) KiB")
        #expect(try number("FDSize", of: process) <= table)
        #expect(await vault.stop() == .exit(0))
        #expect(vault.daemon?.standardError == "")
    }

    private func frames(_ count: Int, _ generator: inout FrameGenerator) -> [MalformedFrame] {
        (0..<count).map { _ in generator.next() }
    }

    /// One frame at a time over one connection; a ping between them tells silence from an answer that is late.
    private func exchange(_ frames: [MalformedFrame], _ path: String) async throws {
        try await onOwnThread {
            let raw = try RawConnection(path)
            for frame in frames {
                raw.send(frame.bytes + [UInt8(ascii: "\n")])
                switch frame.outcome {
                case .error(let codes): try expect(codes, raw, frame)
                case .errorAndEnd(let code): try expect([code], raw, frame)
                case .silence: break
                }
                let pong = try raw.call("system.ping")
                guard pong?["result"]?["pong"]?.bool == true else {
                    throw Wrong(what: "after it no pong came but \(pong.map(text) ?? "the end")", shown(frame))
                }
            }
        }
    }

    /// What ends a connection: a line beyond the limit, and the end of the input in the middle of a line.
    private func endings(_ generator: inout FrameGenerator, _ path: String) async throws {
        let oversized = (0..<150).map { _ in generator.oversized() }
        let unfinished = (0..<150).map { _ in generator.unfinished() }
        try await onOwnThread {
            for frame in oversized {
                let raw = try RawConnection(path)
                raw.send(frame.bytes)
                try expect([MalformedFrame.invalidRequest], raw, frame)
                try expectEnd(raw, shown(frame))
            }
            for bytes in unfinished {
                let raw = try RawConnection(path)
                raw.send(bytes)
                raw.endSending()
                let frame = MalformedFrame(
                    kind: "unfinished", bytes: bytes, outcome: .errorAndEnd(MalformedFrame.parseError))
                try expect([MalformedFrame.parseError], raw, frame)
                try expectEnd(raw, shown(frame))
            }
        }
    }

    /// Thrown and not recorded, for `#expect` on a thread of its own does not know which test it belongs to.
    private struct Wrong: Error, CustomStringConvertible {
        let description: String

        init(what: String, _ frame: String) { description = "\(what): \(frame)" }
    }

    private func expect(_ codes: [Int64], _ raw: RawConnection, _ frame: MalformedFrame) throws {
        guard let line = raw.line() else { throw Wrong(what: "it got no answer", shown(frame)) }
        let reply = try JSONDocument(parsing: line).root
        guard let code = reply["error"]?["code"]?.integer, codes.contains(code), reply["jsonrpc"]?.string == "2.0",
            reply["error"]?["message"]?.string?.isEmpty == false
        else { throw Wrong(what: "it got \(text(reply)), not one of \(codes)", shown(frame)) }
    }

    private func expectEnd(_ raw: RawConnection, _ frame: String) throws {
        if raw.line() != nil { throw Wrong(what: "its connection went on", frame) }
    }

    private func text(_ value: JSONValue) -> String {
        value.withRawBytes { span in span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
    }

    private func shown(_ frame: MalformedFrame) -> String {
        "\(frame.kind) frame \(String(decoding: frame.bytes.prefix(300), as: UTF8.self)) (seed \(Self.seed))"
    }

    /// A number of proc_pid_status(5): FDSize is an upper bound of the open descriptors that needs no right to trace.
    private func number(_ name: String, of process: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return try #require(
            line?.split(whereSeparator: { $0 == "\t" || $0 == " " }).dropFirst().first.flatMap { Int($0) })
    }
}
