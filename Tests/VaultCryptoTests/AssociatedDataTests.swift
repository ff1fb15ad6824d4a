import Testing
import VaultCore

@testable import VaultCrypto

@Suite struct `Associated data` {
    @Test func `differ when any field differs`() throws {
        let base = bytes(try Fixture.context())
        #expect(base == bytes(try Fixture.context()))
        var seen: Set<[UInt8]> = [base]
        for neighbour in try Fixture.neighbours() {
            #expect(seen.insert(bytes(neighbour.context)).inserted, "\(neighbour.field) is not bound")
        }
        #expect(seen.insert(bytes(try Fixture.context(), store: [2])).inserted, "the store is not bound")
    }

    @Test func `do not let a byte move from one field to the next`() throws {
        let pairs = [
            (try Fixture.context(subject: "ab", account: "c"), try Fixture.context(subject: "a", account: "bc")),
            (try Fixture.context(subject: "ab", provider: "c"), try Fixture.context(subject: "b", provider: "ca")),
            (try Fixture.context(account: "ab", detail: "c"), try Fixture.context(account: "a", detail: "bc")),
        ]
        for (left, right) in pairs { #expect(bytes(left) != bytes(right)) }
        #expect(bytes(pairs[0].0, store: [1, 2]) != bytes(pairs[0].0, store: [1]))
    }

    /// The written-out form: a change here makes every stored record unreadable and needs a new schema version.
    @Test func `are written as documented`() throws {
        func field(_ text: String) -> [UInt8] { [UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8) }
        func number(_ value: UInt8) -> [UInt8] { [8, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0] }
        let expected = [
            field("secret"), number(1), field("id"), field("grants.refresh_token"), number(42), field("github"),
            field("user:default/alice"), field("583231"), number(3), number(42), field("repo read:user"),
        ]
        #expect(
            bytes(try Fixture.context(detail: "repo read:user"), store: Array("id".utf8)) == expected.flatMap { $0 })
    }

    @Test func `of record keys and master keys differ by id and version`() {
        func recordKey(_ record: Int64, _ version: Int64) -> [UInt8] {
            AssociatedData.withRecordKey(
                record: record, masterKey: MasterKeyVersion(number: version), .recordKey(storeID: [1])
            ) { Array($0) }
        }
        func masterKey(_ version: Int64) -> [UInt8] {
            AssociatedData.withMasterKey(MasterKeyVersion(number: version), .masterKey(storeID: [1])) { Array($0) }
        }
        let all = [recordKey(1, 1), recordKey(2, 1), recordKey(1, 2), masterKey(1), masterKey(2)]
        #expect(Set(all).count == all.count)
    }

    private func bytes(_ context: SealContext, store: [UInt8] = [1]) -> [UInt8] {
        AssociatedData.withSecret(context, .secret(storeID: store)) { Array($0) }
    }
}
