import Testing
import VaultCommandLine
import VaultJSON

@testable import VaultClient
@testable import vaultctl

struct FailureTests {
    private static func refusal(
        _ kind: RemoteError.Kind, reason: String? = nil, message: String = "it was refused", claims: String? = nil,
        acrValues: String? = nil
    ) -> VaultClientError {
        .refused(
            RemoteError(
                kind: kind, type: "some_type", code: -32010, message: message, isRetryable: true,
                retryAfterMilliseconds: 250, reason: reason, field: nil, scopes: nil, claims: claims, provider: nil,
                providerError: "invalid_grant", acrValues: acrValues, amrValues: acrValues.map { _ in ["otp"] },
                maximumAge: acrValues.map { _ in 3_600 }))
    }

    @Test(arguments: [
        (refusal(.permissionDenied), ExitCode.denied), (refusal(.notFound), .notFound),
        (refusal(.reauthRequired), .needsReauthentication), (refusal(.stepUpRequired), .needsReauthentication),
        (refusal(.consentRequired), .needsReauthentication), (refusal(.sealed), .sealed),
        (refusal(.invalidParams), .usage), (refusal(.conflict), .failed), (refusal(.overloaded), .failed),
        (refusal(.providerUnavailable), .failed), (refusal(.other("new")), .failed),
        (VaultClientError.unreachable(socket: "/s", problem: "p"), .daemonUnreachable),
        (.connectionLost(method: "m"), .daemonUnreachable),
        (.timedOut(method: "m", after: .seconds(1)), .daemonUnreachable),
        (.protocolViolation("x"), .failed), (.cancelled, .failed), (.closed, .failed), (.invalidCall("x"), .usage),
    ])
    func `each failure has the exit code that operators know`(error: VaultClientError, code: ExitCode) async throws {
        let console = FakeConsole()
        #expect(try await run("grant show vgr_x", FakeVault(failing: error), console) == code)
        #expect(console.output.isEmpty && console.notes.hasPrefix("vaultctl: could not show grant vgr_x: "))
    }

    @Test func `the message says what was tried, what was wrong and what the daemon knows more`() async throws {
        let console = FakeConsole()
        let error = Self.refusal(
            .reauthRequired, reason: "lost_rotation", message: "the grant can no longer mint: sign in again")
        _ = try await run("token get u p --account a", FakeVault(failing: error), console)
        #expect(
            console.notes == """
                vaultctl: could not get a token of u at p, account a: the grant can no longer mint: sign in again
                  reason lost_rotation, provider error invalid_grant

                """)
    }

    @Test(arguments: [
        ("token get vgr_x", "get a token of grant vgr_x"), ("grant revoke vgr_x", "revoke grant vgr_x"),
        ("grant revoke u p", "revoke the grant of u at p"), ("grant put u p", "store the grant of u at p"),
        ("provider test p", "test the provider p"), ("status", "tell how vaultd is"),
    ])
    func `what was tried is told in words`(line: String, attempt: String) async throws {
        let console = FakeConsole()
        _ = try await run(line, FakeVault(failing: .closed), console)
        #expect(console.notes.hasPrefix("vaultctl: could not \(attempt): "))
    }

    @Test func `with json the error is an object on stderr`() async throws {
        let console = FakeConsole()
        let error = Self.refusal(.stepUpRequired, claims: #"{"x":1}"#)
        #expect(try await run("token get u p --json", FakeVault(failing: error), console) == .needsReauthentication)
        let object = try JSONDocument(parsing: Array(console.notes.utf8)).root["error"]
        #expect(object?["exit_code"]?.integer == 5 && object?["type"]?.string == "some_type")
        #expect(object?["code"]?.integer == -32010 && object?["retryable"]?.bool == true)
        #expect(object?["retry_after_ms"]?.integer == 250 && object?["claims"]?.string == #"{"x":1}"#)
        #expect(object?["message"]?.string == "could not get a token of u at p: it was refused")
    }

    @Test func `the sign-in that the policy wants is told to people and to programs`() async throws {
        let console = FakeConsole()
        let error = Self.refusal(.stepUpRequired, acrValues: "gold silver")
        #expect(try await run("token get u p", FakeVault(failing: error), console) == .needsReauthentication)
        #expect(
            console.notes.hasSuffix("acr one of gold silver, amr all of otp, signed in at most 1h ago\n"))
        let program = FakeConsole()
        _ = try await run("token get u p --json", FakeVault(failing: error), program)
        let object = try JSONDocument(parsing: Array(program.notes.utf8)).root["error"]
        #expect(object?["acr_values"]?.string == "gold silver" && object?["max_age"]?.integer == 3_600)
        #expect(object?["amr_values"]?.elements?.compactMap(\.string) == ["otp"])
    }

    @Test func `nothing that was refused moves the cursor`() async throws {
        let console = FakeConsole()
        _ = try await run("ping", FakeVault(failing: Self.refusal(.internal, message: "a\u{1B}[2Jb\nc")), console)
        #expect(!console.notes.contains("\u{1B}") && console.notes.split(separator: "\n").count == 2)
    }

    @Test func `an answer without its members is told, not shown half`() async throws {
        let console = FakeConsole()
        #expect(try await run("grant show vgr_x", FakeVault("{}"), console) == .failed)
        #expect(console.output.isEmpty && console.notes.contains("matching versions"))
    }
}
