import Testing
import VaultCore

struct DiagnosisTests {
    private static let now = Timestamp(seconds: 1_000_000_000)

    private static func well() -> HostFigures {
        var figures = HostFigures(now: now)
        figures.disks = [
            HostFigures.Disk(name: "store", path: "/s", room: HostFigures.Room(free: 5 << 30, total: 10 << 30))
        ]
        figures.openDescriptors = 10
        figures.descriptorLimit = 1_000
        figures.activeKey = HostFigures.ActiveKey(
            version: MasterKeyVersion(number: 3), since: now.adding(seconds: -86_400), rotatesAt: nil)
        figures.backups = .newest(now.adding(seconds: -86_400))
        return figures
    }

    private static func states(
        _ check: CheckFinding.Check, _ change: (inout HostFigures) -> Void
    ) -> [CheckFinding.State] {
        var figures = well()
        change(&figures)
        return Diagnosis(figures, sqlite: "s", libsodium: "l").findings.filter { $0.check == check }.map(\.state)
    }

    @Test func `a machine that is well has one finding for each check, and nothing to do`() {
        let diagnosis = Diagnosis(Self.well(), sqlite: "s", libsodium: "l")
        #expect(
            diagnosis.findings.map(\.check) == [
                .configuration, .disk, .memory, .clock, .descriptors, .confinement, .masterKey, .backup,
            ])
        #expect(diagnosis.findings.allSatisfy { $0.state == .ok && $0.remedy == nil })
        #expect(diagnosis.backupAt == Self.now.adding(seconds: -86_400) && diagnosis.activeKey?.version.number == 3)
    }

    @Test func `each problem of the configuration is one finding`() {
        #expect(Self.states(.configuration) { $0.configurationProblems = ["a", "b"] } == [.failing, .failing])
    }

    @Test(
        arguments: [
            (5 << 30, 10 << 30, CheckFinding.State.ok), (1 << 30, 100 << 30, .ok), ((1 << 30) - 1, 100 << 30, .warning),
            (500 << 20, 1 << 30, .ok), (64 << 20, 1 << 30, .warning), ((64 << 20) - 1, 1 << 30, .failing),
        ] as [(UInt64, UInt64, CheckFinding.State)])
    func `room is scarce by what is left and by what there is`(
        free: UInt64, total: UInt64, state: CheckFinding.State
    ) {
        #expect(Self.states(.disk) { $0.disks[0].room = HostFigures.Room(free: free, total: total) } == [state])
    }

    @Test func `a disk that cannot be told is not well`() {
        #expect(Self.states(.disk) { $0.disks[0].room = nil } == [.failing])
    }

    @Test func `a process that speaks to providers and is kept from no file is worth a warning, and none is not`() {
        #expect(Self.states(.confinement) { $0.isFetchConfined = false } == [.warning])
        #expect(Self.states(.confinement) { $0.isFetchConfined = true } == [.ok])
    }

    @Test func `memory that cannot be locked is worse than a cache that could not be`() {
        #expect(Self.states(.memory) { $0.canLockMemory = false } == [.failing])
        #expect(Self.states(.memory) { $0.unlockedBytes = 4096 } == [.warning])
    }

    @Test(
        arguments: [(true, CheckFinding.State.ok), (false, .warning), (nil, .warning)] as [(Bool?, CheckFinding.State)])
    func `a clock that nobody keeps is told`(isSynchronised: Bool?, state: CheckFinding.State) {
        #expect(Self.states(.clock) { $0.isClockSynchronised = isSynchronised } == [state])
    }

    @Test func `descriptors run out at four fifths`() {
        #expect(Self.states(.descriptors) { $0.openDescriptors = 799 } == [.ok])
        #expect(Self.states(.descriptors) { $0.openDescriptors = 800 } == [.warning])
    }

    @Test func `a key is old after a year, and late a day after it was to be replaced`() {
        func states(age: Int64, due: Int64?) -> [CheckFinding.State] {
            Self.states(.masterKey) { figures in
                figures.activeKey?.since = Self.now.adding(seconds: -age)
                figures.activeKey?.rotatesAt = due.map { Self.now.adding(seconds: -$0) }
            }
        }
        #expect(states(age: 364 * 86_400, due: nil) == [.ok])
        #expect(states(age: 365 * 86_400, due: nil) == [.warning])
        #expect(states(age: 400 * 86_400, due: -86_400) == [.ok])
        #expect(states(age: 400 * 86_400, due: 86_400) == [.ok])
        #expect(states(age: 400 * 86_400, due: 86_401) == [.warning])
        #expect(Self.states(.masterKey) { $0.activeKey = nil } == [.failing])
    }

    @Test func `backups are told by their age`() {
        #expect(Self.states(.backup) { $0.backups = .notConfigured } == [.warning])
        #expect(Self.states(.backup) { $0.backups = .none } == [.warning])
        #expect(Self.states(.backup) { $0.backups = .unreadable("gone") } == [.failing])
        #expect(Self.states(.backup) { $0.backups = .newest(Self.now.adding(seconds: -6 * 86_400)) } == [.ok])
        #expect(Self.states(.backup) { $0.backups = .newest(Self.now.adding(seconds: -7 * 86_400)) } == [.warning])
    }
}
