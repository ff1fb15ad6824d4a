import Glibc

/// The users and groups that this machine knows (nsswitch.conf(5)).
package struct HostAccounts: AccountNames, Sendable {
    package init() {}

    package func uid(ofUser name: String) -> UInt32? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return Self.withRoom { getpwnam_r(name, &entry, $0, $1, &found) } && found != nil
            ? entry.pw_uid : nil
    }

    package func gid(ofGroup name: String) -> UInt32? {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        return Self.withRoom { getgrnam_r(name, &entry, $0, $1, &found) } && found != nil
            ? entry.gr_gid : nil
    }

    /// Calls with ever larger buffers while the entry does not fit (getpwnam_r(3), ERANGE).
    private static func withRoom(_ lookUp: (UnsafeMutablePointer<CChar>, Int) -> Int32) -> Bool {
        var size = 4_096
        while size <= 1 << 22 {
            var room = [CChar](repeating: 0, count: size)
            let result = lookUp(&room, size)
            if result != ERANGE { return result == 0 }
            size *= 4
        }
        return false
    }
}
