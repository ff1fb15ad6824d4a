import Testing
import VaultClient
import VaultCommandLine

@testable import vaultctl

struct SystemCommandTests {
    private static let info =
        #"{"version":"0.1.0","protocol":"1.0","pid":412,"started_at":1,"uptime_seconds":3720,"connections":2,"in_flight":1,"providers":3}"#

    private let console = FakeConsole()

    /// A vault as a component sees it: what is an operator's business is refused.
    private static func vault(_ status: String, _ more: String = #""problems":[]"#) -> FakeVault {
        FakeVault { call in
            switch call {
            case .health: .success(#"{"status":"\#(status)",\#(more),"pending_revocations":4}"#)
            case .info: .success(info)
            default: .failure(Refused.permission)
            }
        }
    }

    private static let heldBack =
        #""ready":true,"problems":["provider sim is held back"],"reasons":[{"code":"provider_held_back","text":"provider sim is held back"}]"#

    @Test func `status tells the daemon in a few lines`() async throws {
        #expect(try await run("status", Self.vault("degraded", Self.heldBack), console) == .failed)
        #expect(
            console.output == """
                vaultd 0.1.0 is degraded: protocol 1.0, pid 412, up 1h 2m
                - provider sim is held back
                ready             yes
                providers         3, 1 held back
                connections       2
                calls in flight   1
                revocations left  4

                """)
    }

