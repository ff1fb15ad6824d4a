import Glibc
import Testing

@testable import VaultSocket

struct ServiceManagerTests {
    let directory = TemporaryDirectory()

    @Test func `passed descriptors are numbered from three and carry their names`() {
        let passed = SocketActivation.parse(ownPID: 42, pid: "42", count: "2", names: "workload:admin")
        #expect(
            passed == [InheritedSocket(name: "workload", descriptor: 3), InheritedSocket(name: "admin", descriptor: 4)])
    }

    @Test func `a socket that the program before this one bound is told from one of the service manager`() throws {
        let bound = try UnixListener.bind(path: directory.file("bound"))
        let own = bound.inheritable(as: "workload")
        let passed = SocketActivation.parse(ownPID: 42, pid: "42", count: "2", names: "\(own.label):admin")
        #expect(passed.map(\.name) == ["workload", "admin"])
        #expect(passed.map(\.isOwn) == [true, false])
    }

    @Test func `descriptors without a name are called unknown`() {
        let passed = SocketActivation.parse(ownPID: 42, pid: "42", count: "3", names: ":b")
        #expect(passed.map(\.name) == ["unknown", "b", "unknown"])
    }

    @Test(
        arguments: [
            ("41", "1"), (nil, "1"), ("42", nil), ("42", "0"), ("42", "-1"), ("42", "x"), ("42", "65"), ("", "1"),
        ] as [(String?, String?)])
    func `variables for another process or that do not parse pass nothing`(pid: String?, count: String?) {
        #expect(SocketActivation.parse(ownPID: 42, pid: pid, count: count, names: nil).isEmpty)
    }

    @Test func `states arrive at a path as one datagram`() throws {
        let manager = try DatagramSocket(UnixAddress(path: directory.file("notify")))
        let notify = ServiceNotify(socket: directory.file("notify"))
        #expect(notify.send(.ready, .status("serving\n2 sockets")))
        #expect(manager.receive() == "READY=1\nSTATUS=serving 2 sockets")
    }

    @Test func `states arrive at an abstract name`() throws {
        let label = "vault-notify-\(getpid())-\(MonotonicInstant.now.nanoseconds)"
        let manager = try DatagramSocket(UnixAddress(abstract: label))
        #expect(ServiceNotify(socket: "@" + label).send(.stopping))
        #expect(manager.receive() == "STOPPING=1")
    }

    @Test func `a reload says when it began`() {
        #expect(ServiceState.reloading(atMicroseconds: 12).line == "RELOADING=1\nMONOTONIC_USEC=12")
    }

    @Test(arguments: [nil, "", "relative", "vsock:2:1"] as [String?])
    func `without a usable socket nothing is sent`(socket: String?) {
        #expect(!ServiceNotify(socket: socket).send(.ready))
    }

    @Test func `a manager that does not listen costs nothing but the answer false`() {
        #expect(!ServiceNotify(socket: directory.file("gone")).send(.watchdog))
    }

    @Test func `the watchdog is fed twice per period, and only by the process it is meant for`() {
        func interval(_ period: String?, _ pid: String?) -> Duration? {
            ServiceNotify(socket: nil, watchdogMicroseconds: period, watchdogPID: pid, ownPID: 7).watchdogInterval
        }
        #expect(interval("3000000", nil) == .milliseconds(1500))
        #expect(interval("3000000", "7") == .milliseconds(1500))
        #expect(interval("3000000", "8") == nil)
        #expect(interval(nil, nil) == nil)
        #expect(interval("soon", nil) == nil)
    }
}

/// Plays the service manager.
private final class DatagramSocket {
    let socket: TestSocket

    init(_ address: UnixAddress) throws {
        let number = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        socket = TestSocket(FileDescriptor(owning: number))
        #expect(address.withSocketAddress { bind(number, $0, $1) } == 0)
    }

    func receive() -> String? { socket.receive() }
}
