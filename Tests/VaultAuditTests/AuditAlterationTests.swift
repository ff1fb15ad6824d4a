import Foundation
import TestHarness
import Testing
import VaultCore
import VaultCrypto
import VaultTestSupport

@testable import VaultAudit

/// Of a long log over several files any one record is edited, deleted, moved or cut off: both verifiers name it.
@Suite(.timeLimit(.minutes(60))) struct AuditAlterationTests {
    /// `VAULT_AUDIT_RECORDS=1000000` makes a log of a million.
    private static let records = number("VAULT_AUDIT_RECORDS") ?? 6_000
    private static let alterations = number("VAULT_AUDIT_ALTERATIONS") ?? 40
    private static let files = 3

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    private enum Alteration: String, CaseIterable {
        case edited, deleted, swapped, truncated
    }

    private let folder = Folder()
    private let clock = ManualClock()

    /// Spans of a few hundred records, and three files.
    private func write() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        let parts = (log.callerPart(try Fixture.caller(), .tokenGet), log.grantPart(try Fixture.grant(), Fixture.token))
        for number in 1...Self.records {
            parts.0.withUnsafeBytes { caller in
                parts.1.withUnsafeBytes { log.recordServed(caller: caller, request: number, object: $0) }
            }
            if number % 10 == 0 { try log.flush() }
            if number % 701 == 0 { try log.seal() }
            if number % (Self.records / Self.files) == 0, number < Self.records { try log.rotate() }
        }
        try log.end()
    }

    private var files: [String] { AuditSegments(of: folder.log).files }

    /// A file as lines that can be changed and put back.
    private struct Lines {
        let path: String
        let whole: Data
        let starts: [Int]

        init(_ path: String) throws {
            self.path = path
            whole = try Data(contentsOf: URL(fileURLWithPath: path))
            var starts = [0]
            for (place, byte) in whole.enumerated() where byte == UInt8(ascii: "\n") { starts.append(place + 1) }
            self.starts = starts
        }

        var count: Int { starts.count - 1 }

        func line(_ index: Int) -> Data { whole[starts[index]..<starts[index + 1]] }

        func write(_ parts: [Data]) throws {
            var bytes = Data()
            for part in parts { bytes += part }
            // In place: the mode stays.
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: bytes)
            try file.close()
        }

        func putBack() throws { try write([whole]) }
    }

    /// - Returns: the number of the first record that is not as it was.
    private func apply(
        _ alteration: Alteration, at index: Int, _ lines: Lines, first: Int64, isLast: Bool,
        _ random: inout some RandomNumberGenerator
    ) throws -> Int64 {
        let (before, after) = (lines.whole[..<lines.starts[index]], lines.whole[lines.starts[index + 1]...])
        switch alteration {
        case .edited:
            var line = lines.line(index)
            // Any digit of the record's own text, its number aside.
            let text = line.startIndex + 20..<line.endIndex - 44
            let places = text.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(line[$0]) }
            let place = try #require(places.randomElement(using: &random))
            line[place] = line[place] == UInt8(ascii: "7") ? UInt8(ascii: "8") : UInt8(ascii: "7")
            try lines.write([before, line, after])
        case .deleted: try lines.write([before, after])
        case .swapped:
            let next = lines.line(index + 1)
            try lines.write([before, next, lines.line(index), after.dropFirst(next.count)])
        case .truncated: try lines.write([before])
        }
        return first + Int64(index)
    }

    @Test func `is named exactly by both`() throws {
        try write()
        let last = try #require(AuditVerifier(Fixture.makers(clock)).verify(files).records).upperBound
        let outside = AuditVerifier(SodiumAuditHasher(), publicKey: Fixture.auditKey().publicKey)
        #expect(outside.verify(files, reaching: last).flaw == nil)
        #expect(files.count >= Self.files)
        #expect(last > Int64(Self.records))
        let seed = UInt64.random(in: .min ... .max)
        print("AuditAlterationTests: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        var first: Int64 = 1
        var pages: [(Lines, first: Int64)] = []
        for file in files {
            let lines = try Lines(file)
            pages.append((lines, first))
            first += Int64(lines.count)
        }
        #expect(first == last + 1)
        for number in 0..<Self.alterations {
            let alteration = Alteration.allCases[number % Alteration.allCases.count]
            let place = Int.random(in: pages.indices, using: &random)
            let (lines, first) = pages[place]
            // Of the first record there is, nothing can be said; a swap needs one behind it.
            let index = Int.random(in: 1..<lines.count - 1, using: &random)
            let expected = try apply(
                alteration, at: index, lines, first: first, isLast: place == pages.count - 1, &random)
            for report in [
                outside.verify(files, reaching: last),
                AuditVerifier(Fixture.makers(clock)).verify(files, reaching: last),
            ] {
                let flaw = report.flaw
                #expect(
                    flaw?.sequence == expected,
                    "seed \(seed): record \(expected) \(alteration): \(flaw.debugDescription)")
            }
            try lines.putBack()
        }
        #expect(outside.verify(files, reaching: last).flaw == nil)
    }
}
