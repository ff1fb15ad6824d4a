import Foundation
import VaultCore
import VaultCrypto
import VaultService
import VaultStorage
import VaultTestSupport

/// A real store under a real sealer, filled as the use cases fill it, with an editor of the file beside it.
final class SealedVault {
    /// What a vault is filled with.
    enum Content: CaseIterable {
        case grants
        case accessTokens
        case revocations
        /// Grants with a key each.
        case proofKeys
    }

    static let start = Timestamp(seconds: 1_700_000_000)
    static let expiry = start.adding(seconds: 3_600)

    let store: SQLiteStore
    let sealer: KeyringSealer
    let editor: RawEditor
    private(set) var grants: [GrantID] = []
    private let folder: String

    init() throws {
        let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : NSTemporaryDirectory()
        var template = Array((place + "/vault-integrity-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw RawEditor.Failed(what: "mkdtemp") }
        folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        store = try SQLiteStore.open(path: folder + "/vault.db") { _ in }
        let sealKey = try SealKey(reading: Self.sealKeyText)
        sealer = KeyringSealer(try KeyringBootstrap.create(in: store, under: sealKey, now: Self.start))
        editor = try RawEditor(folder + "/vault.db")
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    static var sealKeyText: Secret { Secret(copying: (1...32).map { UInt8($0) }) }

    convenience init(_ count: Int, of content: Content) async throws {
        try self.init()
        for number in 0..<count {
            switch content {
            case .grants: try await putGrant(number, withToken: false)
            case .proofKeys: try await putGrant(number, withToken: false, withProofKey: true)
            case .accessTokens: try await putGrant(number, withToken: true)
            case .revocations: try await queueRevocation(number)
            }
        }
    }

    func check() throws -> RecordCheckReport { try RecordCheck(store: store, sealer: sealer).run() }

    /// A reader looks at the file again after a commit of the store's own.
    func seeEdits() async throws { try await store.touch([:]) }

    private func putGrant(_ number: Int, withToken: Bool, withProofKey: Bool = false) async throws {
        let id = Fixtures.grantID(store.reserveID())
        var lineage = try lineage(id, number)
        if withProofKey {
            lineage.proofKey = try sealer.seal(
                Secret(copying: [UInt8](repeating: UInt8(number % 256), count: ProofKey.byteCount)),
                under: lineage.recordKey, in: .proofKey(record: id.rawValue, key: lineage.grant.key))
        }
        try await store.put(lineage, token: withToken ? try token(of: lineage, number) : nil, expecting: nil)
        grants.append(id)
    }

    private func queueRevocation(_ number: Int) async throws {
        let id = Fixtures.grantID(store.reserveID())
        let lineage = try lineage(id, number)
        try await store.put(lineage, token: nil, expecting: nil)
        _ = try await store.revoke(id, queueing: try job(for: lineage.grant, number))
    }

    private func lineage(_ id: GrantID, _ number: Int) throws -> StoredLineage {
        let key = Fixtures.key("user:default/u\(number)", account: "a\(number)")
        let grant = Grant(
            id: id, subject: key.subject, provider: key.provider, account: key.account,
            scopes: Fixtures.scopes("r", "w"), labels: [try Label(name: "l", value: "v")],
            pin: SubjectPin(sub: "s\(number)", tenant: "t"),
            authentication: try Authentication(acr: "c\(number)", amr: ["otp", "pwd"], seconds: Self.start.seconds),
            createdAt: Self.start, updatedAt: Self.start,
            mintedAt: Self.start, lastUsedAt: Self.start, refreshTokenExpiresAt: Self.start.adding(seconds: 90))
        let recordKey = try sealer.makeRecordKey(record: id.rawValue)
        let sealed = try sealer.seal(
            Secret(copyingTextOf: "rt-\(number)"), under: recordKey, in: .refreshToken(of: grant))
        return StoredLineage(grant: grant, refreshToken: sealed, recordKey: recordKey)
    }

    /// Every second one is asked for with fewer scopes.
    private func token(of lineage: StoredLineage, _ number: Int) throws -> StoredToken {
        let grant = lineage.grant
        let requested = number.isMultiple(of: 2) ? nil : Fixtures.scopes("r")
        let granted = requested ?? grant.scopes
        let type = number.isMultiple(of: 3) ? TokenType.dpop : .bearer
        let context = SealContext.accessToken(
            record: grant.id.rawValue, key: grant.key, type: type, generation: .first, requested: requested,
            granted: granted,
            mintedAt: Self.start, expiresAt: Self.expiry, authentication: grant.authentication)
        let sealed = try sealer.seal(Secret(copyingTextOf: "at-\(number)"), under: lineage.recordKey, in: context)
        return StoredToken(
            token: sealed, type: type, generation: .first, requestedScopes: requested, grantedScopes: granted,
            mintedAt: Self.start, expiresAt: Self.expiry)
    }

    private func job(for grant: Grant, _ number: Int) throws -> RevocationJob {
        let id = store.reserveID()
        let recordKey = try sealer.makeRecordKey(record: id)
        let sealed = try sealer.seal(
            Secret(copyingTextOf: "rt-\(number)"), under: recordKey,
            in: .revocationToken(record: id, key: grant.key, generation: .first))
        return RevocationJob(
            id: id, key: grant.key, generation: .first, token: sealed, recordKey: recordKey, queuedAt: Self.start,
            dueAt: Self.start)
    }
}
