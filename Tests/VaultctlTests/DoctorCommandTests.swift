import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct DoctorCommandTests {
    private let console = FakeConsole()

    private static func vault(
        clock: String = "ok", whole: Bool = true, reachable: Bool = true, difference: Int = 0,
        health: String = #""status":"ok","ready":true,"problems":[],"reasons":[]"#
    ) -> FakeVault {
        FakeVault { call in
            switch call {
            case .health: .success(#"{\#(health),"pending_revocations":0}"#)
            case .info:
                .success(
                    #"{"version":"\#(ProductVersion.current)","protocol":"1.0","pid":4,"started_at":1,"uptime_seconds":3,"connections":2,"in_flight":1,"providers":1}"#
                )
            case .diagnose:
                .success(
                    #"{"findings":[{"check":"clock","state":"\#(clock)","text":"of the clock","remedy":"set it"}],"sqlite":"3.40.1","libsodium":"1.0.18"}"#
                )
            case .verifyAudit:
                .success(
                    whole
                        ? #"{"whole":true,"from":1,"to":9,"sealed":9}"#
                        : #"{"whole":false,"sealed":3,"flaw":{"kind":"edited","text":"record 4 was edited"}}"#)
            case .listProviders:
                .success(
                    #"{"providers":[{"name":"sim","rotation":"rotates","narrowing":"lineage","breaker":"closed"}]}"#)
            case .testProvider:
                .success(
                    #"{"provider":"sim","reachable":\#(reachable),"clock_difference_seconds":\#(difference),"credentials":"accepted","problems":[]}"#
                )
            default: .failure(Refused.permission)
            }
        }
    }

    @Test func `a vault that is well is told so, check by check`() async throws {
        #expect(try await run("doctor", Self.vault(), console) == .ok)
        #expect(
            console.output == """
                ok       seal      the vault is open
                ok       versions  vaultd and vaultctl are of version \(ProductVersion.current)
                ok       versions  SQLite 3.40.1, libsodium 1.0.18
                ok       clock     of the clock
                                   → set it
                ok       audit     the audit log is whole up to record 9
                ok       provider  sim answers
                0 failing, 0 warning, 6 ok

                """)
    }

    @Test func `what fails ends with 1 and stands first, with what to do`() async throws {
        #expect(try await run("doctor", Self.vault(clock: "failing"), console) == .failed)
        #expect(console.output.hasPrefix("failing  clock     of the clock\n                   → set it\nok "))
        #expect(try await run("doctor", Self.vault(whole: false), console) == .failed)
        #expect(console.output.contains("failing  audit     the audit log is not whole: record 4 was edited\n"))
        #expect(try await run("doctor", Self.vault(reachable: false), console) == .failed)
        #expect(console.output.contains("failing  provider  sim does not answer\n"))
    }

    @Test func `warnings alone end with 0, and quiet prints only them`() async throws {
        #expect(try await run("doctor --quiet", Self.vault(clock: "warning", difference: -40), console) == .ok)
        #expect(
            console.output == """
                warning  clock  of the clock
                                → set it
                warning  clock  the clock of sim is 40 s behind ours
                                → if other providers say the same, correct the clock here

                """)
    }

    @Test(arguments: [
        ("sealed", "failing  seal"), ("audit_failing", "failing  audit"), ("store_failing", "failing  disk"),
        ("audit_log_behind", "failing  audit"), ("provider_held_back", "warning  provider"),
        ("shutting_down", "warning  seal"), ("word_of_a_later_version", "warning  word_of_a_later_version"),
    ])
    func `every reason of health is a finding`(code: String, line: String) async throws {
        let health = #""status":"x","ready":false,"problems":["t"],"reasons":[{"code":"\#(code)","text":"t"}]"#
        let code = try await run("doctor --quiet", Self.vault(health: health), console)
        #expect(console.output.contains(line) && (code == .failed) == line.hasPrefix("failing"))
    }

    @Test func `what may not be looked at is no silence`() async throws {
        let vault = FakeVault { call in
            if case .health = call {
                return .success(#"{"status":"ok","ready":true,"problems":[],"reasons":[],"pending_revocations":0}"#)
            }
            return .failure(Refused.permission)
        }
        #expect(try await run("doctor", vault, console) == .ok)
        #expect(console.output.hasSuffix("0 failing, 4 warning, 1 ok\n"))
    }

    @Test func `a quick look reads no log and asks no provider`() async throws {
        let vault = Self.vault()
        #expect(try await run("doctor --quick --json", vault, console) == .ok)
        #expect(vault.calls.map { "\($0)" } == ["health", "info", "diagnose"])
        #expect(
            console.output.hasSuffix(
                #"{"check":"clock","state":"ok","text":"of the clock","remedy":"set it"}]}"# + "\n"))
    }

    @Test func `without a daemon there is nothing to examine`() async throws {
        #expect(try await run("doctor", FakeVault(failing: .closed), console) == .failed)
        #expect(console.output.isEmpty && console.notes.contains("could not examine vaultd"))
    }
}
