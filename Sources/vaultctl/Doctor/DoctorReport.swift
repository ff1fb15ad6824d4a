import VaultClient
import VaultCommandLine
import VaultCore
import VaultJSON

/// What was found of a vault, from the daemon's own findings and from what can be asked of it: each look leaves at least one finding,
/// also where it was refused, so that nothing is well only because nobody looked.
struct DoctorReport {
    private(set) var findings: [FindingRecord] = []

    var isFailing: Bool { findings.contains { $0.state == CheckFinding.State.failing.rawValue } }

    mutating func add(_ health: DaemonHealth) {
        if !health.reasons.contains(where: { $0.code == HealthProblem.Code.sealed.rawValue }) {
            add(.seal, .ok, "the vault is open")
        }
        for reason in health.reasons { add(reason) }
    }

    private mutating func add(_ reason: HealthReason) {
        switch HealthProblem.Code(rawValue: reason.code) {
        case .sealed: add(.seal, .failing, reason.text, "run 'vaultctl unseal'")
        case .auditFailing: add(.audit, .failing, reason.text, "make room or correct the permissions of the log")
        case .storeFailing: add(.disk, .failing, reason.text, "start vaultd again once its disk works")
        case .shuttingDown: add(.seal, .warning, reason.text, "look at the service manager")
        case .auditLogBehind: add(.audit, .failing, reason.text, "find the rest of the log; see Docs/operations.md")
        case .providerHeldBack: add(.provider, .warning, reason.text, nil)
        case nil: findings.append(FindingRecord(check: reason.code, state: "warning", text: reason.text))
        }
    }

    mutating func add(_ info: Result<DaemonInfo, VaultClientError>) {
        switch info {
        case .failure(let error): addRefusal(.versions, error)
        case .success(let info):
            let here = ProductVersion.current
            guard info.version != here else { return add(.versions, .ok, "vaultd and vaultctl are of version \(here)") }
            add(
                .versions, .warning, "vaultd is of version \(info.version), vaultctl of \(here)",
                "install both of one release, and start vaultd again")
        }
    }

    mutating func add(_ diagnosis: Result<DiagnosisRecord, VaultClientError>) {
        switch diagnosis {
        case .failure(let error): addRefusal(.configuration, error)
        case .success(let diagnosis):
            add(.versions, .ok, "SQLite \(diagnosis.sqlite), libsodium \(diagnosis.libsodium)")
            findings += diagnosis.findings
        }
    }

    mutating func add(_ audit: Result<AuditReportRecord, VaultClientError>) {
        switch audit {
        case .failure(let error): addRefusal(.audit, error)
        case .success(let audit):
            if let flaw = audit.flaw {
                add(
                    .audit, .failing, "the audit log is not whole: \(flaw)",
                    "keep its files, and find out who changed them")
            } else {
                add(.audit, .ok, "the audit log is whole" + (audit.to.map { " up to record \($0)" } ?? ""))
            }
        }
    }

    /// - Parameter name: nil where the providers could not even be listed.
    mutating func add(_ test: Result<ProviderReport, VaultClientError>, of name: String?) {
        switch test {
        case .failure(let error): addRefusal(.provider, error)
        case .success(let test):
            let name = name ?? test.provider
            addClock(of: name, test.clockDifferenceSeconds)
            for problem in test.problems {
                add(.provider, .failing, "\(name): \(problem)", "look with 'vaultctl provider test \(name)'")
            }
            guard test.problems.isEmpty else { return }
            if test.isReachable {
                add(.provider, .ok, "\(name) answers")
            } else {
                add(.provider, .failing, "\(name) does not answer", "look with 'vaultctl provider test \(name)'")
            }
        }
    }

    /// What most providers forgive in the times of an assertion (RFC 7523 §3 leaves it to them).
    private static let toleratedSeconds: UInt64 = 30

    private mutating func addClock(of name: String, _ seconds: Int64?) {
        guard let seconds, seconds.magnitude > Self.toleratedSeconds else { return }
        add(
            .clock, .warning,
            "the clock of \(name) is \(seconds.magnitude) s \(seconds > 0 ? "ahead of ours" : "behind ours")",
            "if other providers say the same, correct the clock here")
    }

    private mutating func addRefusal(_ check: CheckFinding.Check, _ error: VaultClientError) {
        add(check, .warning, "could not be looked at: \(error.description)", nil)
    }

    private mutating func add(
        _ check: CheckFinding.Check, _ state: CheckFinding.State, _ text: String, _ remedy: String? = nil
    ) {
        findings.append(FindingRecord(check: check.rawValue, state: state.rawValue, text: text, remedy: remedy))
    }
}
