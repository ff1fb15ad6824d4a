import Glibc
import Testing

@testable import VaultSocket

/// What the kernel writes about a process, with names that their owners chose.
@Suite struct ProcessTextTests {
    private static let fields = "S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 987654321 20 21 22"

    @Test(arguments: ["python3", "tmux: server", "a) R 1 2 (b", "((", "))", "x\ny", ""])
    func `the start time is found behind whatever name a process has`(name: String) {
        let line = "42 (\(name)) \(Self.fields)\n"
        #expect(ProcessStatus(parsing: Array(line.utf8))?.startTime == 987_654_321)
    }

    @Test(arguments: [
        "", "42", "42 (sh", "42 (sh) S 1 2", "42 (sh) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 x 20",
    ])
    func `what is no such line has no start time`(line: String) {
        #expect(ProcessStatus(parsing: Array(line.utf8)) == nil)
    }

    @Test(arguments: [
        ("0::/system.slice/backstage.service\n", "backstage.service"),
        ("0::/system.slice/system-getty.slice/getty@tty1.service\n", "getty@tty1.service"),
        ("0::/system.slice/docker-0123.scope/child\n", "docker-0123.scope"),
        ("0::/init.scope\n", "init.scope"),
        ("0::/system.slice/_cpu.service\n", "cpu.service"),
        ("2:cpu:/x\n1:name=systemd:/system.slice/a.service\n0::/\n", "a.service"),
        ("1:name=systemd:/system.slice/old.service\n0::/system.slice/new.service\n", "new.service"),
    ])
    func `the unit is read from either version of control groups`(text: String, unit: String) {
        #expect(ControlGroups.unit(parsing: Array(text.utf8)) == unit)
    }

    @Test(arguments: [
        "", "0::/\n", "0::/system.slice\n", "0::/docker/0123\n", "0::/docker/a.service\n", "0::/../a.service\n",
        "0::/system.slice/a.service (deleted)\n", "1:cpu:/system.slice/a.service\n", "0::system.slice/a.service\n",
        "3:x0::/system.slice/a.service\n",
    ])
    func `what names no unit gives none`(text: String) {
        #expect(ControlGroups.unit(parsing: Array(text.utf8)) == nil)
    }

    @Test func `a user's own manager cannot name a unit that is believed`() {
        let path = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/backstage.service\n"
        #expect(ControlGroups.unit(parsing: Array(path.utf8)) == "user@1000.service")
        let nested = "0::/system.slice/other.service/system.slice/backstage.service\n"
        #expect(ControlGroups.unit(parsing: Array(nested.utf8)) == "other.service")
    }

    @Test func `this process is told as it is`() throws {
        let files = ProcessFiles(pid: getpid())
        #expect(try #require(files.startTime) > 0)
        let mark = try #require(files.executableMark)
        let path = try #require(files.executablePath(of: mark))
        #expect(FileMark(path: path) == mark)
        guard let file = files.openExecutable() else {
            Issue.record("the file could not be opened")
            return
        }
        #expect(FileMark(of: file) == mark)
    }
}
