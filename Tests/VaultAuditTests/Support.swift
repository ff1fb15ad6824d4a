import Glibc
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

/// A folder of mode 0700 that goes away with its test.
final class Folder {
    let path: String

    init() {
        var template = Array("/tmp/vault-audit-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("mkdtemp failed: \(errno)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.spool", "link", "fifo", "other"] {
            unlink("\(path)/\(name)")
        }
        rmdir("\(path)/inner")
        rmdir(path)
    }

    var log: String { "\(path)/audit.jsonl" }

    func write(_ text: String, to name: String = "audit.jsonl", mode: mode_t = 0o600) {
        let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        _ = Array(text.utf8).withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        fchmod(file, mode)
        close(file)
    }
}

func text(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    return readAvailable(file)
}

/// Reads until the end, or until a non-blocking descriptor has no more.
func readAvailable(_ file: Int32) -> String {
    var (text, part) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
        let got = read(file, &part, part.count)
        guard got > 0 else { return String(decoding: text, as: UTF8.self) }
        text += part[..<got]
    }
}

/// The lines of a log, each read strictly; the last must end with a newline.
func lines(_ text: String) throws -> [JSONValue] {
    guard text.isEmpty || text.hasSuffix("\n") else { throw TornLine(text: text) }
    return try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
        try JSONDocument(parsing: Array($0.utf8)).root
    }
}

struct TornLine: Error {
    let text: String
}

extension AuditLog {
    func recordServed(_ caller: [UInt8], _ grant: [UInt8]) {
        caller.withUnsafeBytes { caller in grant.withUnsafeBytes { recordServed(caller: caller, object: $0) } }
    }
}

enum Fixture {
    static func caller(client: String? = "backend", pid: Int32 = 4711) throws -> Caller {
        Caller(
            peer: PeerIdentity(uid: 1000, gid: 1001, pid: pid), socket: .workload,
            client: try client.map { try ClientName($0) })
    }

    static func grant(subject: String = "user:default/alice", id: Int64 = 7) throws -> Grant {
        let time = Timestamp(seconds: 1_700_000_000)
        return Grant(
            id: try GrantID(rawValue: id).unwrapped, subject: try Subject(subject),
            provider: try ProviderName("github"),
            account: .unknown, scopes: try ScopeSet(["repo", "read:user"]), generation: Generation(number: 3),
            createdAt: time, updatedAt: time)
    }
}

extension Optional {
    var unwrapped: Wrapped {
        get throws {
            guard let self else { throw Missing() }
            return self
        }
    }
}

struct Missing: Error {}

extension AuditLog {
    /// Without a spool that outlives the process: every flush writes.
    convenience init(_ file: consuming AuditFile, path: String, clock: any WallClock, limit: Int) {
        self.init(AuditFileWithSpool(file: file, spool: AuditSpool(capacity: limit)), path: path, clock: clock)
    }
}
