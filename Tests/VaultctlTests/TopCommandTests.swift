import Synchronization
import Testing
import VaultCommandLine
import VaultJSON

@testable import VaultClient
@testable import vaultctl

struct TopCommandTests {
    private static func text(served: Int, failed: Int) -> String {
        """
        vaultd_build_info{version="0.1.0"} 1
        vaultd_start_time_seconds 996400
        vaultd_requests_total{method="token.get",outcome="ok"} \(served)
        vaultd_requests_total{method="token.get",outcome="sealed"} \(failed)
        vaultd_requests_total{method="grant.put",outcome="ok"} 1
        vaultd_request_duration_seconds_bucket{method="token.get",le="0.0001"} \(served + failed)
        vaultd_request_duration_seconds_bucket{method="token.get",le="+Inf"} \(served + failed)
        vaultd_cache_hits_total{cache="token"} \(served)
        vaultd_cache_misses_total{cache="token"} \(failed)
        vaultd_provider_breaker_state{provider="sim",state="closed"} 0
        vaultd_provider_breaker_state{provider="sim",state="open"} 1
        vaultd_provider_refreshes_in_flight{provider="sim"} 3
        vaultd_grants_reauth_required 4
        vaultd_grants_expiring 5
        vaultd_master_keys{state="active"} 1
        vaultd_master_keys{state="retiring"} 2
        vaultd_key_age_seconds 90000
        vaultd_audit_lag_seconds 1.5
        vaultd_audit_failing 1

        """
    }

    /// Between two looks 30 more are served and 10 refused.
    private static func vault() -> FakeVault {
        let looks = Mutex(0)
        return FakeVault { call in
            if case .health = call {
                return .success(
                    #"{"status":"degraded","ready":false,"problems":["p"],"reasons":[],"pending_revocations":0}"#)
            }
            let look = looks.withLock { number in
                number += 1
                return number
            }
            var writer = JSONWriter()
            writer.object { $0.member("text", text(served: 30 * look, failed: 10 * look)) }
            return .success(String(decoding: writer.bytes, as: UTF8.self))
        }
    }

    private static func first(_ list: JSONValue?) -> JSONValue? { list?.elements.flatMap { Array($0).first } }

    @Test func `once as json has the rates between two looks`() async throws {
        let console = FakeConsole()
        #expect(try await run("top --once --json --interval 500ms", Self.vault(), console) == .ok)
        #expect(console.pauses == [500])
        let root = try JSONDocument(parsing: Array(console.output.utf8)).root
        let ratio = root["requests"]?["failed_per_second"]?.double ?? 0
        #expect(abs((root["requests"]?["per_second"]?.double ?? 0) / ratio - 4) < 0.01)
        #expect(root["hit_ratio"]?.double == 0.75 && root["audit_failing"]?.bool == true)
        #expect(root["methods"]?.count == 1 && Self.first(root["methods"])?["method"]?.string == "token.get")
        #expect(Self.first(root["methods"])?["p50_seconds"]?.double == 0.00005)
        #expect(Self.first(root["providers"])?["breaker"]?.string == "open")
        #expect(root["grants_reauth_required"]?.integer == 4 && root["grants_expiring"]?.integer == 5)
        #expect(root["keys"]?["retiring"]?.integer == 2 && root["key_age_seconds"]?.integer == 90_000)
    }

    private static func model() throws -> TopModel {
        let change = MetricChange(
            from: try Scrape(text(served: 0, failed: 0)), to: try Scrape(text(served: 30, failed: 10)), seconds: 2,
            now: 1_000_000)
        let health = DaemonHealth(
            status: "degraded", isReady: true, problems: ["provider sim is held back \u{1B}[2J"], reasons: [],
            pendingRevocations: 0)
        return TopModel(change, health, now: 1_000_000)
    }

    @Test func `a screen of the usual size shows all of it`() throws {
        let lines = TopScreen(columns: 80, rows: 24).lines(try Self.model())
        #expect(
            lines == [
                "vaultd 0.1.0 is degraded, up 1h - q ends",
                "- provider sim is held back \u{FFFD}[2J",
                "requests 20/s  failed 5.0/s  denied 0.0/s  p50 50 us  p99 99 us",
                "hits 75 %  in flight 0  connections 0  memory 0 MiB  cpu 0.0 %",
                "grants: 4 need re-authentication, 5 expire in 7 days; revocations left ?",
                "keys: 1 active, 2 retiring, active for 1d 1h",
                "audit: 0.0/s  lag 1.5 s  CANNOT BE WRITTEN",
                "",
                "PROVIDER  BREAKER  IN FLIGHT   RATE  FAILED  P50  P99",
                "sim       open             3  0.0/s   0.0/s    -    -",
                "",
                "METHOD     RATE  FAILED    P50    P99",
                "token.get  20/s   5.0/s  50 us  99 us",
            ])
    }

    @Test(arguments: [(80, 24), (40, 10), (10, 3), (1, 1), (0, 0)])
    func `nothing is ever wider or longer than the terminal`(columns: Int, rows: Int) throws {
        let all = TopScreen(columns: .max, rows: .max).lines(try Self.model())
        let lines = TopScreen(columns: columns, rows: rows).lines(try Self.model())
        #expect(lines == all.prefix(rows).map { String($0.prefix(columns)) })
    }

    @Test func `the screen is drawn anew when its size changes, and closed at the end`() async throws {
        let (console, screen) = (FakeConsole(), FakeScreen([.resized, .elapsed, .quit]))
        console.screen = screen
        #expect(try await run("top --interval 1h", Self.vault(), console) == .ok)
        #expect(screen.drawn.count == 3 && screen.isClosed)
        // The second drawing is of the same look, the third of the next.
        #expect(screen.drawn[0] == screen.drawn[1] && screen.drawn[1] != screen.drawn[2])
    }

    @Test func `a daemon that is gone ends it, with the screen closed`() async throws {
        let (console, screen) = (FakeConsole(), FakeScreen([]))
        console.screen = screen
        #expect(try await run("top", FakeVault(failing: .closed), console) == .failed)
        #expect(screen.isClosed && console.notes.contains("could not watch vaultd"))
    }

    @Test func `without a terminal it says what to do, and so it does of a wrong interval`() async throws {
        let console = FakeConsole()
        #expect(try await run("top", Self.vault(), console) == .usage)
        #expect(console.notes.contains("vaultctl top --once"))
        #expect(try await run("top --once --interval 1ms", Self.vault(), console) == .usage)
    }

    @Test func `metrics that cannot be read are no zeros`() async throws {
        let vault = FakeVault { call in
            if case .health = call {
                return .success(#"{"status":"ok","ready":true,"problems":[],"reasons":[],"pending_revocations":0}"#)
            }
            return .success(#"{"text":"vaultd_sealed\n"}"#)
        }
        let console = FakeConsole()
        #expect(try await run("top --once", vault, console) == .failed)
        #expect(console.output.isEmpty && console.notes.contains("line 1 of the metrics is no series"))
    }
}
