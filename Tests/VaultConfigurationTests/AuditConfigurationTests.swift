import Testing
import VaultCore

@testable import VaultConfiguration

/// Where the audit log is, how long it is kept, and what is done while it cannot be written.
struct AuditConfigurationTests {
    private func text(_ members: String) -> String {
        Sample.text().replacing("audit: {path: '/var/a'}", with: "audit: {path: '/var/a', \(members)}")
    }

    @Test func `every member is read`() throws {
        let read = try load(
            text(
                #"key: "/etc/k", seal_every: "10s", rotate_bytes: 2000000, rotate_every: "2h", keep: "30d", unrecorded: ["reading"]"#
            )
        ).settings
        var audit = AuditSettings(path: "/var/a")
        audit.keyPath = "/etc/k"
        audit.sealSeconds = 10
        audit.rotateBytes = 2_000_000
        audit.rotateSeconds = 7_200
        audit.keepSeconds = 30 * 86_400
        audit.unrecorded = [.reading]
        #expect(read.audit == audit)
        #expect(read.auditKeyPath == "/etc/k")
    }

    @Test func `the key lies beside the store unless it is said where`() throws {
        let read = try load(Sample.text()).settings
        #expect(read.auditKeyPath == read.storePath + ".audit-key")
        #expect(read.audit.unrecorded == [.ending])
    }

    @Test(arguments: [
        (#"unrecorded: ["giving"]"#, "audit.unrecorded"), (#"unrecorded: "ending""#, "audit.unrecorded"),
        ("rotate_bytes: 10", "audit.rotate_bytes"), (#"keep: "1s""#, "audit.keep"), (#"key: "relative""#, "audit.key"),
    ])
    func `what is wrong is told with its place`(member: String, path: String) {
        #expect(problems(text(member)).contains { $0.contains("\(path):") })
    }

    @Test func `nothing at all may be done unrecorded`() throws {
        #expect(try load(text("unrecorded: []")).settings.audit.unrecorded.isEmpty)
    }
}
