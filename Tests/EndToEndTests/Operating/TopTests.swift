import Foundation
import Testing
import TestHarness

/// `vaultctl top` before a person: what stands there changes with what the vault does, follows the terminal's size, and the terminal
/// is left as it was.
@Suite(.timeLimit(.minutes(5))) struct TopTests {
    private static let opened = "\u{1B}[?1049h\u{1B}[?25l"
    private static let closed = "\u{1B}[?25h\u{1B}[?1049l"

    private func watched(every interval: String = "100ms") async throws -> (
        TestVault, RunningSimulator, ProgramAtTerminal
    ) {
        let simulator = try RunningSimulator()
        let vault = try await TestVault(simulator)
        try await vault.start()
        let top = try ProgramAtTerminal("vaultctl", ["--socket", vault.adminSocket, "top", "--interval", interval])
        return (vault, simulator, top)
    }

    private func put(_ vault: TestVault, _ simulator: RunningSimulator) async throws {
        let minted = try await simulator.mint(for: "user:default/alice")
        let run = try await Program.run(
            "vaultctl", ["--socket", vault.adminSocket, "grant", "put", "user:default/alice", "sim"],
            input: Array(minted.refreshToken.utf8))
        #expect(run.ending == .exit(0), "\(run.errors)")
    }

    @Test func `top shows what changes, follows a resize, ends with q and leaves the terminal as it was`() async throws
    {
        let (vault, simulator, top) = try await watched()
        let modes = ModesBefore(top)
        try top.wait(for: "is ok")
        #expect(top.shown.hasPrefix(Self.opened) && modes.differ(top))
        #expect(!top.shown.contains("grant.put"))
        try await put(vault, simulator)
        try top.wait(for: "grant.put")
        top.resize(columns: 12, rows: 2)
        let place = top.place
        try top.wait(for: "\u{1B}[Hvaultd 0.1.0\u{1B}[K\r\nrequests ", from: place)
        top.press("q")
        #expect(top.ended() == .exit(0))
        #expect(top.shown.hasSuffix(Self.closed) && !modes.differ(top))
        await vault.stop()
    }

    @Test func `a resize is seen at once, not at the next look`() async throws {
        let (vault, _, top) = try await watched(every: "1h")
        try top.wait(for: "is ok")
        top.resize(columns: 12, rows: 1)
        try top.wait(for: "\u{1B}[Hvaultd 0.1.0\u{1B}[K\u{1B}[J")
        top.press("q")
        #expect(top.ended() == .exit(0))
        await vault.stop()
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal ends it cleanly`(signal: Int32) async throws {
        let (vault, _, top) = try await watched()
        let modes = ModesBefore(top)
        try top.wait(for: "is ok")
        top.send(signal: signal)
        #expect(top.ended() == .exit(0))
        #expect(top.shown.hasSuffix(Self.closed) && !modes.differ(top))
        await vault.stop()
    }

    @Test func `a daemon that is gone ends it, and is told of on the terminal as it was`() async throws {
        let (vault, _, top) = try await watched()
        let modes = ModesBefore(top)
        try top.wait(for: "is ok")
        await vault.stop()
        #expect(top.ended() == .exit(7))
        let rest = top.shown.components(separatedBy: Self.closed)
        #expect(rest.count == 2 && rest.last?.contains("vaultctl: could not watch vaultd") == true)
        #expect(!modes.differ(top))
    }
}

/// Echo and line editing as a new terminal has them.
private struct ModesBefore {
    private let wanted = tcflag_t(ECHO | ICANON)

    init(_ top: ProgramAtTerminal) {}

    func differ(_ top: ProgramAtTerminal) -> Bool { top.localFlags & wanted != wanted }
}
