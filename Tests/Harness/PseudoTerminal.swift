package import Glibc

/// A terminal with nobody before it.
package final class PseudoTerminal: Sendable {
    /// The person's side.
    package let master: Int32
    /// The program's side.
    package let slave: Int32

    package struct Unavailable: Error {}

    // Of <asm-generic/ioctls.h>; Swift does not see posix_openpt and its relatives.
    private static let lockSlave: UInt = 0x4004_5431
    private static let slaveNumber: UInt = 0x8004_5430

    package init() throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var locked: Int32 = 0
        var number: Int32 = -1
        guard master >= 0, ioctl(master, Self.lockSlave, &locked) == 0, ioctl(master, Self.slaveNumber, &number) == 0
        else {
            throw Unavailable()
        }
        slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard slave >= 0 else { throw Unavailable() }
    }

    deinit {
        close(master)
        close(slave)
    }

    package var localFlags: tcflag_t {
        var settings = termios()
        tcgetattr(slave, &settings)
        return settings.c_lflag
    }

    /// What the person sees, up to a text that must come.
    package func shown(until end: String) -> String {
        var seen = ""
        var buffer = [UInt8](repeating: 0, count: 256)
        while !seen.hasSuffix(end), case let count = read(master, &buffer, buffer.count), count > 0 {
            seen += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return seen
    }
}
