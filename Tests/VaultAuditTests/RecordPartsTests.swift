import Testing
import VaultCore
import VaultCrypto

@testable import VaultAudit

/// No two records come to the same parts, and what nobody of us wrote has none.
@Suite struct RecordPartsTests {
    private static let time = #""time":"2026-11-30T09:15:02.114Z","#
    private static let hasher = SodiumAuditHasher()

    private func parts(_ rest: String, time: String = time) -> RecordParts? {
        RecordParts(Array((time + rest).utf8)[...], Self.hasher)
    }

    private func hash(_ text: String) -> AuditHash { RecordParts.hash(Array(text.utf8)[...], Self.hasher) }

    @Test func `a record is its time, the number of its request, and what stands around that`() throws {
        let found = try #require(parts(#""kind":"decision","method":"token.get","request":307,"subject":"user:a""#))
        #expect(found.time == 20_261_130_091_502_114)
        #expect(found.request == 307)
        #expect(found.context == hash(#""kind":"decision","method":"token.get","request":"#))
        #expect(found.object == hash(#","subject":"user:a""#))
    }

    @Test func `words that are like the name of the number are none`() throws {
        for word in ["requests", "quota", "q", "reques", "x-request"] {
            let found = try #require(parts(#""kind":"\#(word)","\#(word)":1,"request":8,"q":"\#(word)""#))
            #expect(found.request == 8)
            #expect(found.object == hash(#","q":"\#(word)""#))
            let none = try #require(parts(#""kind":"\#(word)","\#(word)":1"#))
            #expect(none.request == RecordParts.noRequest)
        }
    }

    @Test func `a record of no request is all before it`() throws {
        let found = try #require(parts(#""kind":"audit_span","log":"00""#))
        #expect(found.request == RecordParts.noRequest)
        #expect(found.context == hash(#""kind":"audit_span","log":"00""#))
        #expect(found.object == hash(""))
    }

    @Test func `the name of the number within a text is none`() throws {
        let text = #""kind":"decision","executable":"/bin/\"request\":5","socket":"workload","request":6"#
        let found = try #require(parts(text))
        #expect(found.request == 6)
        #expect(found.object == hash(""))
    }

    @Test(arguments: ["007", "-1", "", "x", "1000000000000000000"])
    func `a number that we would not write makes it no record of ours`(digits: String) {
        #expect(parts(#""kind":"decision","request":\#(digits),"subject":"a""#) == nil)
    }

    @Test(arguments: [
        "", #""time":"2026-11-30T09:15:02.114Z""#, #""time":"2026-11-30 09:15:02.114Z","#,
        #""time":"2026-11-30T09:15:02.11Z","#, #""time":"2026-11-3xT09:15:02.114Z","#,
        #""tame":"2026-11-30T09:15:02.114Z","#,
    ])
    func `without a time as we write it, it is no record of ours`(time: String) {
        #expect(parts(#""kind":"decision""#, time: time) == nil)
    }

    @Test func `each part of it, and its number, make another link`() throws {
        let one = try #require(parts(#""kind":"decision","request":1,"subject":"a""#))
        let link = AuditHash(head: 1, tail: 2)
        func next(_ parts: RecordParts, _ sequence: Int64 = 1, after link: AuditHash) -> AuditHash {
            var block = RecordBlock(after: link)
            return block.link(parts, sequence, Self.hasher)
        }
        let others = [
            next(one, after: link), next(one, 2, after: link), next(one, after: AuditHash(head: 1, tail: 3)),
            next(try #require(parts(#""kind":"decisiom","request":1,"subject":"a""#)), after: link),
            next(try #require(parts(#""kind":"decision","request":2,"subject":"a""#)), after: link),
            next(try #require(parts(#""kind":"decision","request":1,"subject":"b""#)), after: link),
            next(
                try #require(
                    parts(
                        #""kind":"decision","request":1,"subject":"a""#,
                        time: #""time":"2026-11-30T09:15:02.115Z","#)), after: link),
        ]
        #expect(Set(others.map(\.bytes)).count == others.count)
        #expect(next(one, after: link) == others[0])
    }
}
