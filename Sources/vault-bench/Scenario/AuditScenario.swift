import CSodium
import Glibc
import VaultAudit
import VaultCore
import VaultCrypto

/// What the record of a cached `token.get` costs – composed, numbered, chained, written with many others – against the same bytes
/// copied, one block hashed by libsodium, and written.
enum AuditScenario {

    static func run(_ context: BenchContext) throws -> [Finding] {
        context.progress("audit records")
        // The log trusts no folder that others may write to.
        let folder = "\(context.folder)/audit-bench-\(getpid())"
        mkdir(folder, 0o700)
        defer {
            for name in ["audit.jsonl", "audit.jsonl.spool", "yardstick"] { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        let subject = try AuditSubject(folder: folder)
        let yardstick = try AuditYardstick(folder: folder, lineBytes: subject.lineBytes())
        let records = context.isQuick ? 5_000 : 20_000
        let runs = PairedRuns.measure(rounds: context.rounds) {
            timed(records) { subject.serve(records) }
        } yardstick: {
            timed(records) { yardstick.serve(records) }
        }
        return [Finding("audit record", .timeRatio, of: "copy, BLAKE2b, write", runs)].compactMap { $0 }
    }

    private static func timed(_ records: Int, _ work: () -> Void) -> Run {
        Run(rate: Double(records) * 1e9 / Double(SystemTime.best(of: 5, work)))
    }
}

/// The daemon's own log, as a loop uses it: each record is flushed, many are written at once.
private final class AuditSubject {
    private struct Clock: WallClock {
        func now() -> Timestamp { Timestamp(milliseconds: Int64(SystemTime.wall / 1_000_000)) }

        func monotonicMilliseconds() -> Int64 { Int64(SystemTime.monotonic / 1_000_000) }
    }

    private let log: AuditLog
    private let path: String
    private let caller: [UInt8]
    private let grant: [UInt8]

    init(folder: String) throws {
        path = "\(folder)/audit.jsonl"
        let key = try SodiumAuditKey(SealKey(reading: try SealKey.makeLine()))
        log = try AuditLog(path: path, AuditMakers(key: key, hasher: SodiumAuditHasher(), clock: Clock()))
        let caller = Caller(
            peer: PeerIdentity(uid: 990, gid: 990, pid: 4711), socket: .workload, client: try ClientName("catalog"),
            connection: 12)
        self.caller = log.callerPart(caller, .tokenGet)
        let now = Clock().now()
        let grant = Grant(
            id: GrantID(rawValue: 815)!, subject: try Subject("user:default/alice"),
            provider: try ProviderName("github"),
            account: .unknown, scopes: try ScopeSet(["repo", "read:user"]), generation: Generation(number: 3),
            createdAt: now, updatedAt: now)
        self.grant = log.grantPart(grant, TokenMark(bits: 5))
        try log.writeOut()
    }

    func serve(_ records: Int) {
        for request in 0..<records {
            caller.withUnsafeBytes { caller in
                grant.withUnsafeBytes { log.recordServed(caller: caller, request: request, object: $0) }
            }
            _ = try? log.flush()
        }
    }

    /// Of one record.
    func lineBytes() throws -> Int {
        let before = log.standing().bytes
        serve(1_000)
        try log.writeOut()
        return Int(log.standing().bytes - before) / 1_000
    }
}

private final class AuditYardstick {
    private let file: Int32
    private let line: [UInt8]
    private var block = [UInt8](repeating: 0, count: 128)
    private var buffer: [UInt8]
    private static let spooledBytes = 64 * 1024

    init(folder: String, lineBytes: Int) throws {
        file = open("\(folder)/yardstick", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        line = [UInt8](repeating: UInt8(ascii: "x"), count: lineBytes)
        buffer = [UInt8](repeating: 0, count: Self.spooledBytes + lineBytes)
    }

    deinit { close(file) }

    func serve(_ records: Int) {
        var count = 0
        buffer.withUnsafeMutableBytes { buffer in
            for _ in 0..<records {
                guard let start = buffer.baseAddress else { return }
                line.withUnsafeBytes { (start + count).copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
                block.withUnsafeMutableBufferPointer { block in
                    guard let block = block.baseAddress else { return }
                    _ = crypto_generichash(block, 32, block, 128, nil, 0)
                }
                count += line.count
                if count > Self.spooledBytes {
                    _ = write(file, start, count)
                    count = 0
                }
            }
        }
    }
}
