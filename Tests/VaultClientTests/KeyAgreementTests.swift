import Testing
import VaultCore
import VaultWire

@testable import VaultClient

/// What is said of master keys is read as the daemon writes it, and asked as the daemon reads it.
struct KeyAgreementTests {
    private static let key: StoredMasterKey = {
        var key = StoredMasterKey(
            version: MasterKeyVersion(number: 3), state: .destroyed, wrapped: [], createdAt: Timestamp(seconds: 1))
        (key.activatedAt, key.retiredAt, key.destroyedAt) = (
            Timestamp(seconds: 2), Timestamp(seconds: 3), Timestamp(seconds: 4)
        )
        key.wraps = 11
        return key
    }()

    private static let record = MasterKeyRecord(
        version: 3, state: "destroyed", records: 5, wraps: 11, createdAt: 1, activatedAt: 2, retiredAt: 3,
        destroyedAt: 4,
        destroyedFrom: 12)

    @Test func `reports arrive with every number`() async throws {
        let status = MasterKeyStatus(Self.key, records: 5, destroyedFrom: Timestamp(seconds: 12))
        let client = try WireAgreementTests.vault { request in
            switch request {
            case .keyStatus:
                .success(
                    .keys(
                        KeyReport(
                            keys: [status], rewrap: RewrapProgress(isRunning: true, done: 6, left: 7, damaged: 8),
                            rotatesAt: Timestamp(seconds: 13))))
            case .keyVerify: .success(.keysVerified(KeyVerification(good: 9, bad: 2, badRecords: [7])))
            default: .failure(.sealed)
            }
        }.client()
        let report = try await client.perform(.keyStatus).masterKeyReport()
        #expect(
            report
                == MasterKeyReport(
                    keys: [Self.record], isRewrapping: true, rewrapped: 6, left: 7, damaged: 8, rotatesAt: 13))
        let proof = try await client.perform(.verifyKeys).masterKeyProof()
        #expect(
            proof == MasterKeyProof(good: 9, bad: 2, badRecords: [try #require(GrantID(rawValue: 7)?.handle)]))
    }

    @Test func `the version that is asked for is the one that is meant`() async throws {
        let client = try WireAgreementTests.vault { request in
            switch request {
            case .keyActivate(let version?) where version.number == 3:
                .success(.key(MasterKeyStatus(Self.key, records: 5, destroyedFrom: Timestamp(seconds: 12))))
            case .keyActivate(nil): .success(.key(MasterKeyStatus(Self.key, records: 6)))
            case .keyDestroy(let version):
                .success(.keyDestroyed(KeyDestruction(version: version, isErased: version.number == 4)))
            default: .failure(.sealed)
            }
        }.client()
        #expect(try await client.perform(.activateKey(3)).masterKey() == Self.record)
        #expect(try await client.perform(.activateKey(nil)).masterKey().records == 6)
        #expect(try await client.perform(.destroyKey(4)).isErased())
        #expect(try await !client.perform(.destroyKey(5)).isErased())
    }
}
