import Testing
import VaultCore

@testable import VaultServer

/// Peers that run the same program share what is known of it.
@Suite struct AttestedProgramsTests {
    private func found(_ name: String, unit: String? = nil) -> Attested {
        Attested(
            program: PeerProgram(known: [.executable, .unit], executable: "/usr/bin/\(name)", unit: unit), mark: nil)
    }

    @Test func `what was found before is taken for what is equal to it, and for nothing else`() {
        var programs = AttestedPrograms()
        let first = programs.shared(found("a"))
        let again = found("a")
        #expect(programs.shared(again) === first)
        let other = found("a", unit: "a.service")
        #expect(programs.shared(other) === other)
        #expect(programs.shared(found("a")) === first)
    }

    @Test func `so many programs are remembered and no more`() {
        var programs = AttestedPrograms()
        let first = programs.shared(found("0"))
        for number in 1..<64 { _ = programs.shared(found("\(number)")) }
        #expect(programs.shared(found("0")) === first)
        let last = programs.shared(found("64"))
        #expect(programs.shared(found("0")) !== first)
        #expect(programs.shared(found("64")) === last)
    }

    @Test func `peers are equal by what is known of them, wherever it is kept`() {
        let bare = PeerIdentity(uid: 1, gid: 2, pid: 3)
        let program = found("a").program
        #expect(bare.running(program) == bare.running(program.program))
        #expect(bare.running(program).hashValue == bare.running(program.program).hashValue)
        #expect(bare.running(program) != bare)
        #expect(bare.running(.unknown) == bare)
        #expect(bare.running(SharedProgram(.unknown)) == bare)
        #expect(bare.running(program).program.executable == "/usr/bin/a")
    }
}
