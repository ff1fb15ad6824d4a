import Testing
import VaultCore
import VaultWire

@testable import VaultClient

/// What the daemon says of its fitness arrives as it was said.
struct HealthAgreementTests {
    @Test func `health arrives with its reasons`() async throws {
        let report = HealthReport(
            problems: [HealthProblem(.sealed, "x"), HealthProblem(.providerHeldBack, "y")], pendingRevocations: 2)
        let vault = try WireAgreementTests.vault { _ in .success(.health(report)) }
        #expect(
            try await vault.client().health()
                == DaemonHealth(
                    status: "sealed", isReady: false, problems: ["x", "y"],
                    reasons: [
                        HealthReason(code: "sealed", text: "x"), HealthReason(code: "provider_held_back", text: "y"),
                    ], pendingRevocations: 2))
    }

    @Test func `a daemon that has no reasons yet is ready unless it is sealed`() async throws {
        for (status, isReady) in [("ok", true), ("degraded", true), ("sealed", false)] {
            let vault = try ScriptedVault { connection, call in
                connection.reply(to: call, #"{"status":"\#(status)","problems":[],"pending_revocations":0}"#)
            }
            let health = try await vault.client().health()
            #expect(health.isReady == isReady && health.reasons.isEmpty)
        }
    }

    @Test func `what the daemon finds of itself arrives whole`() async throws {
        var figures = HostFigures(now: Timestamp(seconds: 9))
        figures.activeKey = HostFigures.ActiveKey(
            version: MasterKeyVersion(number: 2), since: Timestamp(seconds: 3), rotatesAt: nil)
        figures.backups = .newest(Timestamp(seconds: 4))
        figures.configurationProblems = ["p"]
        let diagnosis = Diagnosis(figures, sqlite: "3.1", libsodium: "1.2")
        let vault = try WireAgreementTests.vault { _ in .success(.diagnosis(diagnosis)) }
        let record = try await vault.client().perform(.diagnose).diagnosis()
        #expect(record.findings.map(\.check) == diagnosis.findings.map(\.check.rawValue))
        #expect(record.findings.map(\.state) == diagnosis.findings.map(\.state.rawValue))
        #expect(record.findings.map(\.remedy) == diagnosis.findings.map(\.remedy))
        #expect(record.findings.first?.text == "p" && record.sqlite == "3.1" && record.libsodium == "1.2")
        #expect(record.masterKey == 2 && record.masterKeySince == 3 && record.backupAt == 4)
    }
}
