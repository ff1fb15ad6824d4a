import CLinux
import VaultFetchWire
import Glibc

/// Makes one private CA trusted beside the system's, in this process only.
///
/// FoundationNetworking has no way to name a CA on Linux: libcurl reads the bundle that it was built with. So the
/// process moves to a mount namespace of its own and puts a longer bundle where that one is (mount_namespaces(7),
/// user_namespaces(7)). It must happen before the process has a second thread.
enum PrivateTrust {
    /// Where the usual distributions keep the bundle; all that exist are replaced.
    private static let bundles = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]
    private static let authorityBytes = 1 << 20
    private static let bundleBytes = 8 << 20

    static func install(authority descriptor: Int32) throws(StartError) {
        let authority = try certificates(from: descriptor)
        let overlays = try overlays(adding: authority)
        try enterNamespace()
        for overlay in overlays { try overlay.mount() }
    }

    private static func certificates(from descriptor: Int32) throws(StartError) -> [UInt8] {
        defer { close(descriptor) }
        guard let bytes = Descriptor.readAll(descriptor, atMost: authorityBytes),
            String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----")
        else { throw StartError(.badAuthority) }
        return bytes
    }

    /// One overlay for each directory that holds a bundle, with the content that its bundles will have.
    private static func overlays(adding authority: [UInt8]) throws(StartError) -> [TrustOverlay] {
        var overlays: [String: TrustOverlay] = [:]
        for path in Set(bundles.compactMap(resolve)) {
            let slash = path.lastIndex(of: "/") ?? path.startIndex
            let directory = String(path[..<slash])
            let handle = open(path, O_RDONLY | O_CLOEXEC)
            guard handle >= 0, let system = Descriptor.readAll(handle, atMost: bundleBytes) else { continue }
            close(handle)
            overlays[directory, default: TrustOverlay(directory: directory)]
                .files[String(path[path.index(after: slash)...])] = system + [UInt8(ascii: "\n")] + authority
        }
        guard !overlays.isEmpty else { throw StartError(.noSystemBundle) }
        return Array(overlays.values)
    }

    private static func resolve(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// With the right to do so, a mount namespace alone; else one inside a user namespace that maps only this user.
    private static func enterNamespace() throws(StartError) {
        let (user, group) = (geteuid(), getegid())
        if confine_new_mounts() != 0 {
            guard confine_new_mounts_and_users() == 0,
                put("/proc/self/setgroups", "deny"),
                put("/proc/self/uid_map", "\(user) \(user) 1"),
                put("/proc/self/gid_map", "\(group) \(group) 1")
            else { throw StartError(.noNamespace) }
        }
        // Nothing mounted here may reach the rest of the system.
        guard confine_mount(nil, "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0 else {
            throw StartError(.noNamespace)
        }
    }

    private static func put(_ path: String, _ text: String) -> Bool {
        let handle = open(path, O_WRONLY | O_CLOEXEC)
        guard handle >= 0 else { return false }
        defer { close(handle) }
        return Descriptor.write(handle, Array(text.utf8))
    }
}
