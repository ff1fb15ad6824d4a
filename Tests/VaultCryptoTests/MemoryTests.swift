import CSodium
import Glibc
import Testing
import VaultCore

@testable import VaultCrypto

/// What is covered: copies in writable memory of this process (heap, stacks, globals, guarded blocks) after the owners let
/// go. Not covered: registers, the kernel, and swapped pages.
@Suite(.serialized) struct `Memory` {
    /// Large enough that freed memory is not given out again at once, which would hide that it was not wiped.
    private static let secretBytes = 4096

    @Test func `holds no token after seal, open and the release of the secret`() throws {
        let scan = MemoryScan(seed: 1)
        let sealer = KeyringSealer(try Fixture.keyring())
        let key = try sealer.makeRecordKey(record: 42)
        let context = try Fixture.context()
        var secret: Secret? = Secret(capacity: Self.secretBytes, filledBy: scan.fill)
        #expect(scan.count() == 1, "the scan must find what is there")
        let sealed = try sealer.seal(try #require(secret), under: key, in: context)
        secret = nil
        #expect(scan.count() == 0)
        secret = try sealer.open(sealed, under: key, in: context)
        #expect(scan.count() == 1)
        secret = nil
        #expect(scan.count() == 0)
    }

    @Test func `holds no master key after lock`() throws {
        let scan = MemoryScan(seed: 2)
        let sealer = KeyringSealer(try keyring(filledBy: scan))
        #expect(scan.count() == 1)
        _ = try sealer.makeRecordKey(record: 42)
        sealer.lock()
        #expect(scan.count() == 0)
    }

    @Test func `holds no seal key after it was used`() throws {
        let scan = MemoryScan(seed: 3)
        let store = MemoryKeyStore()
        var text: Secret? = Secret(capacity: 32, filledBy: scan.fill)
        #expect(try countWhileUsed(sealKey: try #require(text), scan, store) == 2)
        text = nil
        #expect(scan.count() == 0)
    }

    @Test func `of a key cannot be written to`() async {
        await #expect(processExitsWith: .signal(SIGSEGV)) { try writeToKey() }
    }

    @Test func `can be locked here`() throws {
        try MemoryLock.check()
    }

    /// As root every lock succeeds, so the child becomes nobody first.
    @Test func `that cannot be locked is told at start, with what to do`() async {
        await #expect(processExitsWith: .exitCode(3)) { exit(lockWithoutRight()) }
    }

    private func countWhileUsed(sealKey text: Secret, _ scan: MemoryScan, _ store: MemoryKeyStore) throws -> Int {
        _ = try KeyringBootstrap.create(in: store, under: try SealKey(reading: text), now: Fixture.time)
        let keyring = try KeyringBootstrap.open(store, under: try SealKey(reading: text))
        return withExtendedLifetime(keyring) { scan.count() }
    }

    private func keyring(filledBy scan: MemoryScan) throws -> Keyring {
        let memory = try GuardedMemory(count: GuardedKey.byteCount)
        memory.withPointer { key in
            _ = scan.fill(UnsafeMutableRawBufferPointer(start: key, count: GuardedKey.byteCount))
        }
        let master = MasterKey(version: MasterKeyVersion(number: 1), key: GuardedKey(freezing: memory))
        return Keyring(storeID: [1], keys: [master], active: master, sealKey: HeldSealKey(try Fixture.sealKey()))
    }
}

private func writeToKey() throws {
    // No backtrace: it would print memory, and the death is wanted.
    signal(SIGSEGV, SIG_DFL)
    let key = try GuardedKey()
    key.withPointer { UnsafeMutablePointer(mutating: $0)[0] = 1 }
}

private func lockWithoutRight() -> Int32 {
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    guard setrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit) == 0 else { return 1 }
    guard getuid() != 0 || setuid(65534) == 0 else { return 1 }
    do throws(MemoryLockFailure) {
        try MemoryLock.check()
        return 0
    } catch {
        return error.description.contains("RLIMIT_MEMLOCK") ? 3 : 4
    }
}