    @Test func `status tells an operator of the log, the key and the backups`() async throws {
        let vault = FakeVault { call in
            switch call {
            case .health:
                .success(
                    #"{"status":"sealed","ready":false,"problems":["x"],"reasons":[{"code":"sealed","text":"x"}],"pending_revocations":0}"#
                )
            case .info: .success(Self.info)
            case .auditStatus:
                .success(
                    #"{"log":"a","public_key":"b","public_key_pem":"c","sequence":815,"sealed":790,"files":1,"bytes":1,"waiting_bytes":1,"failing":true}"#
                )
            default:
                .success(
                    #"{"findings":[],"sqlite":"3","libsodium":"1","master_key":2,"master_key_since":900000,"backup_at":996400}"#
                )
            }
        }
        #expect(try await run("status", vault, console) == .sealed)
        #expect(
            console.output.contains(
                """
                ready             no (sealed)
                audit log         815 records, sealed up to 790, CANNOT BE WRITTEN
                master key        2, active for 1d 3h
                newest backup     1h ago
                providers         3

                """))
        let json = FakeConsole()
        #expect(try await run("status --json", vault, json) == .sealed)
        #expect(
            json.output.hasSuffix(
                #","audit":{"sequence":815,"sealed":790,"failing":true},"master_key":2,"master_key_since":900000,"backup_at":996400}"#
                    + "\n"))
    }

    @Test func `a quiet status asks for nothing that a component may not have`() async throws {
        let vault = Self.vault("ok")
        #expect(try await run("status --quiet", vault, console) == .ok)
        #expect(vault.calls.map { "\($0)" } == ["health"])
    }

    @Test func `a readiness probe fails only where callers should not come`() async throws {
        #expect(try await run("status --quiet --ready", Self.vault("degraded", Self.heldBack), console) == .ok)
        let failing = #""ready":false,"problems":["x"],"reasons":[{"code":"audit_failing","text":"x"}]"#
        #expect(try await run("status --quiet --ready", Self.vault("degraded", failing), console) == .failed)
        #expect(try await run("status --quiet --ready", Self.vault("sealed"), console) == .sealed)
    }

    @Test(arguments: [("ok", ExitCode.ok), ("degraded", .failed), ("sealed", .sealed), ("new", .failed)])
    func `status tells the shell how it is, also when quiet`(status: String, code: ExitCode) async throws {
        #expect(try await run("status --quiet", Self.vault(status), console) == code)
        #expect(console.output.isEmpty)
    }

    @Test(arguments: [("ok", "32"), ("degraded", "33"), ("sealed", "31")])
    func `the state is coloured only where the terminal may be`(status: String, color: String) async throws {
        _ = try await run("status", Self.vault(status), console)
        #expect(!console.output.contains("\u{1B}"))
        let colored = FakeConsole()
        colored.isOutputColored = true
        _ = try await run("status", Self.vault(status), colored)
        #expect(colored.output.hasPrefix("vaultd 0.1.0 is \u{1B}[\(color)m\(status)\u{1B}[0m: "))
    }

    @Test func `status as json has both answers`() async throws {
        #expect(try await run("status --json", Self.vault("ok"), console) == .ok)
        #expect(
            console.output == #"{"health":{"status":"ok","problems":[],"pending_revocations":4},"info":\#(Self.info)}"#
                + "\n")
    }

    @Test func `ping says that somebody answers`() async throws {
        #expect(try await run("ping", FakeVault(#"{"pong":true}"#), console) == .ok)
        #expect(console.output == "vaultd answers\n")
    }

    @Test func `providers are a table`() async throws {
        let vault = FakeVault(
            #"{"providers":[{"name":"entra","issuer":"https://i","rotation":"old_stays_valid","narrowing":"per_token","breaker":"closed"},{"name":"github","rotation":"rotates","narrowing":"lineage","breaker":"open","reason":"client_misconfigured","provider_error":"invalid_client","retry_after_ms":59001}]}"#
        )
        #expect(try await run("provider list", vault, console) == .ok)
        #expect(
            console.output == """
                PROVIDER  ROTATION         NARROWING  BREAKER                                                   ISSUER
                entra     old_stays_valid  per_token  closed                                                    https://i
                github    rotates          lineage    open (client_misconfigured: invalid_client, again in 1m)  -

                """)
    }

    @Test(arguments: [
        (true, "[]", ExitCode.ok), (true, #"["the issuer differs: correct it"]"#, .failed), (false, "[]", .failed),
    ])
    func `a provider with a problem fails the test`(reachable: Bool, problems: String, code: ExitCode) async throws {
        let vault = FakeVault(
            #"{"provider":"entra","reachable":\#(reachable),"token_endpoint":"https://t","credentials":"not_asked","problems":\#(problems)}"#
        )
        #expect(try await run("provider test entra", vault, console) == code)
        #expect(
            console.output.hasPrefix(
                "provider             entra\nreachable            \(reachable ? "yes" : "no")\ntoken endpoint       https://t\nrevocation endpoint  none\nclock                not told\ncredentials          not asked\n"
            ))
        #expect(console.output.hasSuffix("- the issuer differs: correct it\n") == (problems != "[]"))
    }

    @Test(arguments: [
        (#""credentials":"accepted""#, "accepted: a made-up refresh token was refused, and not the client"),
        (#""credentials":"refused","provider_error":"invalid_client""#, "refused (invalid_client)"),
        (#""credentials":"refused""#, "refused"),
        (
            #""credentials":"indistinct""#,
            "not told: the provider looks at the token first, and says the same to wrong credentials"
        ),
        (#""credentials":"undecided""#, "not told: the provider gave no usable answer"),
        (#""credentials":"later_word""#, "later_word"),
    ])
    func `a test says in words whether the credentials are accepted`(members: String, text: String) async throws {
        let vault = FakeVault(#"{"provider":"e","reachable":true,\#(members),"problems":[]}"#)
        #expect(try await run("provider test e", vault, console) == .ok)
        #expect(console.output.contains("credentials          \(text)\n"))
    }

    @Test(arguments: [(0, "as here"), (90, "90 s ahead of ours"), (-31, "31 s behind ours")])
    func `a test tells how far the provider's clock is off`(seconds: Int, text: String) async throws {
        let vault = FakeVault(
            #"{"provider":"e","reachable":true,"clock_difference_seconds":\#(seconds),"credentials":"accepted","problems":[]}"#
        )
        #expect(try await run("provider test e", vault, console) == .ok)
        #expect(console.output.contains("clock                \(text)\n"))
    }

    @Test func `version asks nobody`() async throws {
        let vault = FakeVault(failing: .closed)
        #expect(try await run("version", vault, console) == .ok)
        #expect(console.output == "vaultctl \(ProductVersion.current), protocol \(VaultClient.protocolVersion)\n")
        #expect(vault.calls.isEmpty)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01 00:00:00Z"), (-1, "1969-12-31 23:59:59Z"), (951_868_799, "2000-02-29 23:59:59Z"),
        (951_868_800, "2000-03-01 00:00:00Z"), (4_107_542_400, "2100-03-01 00:00:00Z"),
        (253_402_300_799, "9999-12-31 23:59:59Z"),
        (1_767_225_599, "2025-12-31 23:59:59Z"), (1_709_164_800, "2024-02-29 00:00:00Z"),
    ])
    func `seconds are shown as the date that they are`(seconds: Int64, text: String) {
        #expect(TimeText.utc(seconds) == text)
    }

    @Test(arguments: [
        (Int64(0), "0s"), (59, "59s"), (60, "1m"), (61, "1m 1s"), (3_600, "1h"), (3_661, "1h 1m"), (86_400, "1d"),
        (90_061, "1d 1h"), (86_460, "1d"), (1_000_000_000, "11574d 1h"),
    ])
    func `a length of time is shown in its two largest units`(seconds: Int64, text: String) {
        #expect(TimeText.span(seconds) == text)
    }
}
