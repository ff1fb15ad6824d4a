import Testing
import VaultCore
import VaultTestSupport

@testable import VaultAudit

/// What stands around a record on its way.
@Suite struct SinkFrameTests {
    private static func record(_ members: String = "") throws -> AuditRecord {
        let line =
            #"{"seq":2147483649,"time":"2026-11-30T09:15:02.114Z","kind":"grant_stored","outcome":"done"\#(members),"mac":"\#(String(repeating: "0", count: 32))"}"#
        return try AuditRecord(Array(line.utf8)[...]).unwrapped
    }

    private static func message(_ target: SinkTarget, _ members: String = "") throws -> [UInt8] {
        let settings = SinkSettings(name: try SinkName("a"), target: target)
        return try SinkFrame(settings, host: "h", process: 7).message(record(members)).unwrapped
    }

    @Test func `a stream's messages begin with how many bytes they have`() throws {
        let plain = try Self.message(.syslog(path: "/x"), #","subject":"user:default/zoë""#)
        let framed = try Self.message(
            .syslogStream(octets: [127, 0, 0, 1], port: 1), #","subject":"user:default/zoë""#)
        #expect(framed == Array("\(plain.count) ".utf8) + plain)
        #expect(SyslogMessage(plain)?.words.last == #"[meta sequenceId="2"]"#, "numbers begin anew after 2147483647")
    }

    @Test func `journald gets fields, and one with a newline with its length`() throws {
        let bytes = try Self.message(
            .journald(path: "/x"), #","subject":"a\nb","scopes":["x","y"],"uid":5,"provider":"github""#)
        let fields = try JournalFields(bytes)
        #expect(fields["VAULTD_SUBJECT"] == "a\nb" && fields["VAULTD_SCOPES"] == "x y" && fields["VAULTD_UID"] == "5")
        #expect(
            fields["VAULTD_KIND"] == "grant_stored" && fields["PRIORITY"] == "5"
                && fields["SYSLOG_IDENTIFIER"] == "vaultd")
        #expect(fields["MESSAGE"]?.hasPrefix(#"{"seq":2147483649"#) == true && fields["VAULTD_MAC"] == nil)
    }

    @Test func `stdout gets lines`() throws {
        #expect(try Self.message(.stdout) == Self.record().line + [10])
    }
}

/// What journald understands of a message (systemd, "Native Journal Protocol"), strictly.
struct JournalFields {
    private var values: [String: String] = [:]

    subscript(_ name: String) -> String? { values[name] }

    init(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let end = rest.firstIndex(of: 10) else { throw Missing() }
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            var name = line
            var value = ArraySlice<UInt8>()
            if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
                (name, value) = (line[..<equals], line[(equals + 1)...])
            } else {
                guard rest.count > 8 else { throw Missing() }
                let count = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
                rest = rest.dropFirst(8)
                value = rest.prefix(count)
                guard value.count == count, rest.dropFirst(count).first == 10 else { throw Missing() }
                rest = rest.dropFirst(count + 1)
            }
            let text = String(decoding: name, as: UTF8.self)
            // systemd.journal-fields(7): upper case, digits, underscores; a leading underscore is for journald alone.
            guard text.wholeMatch(of: /[A-Z][A-Z0-9_]{0,63}/) != nil else { throw Missing() }
            values[text] = String(decoding: value, as: UTF8.self)
        }
    }
}
