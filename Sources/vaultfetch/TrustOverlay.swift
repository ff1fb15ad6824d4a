import CLinux
import VaultFetchWire
import Glibc

/// A small read-only file system in memory that hides one directory and holds our bundles instead.
struct TrustOverlay {
    let directory: String
    var files: [String: [UInt8]] = [:]

    func mount() throws(StartError) {
        let flags = UInt(MS_NOSUID | MS_NODEV | MS_NOEXEC)
        guard confine_mount("tmpfs", directory, "tmpfs", flags, "mode=0755,size=32m") == 0 else {
            throw StartError(.cannotMount)
        }
        for (name, content) in files { try write(content, to: directory + "/" + name) }
        guard confine_mount(nil, directory, nil, flags | UInt(MS_REMOUNT | MS_RDONLY), nil) == 0 else {
            throw StartError(.cannotMount)
        }
    }

    private func write(_ content: [UInt8], to path: String) throws(StartError) {
        let handle = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o444)
        guard handle >= 0 else { throw StartError(.cannotMount) }
        defer { close(handle) }
        guard Descriptor.write(handle, content) else { throw StartError(.cannotMount) }
    }
}
