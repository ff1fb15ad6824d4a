import Glibc
import VaultCore
import VaultCrypto
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
        for name in names { unlink("\(path)/\(name)") }
        rmdir("\(path)/inner")
        rmdir(path)
    }

    var log: String { "\(path)/audit.jsonl" }

    func append(_ text: some StringProtocol) throws {
        let file = fopen(log, "a")
        guard fputs(String(text), file) >= 0 else { throw Missing() }
        fclose(file)
    }

    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            found.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
                })
        }
        return found.filter { $0 != "." && $0 != ".." }.sorted()
    }

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

/// The lines of a log, each read strictly; the last must end with a newline. Without those that the log writes of itself.
func lines(_ text: String) throws -> [JSONValue] {
    try allLines(text).filter { !["audit_span", "audit_sealed"].contains($0["kind"]?.string) }
}

func allLines(_ text: String) throws -> [JSONValue] {
    guard text.isEmpty || text.hasSuffix("\n") else { throw TornLine(text: text) }
    return try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
        try JSONDocument(parsing: Array($0.utf8)).root
    }
}

/// The members of each record, without its number and its tag.
func members(_ text: String) throws -> [String] {
    try zip(text.split(separator: "\n"), allLines(text)).compactMap { line, value in
        if ["audit_span", "audit_sealed"].contains(value["kind"]?.string) { return nil }
        return String(line.drop { $0 != "," }.dropFirst().dropLast(#","mac":""}"#.count + 32))
    }
}

struct TornLine: Error {
    let text: String
}

extension AuditLog {
    func recordServed(_ caller: [UInt8], _ grant: [UInt8]) {
        caller.withUnsafeBytes { caller in
            grant.withUnsafeBytes { recordServed(caller: caller, request: 1, object: $0) }
        }
    }
}

enum Fixture {
    static let token = TokenMark(bits: 5)

    static func makers(_ clock: any WallClock) -> AuditMakers {
        AuditMakers(key: auditKey(), hasher: SodiumAuditHasher(), clock: clock)
    }

    static func auditKey(_ fill: UInt8 = 7) -> SodiumAuditKey {
        let bytes = (0..<32).map { UInt8($0) ^ fill }
        do {
            return try SodiumAuditKey(SealKey(reading: bytes.withUnsafeBytes { Secret(copying: $0) }))
        } catch {
            preconditionFailure("no audit key: \(error)")
        }
    }

    static func caller(client: String? = "backend", pid: Int32 = 4711) throws -> Caller {
        Caller(
            peer: PeerIdentity(uid: 1000, gid: 1001, pid: pid), socket: .workload,
            client: try client.map { try ClientName($0) }, connection: 1, request: 1)
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
        self.init(
            AuditFileWithSpool(file: file, spool: AuditSpool(capacity: limit)), path: path,
            AuditStart(resume: AuditResume([], Fixture.makers(clock)), makers: Fixture.makers(clock)))
    }
}
