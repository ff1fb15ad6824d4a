import Synchronization
import Testing
import VaultCommandLine

@testable import VaultClient
@testable import vaultctl

struct KeyCommandTests {
    private let console = FakeConsole()

    private static func key(_ version: Int, _ state: String, records: Int = 0, destroyedFrom: Int? = nil) -> String {
        let destroyed = destroyedFrom.map { #","destroyed_from":\#($0)"# } ?? ""
        return
            #"{"version":\#(version),"state":"\#(state)","records":\#(records),"wraps":\#(records + 2),"created_at":913600\#(destroyed)}"#
    }

    private static func report(
        _ keys: String..., running: Bool = false, done: Int = 0, left: Int = 0, damaged: Int = 0, rotatesAt: Int? = nil
    ) -> String {
        let rotates = rotatesAt.map { #","rotates_at":\#($0)"# } ?? ""
        return
            #"{"keys":[\#(keys.joined(separator: ","))],"rewrap":{"running":\#(running),"done":\#(done),"left":\#(left),"damaged":\#(damaged)}\#(rotates)}"#
    }

    /// A vault with two keys whose rewrap takes so many looks.
    private static func rotating(
        looks: Int, bad: Int = 0, damaged: Int = 0, erased: Bool = true, destroyedFrom: Int? = nil
    ) -> FakeVault {
        let left = Counter()
        return FakeVault { call in
            switch call {
            case .prepareKey: .success(key(2, "prepared"))
            case .activateKey: .success(key(2, "active"))
            case .rewrapKeys: .success(report(running: true, left: 1_000))
            case .keyStatus:
                {
                    let look = left.next()
                    let isOver = look >= looks
                    return .success(
                        report(
                            key(
                                1, "retiring", records: isOver ? damaged : 1_000 - look * 100,
                                destroyedFrom: destroyedFrom), key(2, "active"),
                            running: !isOver, left: isOver ? damaged : 1_000 - look * 100, damaged: damaged))
                }()
            case .verifyKeys:
                .success(#"{"good":\#(1_000 - bad),"bad":\#(bad),"bad_records":[\#(bad > 0 ? "\"vgr_x\"" : "")]}"#)
            case .destroyKey(let version): .success(#"{"version":\#(version),"erased":\#(erased)}"#)
            default: .failure(.closed)
            }
        }
    }

    @Test func `list is a table with ages`() async throws {
        let vault = FakeVault(Self.report(Self.key(1, "destroyed"), Self.key(12, "active", records: 34)))
        #expect(try await run("key list", vault, console) == .ok)
        #expect(
            console.output == """
                KEY  STATE      AGE  RECORDS  WRAPS
                  1  destroyed  1d         0      2
                 12  active     1d        34     36

                """)
    }

    @Test func `status tells how far a rewrap is`() async throws {
        let vault = FakeVault(
            Self.report(Self.key(1, "retiring", records: 5), running: true, done: 7, left: 5, damaged: 1))
        #expect(try await run("key status", vault, console) == .ok)
        #expect(
            console.output == """
                KEY  STATE     AGE  RECORDS  WRAPS
                  1  retiring  1d         5      7
                rewrapping             yes
                rewrapped since start  7
                left                   5
                next rotation          by hand
                damaged                1; see 'vaultctl key verify'

                """)
    }

    @Test func `rotate goes through its steps and says each`() async throws {
        let vault = Self.rotating(looks: 3)
        #expect(try await run("key rotate", vault, console) == .ok)
        #expect(
            console.output == """
                master key 2 is prepared
                master key 2 is active
                1000 records rewrapped, 0 left
                1000 of 1000 record keys open
                master key 1 is kept; 'vaultctl key destroy 1' ends it

                """)
        #expect(console.notes.isEmpty && console.pauses == [200, 200])
        #expect(!vault.calls.contains { if case .destroyKey = $0 { true } else { false } })
    }

    @Test(arguments: [("prepared", 3, ExitCode.ok), ("retiring", .max, .failed), ("prepared", .max, .failed)])
    func `rotate asks again while its key is still prepared and another request is in the way`(
        state: String, busy: Int, code: ExitCode
    ) async throws {
        let conflict = VaultClientError.refused(
            RemoteError(
                kind: .conflict, type: "conflict", code: -32012, message: "busy", isRetryable: true,
                retryAfterMilliseconds: nil, reason: nil, field: nil, scopes: nil, claims: nil, provider: nil,
                providerError: nil, acrValues: nil, amrValues: nil, maximumAge: nil))
        let (asked, usual, active) = (Counter(), Self.rotating(looks: 1), Switch())
        let vault = FakeVault { call in
            switch call {
            case .activateKey where asked.next() < busy: .failure(conflict)
            case .keyStatus where !active.isOn.withLock(\.self): .success(Self.report(Self.key(2, state)))
            case .activateKey:
                {
                    active.isOn.withLock { $0 = true }
                    return .success(Self.key(2, "active"))
                }()
            default: usual.answer(call)
            }
        }
        #expect(try await run("key rotate", vault, console) == code)
        if code == .failed { #expect(console.notes.contains("busy")) }
    }

    @Test func `rotate tells when the daemon destroys the old key by itself`() async throws {
        #expect(try await run("key rotate", Self.rotating(looks: 1, destroyedFrom: 1_086_400), console) == .ok)
        #expect(
            console.output.hasSuffix(
                "master key 1 is kept until 1970-01-13 13:46:40Z and then destroyed by itself\n"))
    }

    @Test func `status tells what comes by itself`() async throws {
        let vault = FakeVault(
            Self.report(Self.key(1, "retiring", destroyedFrom: 1_086_400), Self.key(2, "active"), rotatesAt: 2_000_000))
        #expect(try await run("key status", vault, console) == .ok)
        #expect(console.output.contains("next rotation          1970-01-24 03:33:20Z\n"))
        #expect(console.output.contains("key 1 is kept until    1970-01-13 13:46:40Z\n"))
    }

    @Test func `rotate with destroy-old destroys what was retiring, and no more`() async throws {
        let vault = Self.rotating(looks: 1)
        #expect(try await run("key rotate --destroy-old", vault, console) == .ok)
        #expect(console.output.hasSuffix("master key 1 is destroyed\n"))
        let destroyed = vault.calls.compactMap { if case .destroyKey(let version) = $0 { version } else { nil } }
        #expect(destroyed == [1])
    }

    @Test(arguments: [(1, 0), (0, 1)])
    func `rotate destroys nothing that is not proven`(bad: Int, damaged: Int) async throws {
        let vault = Self.rotating(looks: 1, bad: bad, damaged: damaged)
        #expect(try await run("key rotate --destroy-old", vault, console) == .failed)
        #expect(!vault.calls.contains { if case .destroyKey = $0 { true } else { false } })
    }

    @Test func `rotate as json is one object`() async throws {
        #expect(try await run("key rotate --destroy-old --json", Self.rotating(looks: 1), console) == .ok)
        #expect(
            console.output
                == #"{"version":2,"rewrapped":1000,"good":1000,"bad":0,"destroyed":[{"version":1,"erased":true}]}"#
                + "\n")
    }

