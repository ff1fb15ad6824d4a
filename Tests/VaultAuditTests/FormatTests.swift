import Testing
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

/// Each record can be written in each format, by that format's own rules.
@Suite struct FormatTests {
    private static let full =
        #","client":"catalog","uid":990,"gid":990,"pid":4711,"executable":"/opt/a|b","socket":"workload","method":"token.get","request":3,"subject":"user:default/alice","provider":"github","grant":"vgr_1","generation":4,"scopes":["repo","read=user"],"reason":"a\\b","token":"00ff""#

    private static func record(
        _ kind: AuditEvent.Kind, _ outcome: AuditEvent.Outcome = .done, _ members: String = ""
    ) throws -> AuditRecord {
        let line =
            #"{"seq":88,"time":"2026-11-30T09:15:02.114Z","kind":"\#(kind.rawValue)","outcome":"\#(outcome.rawValue)"\#(members),"mac":"\#(String(repeating: "0", count: 32))"}"#
        return try AuditRecord(Array(line.utf8)[...]).unwrapped
    }

    private static func json(_ record: AuditRecord, _ format: SinkFormat) throws -> JSONValue {
        try JSONDocument(parsing: RecordText.text(of: record, format, host: "h").unwrapped).root
    }

    @Test(arguments: AuditEvent.Kind.allCases)
    func `OCSF has what its class requires, for every kind, with all members and with none`(kind: AuditEvent.Kind)
        throws
    {
        for outcome in AuditEvent.Outcome.allCases {
            for members in ["", Self.full] {
                let event = try Self.json(Self.record(kind, outcome, members), .ocsf)
                #expect(OCSFSchema.problems(event) == [], "\(kind)")
                #expect(event["time"]?.integer == 1_796_030_102_114)
                #expect(event["metadata"]?["version"]?.isString("1.3.0") == true)
            }
        }
    }

    @Test func `OCSF tells who did what to whom`() throws {
        let served = try Self.json(Self.record(.decision, .deny, Self.full), .ocsf)
        #expect(served["class_uid"]?.integer == 6003 && served["activity_id"]?.integer == 2)
        #expect(served["status_id"]?.integer == 2 && served["severity_id"]?.integer == 3)
        #expect(served["actor"]?["app_name"]?.isString("catalog") == true)
        #expect(served["actor"]?["process"]?["pid"]?.integer == 4711)
        #expect(served["api"]?["operation"]?.isString("token.get") == true)
        #expect(
            served["unmapped"]?["subject"]?.isString("user:default/alice") == true && served["unmapped"]?["mac"] == nil)
        let disabled = try Self.json(Self.record(.subjectDisabled, .done, Self.full), .ocsf)
        #expect(disabled["class_uid"]?.integer == 3001 && disabled["activity_id"]?.integer == 5)
        #expect(disabled["user"]?["name"]?.isString("user:default/alice") == true)
        let alert = try Self.json(Self.record(.alert, .done, #","rule":"first_use""#), .ocsf)
        #expect(alert["class_uid"]?.integer == 2004 && alert["finding_info"]?["title"]?.isString("first_use") == true)
    }

    @Test(arguments: AuditEvent.Kind.allCases)
    func `ECS has its own fields, with words of its closed lists`(kind: AuditEvent.Kind) throws {
        let event = try Self.json(Self.record(kind, .failed, Self.full), .ecs)
        #expect(event["@timestamp"]?.isString("2026-11-30T09:15:02.114Z") == true && event["ecs"]?["version"] != nil)
        // https://www.elastic.co/docs/reference/ecs/ecs-allowed-values-event-category, -type, -kind, -outcome
        let categories: Set = ["api", "authentication", "configuration", "iam", "intrusion_detection", "process"]
        let types: Set = ["access", "admin", "allowed", "change", "denied", "end", "indicator", "info", "start"]
        let detail = try #require(event["event"])
        #expect(categories.isSuperset(of: detail.texts("category")) && types.isSuperset(of: detail.texts("type")))
        #expect(detail["outcome"]?.isString("failure") == true && detail["action"]?.isString(kind.rawValue) == true)
        #expect(["alert", "event"].contains(detail["kind"]?.string))
        #expect(event["user"]?["name"]?.isString("user:default/alice") == true)
        #expect(event["process"]?["pid"]?.integer == 4711 && event["process"]?["user"]?["id"]?.isString("990") == true)
        #expect(event["vaultd"]?["scopes"]?.elements != nil && event["vaultd"]?["mac"] == nil)
    }

    @Test func `CEF escapes what would end a field`() throws {
        let text = String(
            decoding: try RecordText.text(of: Self.record(.grantStored, .done, Self.full), .cef, host: "h").unwrapped,
            as: UTF8.self)
        #expect(
            text
                == #"CEF:0|vaultd|vaultd|1|grant_stored|grant stored|3|rt=1796030102114 externalId=88 outcome=done suser=catalog "#
                + #"suid=990 spid=4711 sproc=/opt/a|b act=token.get duser=user:default/alice reason=a\\b cs1Label=provider "#
                + #"cs1=github cs2Label=grant cs2=vgr_1 cs3Label=scopes cs3=repo read\=user cs4Label=token cs4=00ff"#)
        #expect(CEFText.escaped("a|b\\c\nd", "|") == #"a\|b\\c\nd"# && CEFText.escaped("a|b=c", "=") == #"a|b\=c"#)
    }

    @Test func `no format says more than the log`() throws {
        for format in SinkFormat.allCases where format != .native {
            let bytes = try RecordText.text(of: Self.record(.decision, .allow, Self.full), format, host: "h").unwrapped
            #expect(!String(decoding: bytes, as: UTF8.self).contains(String(repeating: "0", count: 32)), "the tag")
            #expect(!bytes.contains(10))
        }
    }
}
