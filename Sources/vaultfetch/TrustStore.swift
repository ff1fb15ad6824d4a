import CLinux
import Glibc
import VaultFetchWire

/// Decides which certificates TLS sees, in this process only: the system's, and one private CA where there is one.
///
/// FoundationNetworking has no way to name a CA on Linux: libcurl reads the bundle that it was built with. So the
/// process moves to a mount namespace of its own and puts other files where those are (mount_namespaces(7),
/// user_namespaces(7)). It must happen before the process has a second thread.
enum TrustStore {
    private static let authorityBytes = 1 << 20

    /// Without a private CA this only makes TLS cheaper, so a kernel that refuses namespaces is no fault then.
    static func install(authority descriptor: Int32?) throws(StartError) {
        var authority: [UInt8]?
        if let descriptor { authority = try certificates(from: descriptor) }
        guard let overlay = TrustOverlay(authority: authority) else {
            if authority == nil { return }
            throw StartError(.noSystemBundle)
        }
        guard enterNamespace() else {
            if authority == nil { return }
            throw StartError(.noNamespace)
        }
        try overlay.mount()
    }

    private static func certificates(from descriptor: Int32) throws(StartError) -> [UInt8] {
        defer { close(descriptor) }
        guard let bytes = Descriptor.readAll(descriptor, atMost: authorityBytes), !PEM.certificates(bytes).isEmpty
        else {
            throw StartError(.badAuthority)
        }
        return bytes
    }

    /// With the right to do so, a mount namespace alone; else one inside a user namespace that maps only this user.
    private static func enterNamespace() -> Bool {
        let (user, group) = (geteuid(), getegid())
        if confine_new_mounts() != 0 {
            guard confine_new_mounts_and_users() == 0,
                put("/proc/self/setgroups", "deny"),
                put("/proc/self/uid_map", "\(user) \(user) 1"),
                put("/proc/self/gid_map", "\(group) \(group) 1")
            else { return false }
        }
        // Nothing mounted here may reach the rest of the system.
        return confine_mount(nil, "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0
    }

    private static func put(_ path: String, _ text: String) -> Bool {
        let handle = open(path, O_WRONLY | O_CLOEXEC)
        guard handle >= 0 else { return false }
        defer { close(handle) }
        return Descriptor.write(handle, Array(text.utf8))
    }
}