    @Test func `a terminal sees the bar grow, a pipe does not, nor does who wants quiet`() async throws {
        console.isNoteTerminal = true
        #expect(try await run("key rewrap", Self.rotating(looks: 3), console) == .ok)
        #expect(
            console.notes
                == "\r[###---------------------------] 10 %, 100 of 1000"
                + "\r[######------------------------] 20 %, 200 of 1000"
                + "\r[##############################] 100 %, 1000 of 1000\n")
        #expect(console.output == "1000 records rewrapped, 0 left\n")
        let quiet = FakeConsole()
        quiet.isNoteTerminal = true
        #expect(try await run("key rewrap --quiet", Self.rotating(looks: 3), quiet) == .ok)
        #expect(quiet.notes.isEmpty && quiet.output.isEmpty)
    }

    @Test func `rewrap fails when something is left, and does not wait when told so`() async throws {
        #expect(try await run("key rewrap", Self.rotating(looks: 1, damaged: 2), console) == .failed)
        let vault = Self.rotating(looks: 99)
        #expect(try await run("key rewrap --no-wait", vault, console) == .ok)
        #expect(vault.calls.count == 1)
    }

    @Test func `verify names what does not open`() async throws {
        #expect(try await run("key verify", Self.rotating(looks: 1, bad: 3), console) == .failed)
        #expect(
            console.output == """
                997 of 1000 record keys open
                - vgr_x does not open
                - and 2 more

                """)
    }

    @Test func `destroy says when something is left of the key`() async throws {
        #expect(try await run("key destroy 1", Self.rotating(looks: 1), console) == .ok)
        #expect(console.notes.isEmpty)
        #expect(try await run("key destroy 1", Self.rotating(looks: 1, erased: false), console) == .failed)
        #expect(console.notes.contains("still found in the store's files"))
    }

    @Test(arguments: ["key destroy x", "key destroy 0", "key activate -1", "key activate 1.5"])
    func `a version that is none is a usage error`(line: String) async throws {
        let vault = Self.rotating(looks: 1)
        let code: ExitCode
        do { code = try await run(line, vault, console) } catch is UsageError { code = .usage }
        #expect(code == .usage && vault.calls.isEmpty)
    }

    @Test func `prepare and activate say the version, alone when quiet`() async throws {
        #expect(try await run("key prepare --quiet", Self.rotating(looks: 1), console) == .ok)
        #expect(try await run("key activate 2", Self.rotating(looks: 1), console) == .ok)
        #expect(console.output == "2\nmaster key 2 is active\n")
    }

    @Test func `an empty bar is full`() {
        #expect(ProgressBar(total: 0).line(done: 0).contains("] 100 %, 0 of 0"))
    }
}

private final class Switch: Sendable {
    let isOn = Mutex(false)
}
