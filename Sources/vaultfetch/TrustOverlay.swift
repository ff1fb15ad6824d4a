import CLinux
import Glibc
import VaultFetchWire

/// A small read-only file system in memory that hides the directory of the certificates and holds ours instead.
struct TrustOverlay {
    private static let bundleBytes = 8 << 20
    private static let certificateBytes = 64 << 10

    private let directory: String
    private var files: [String: [UInt8]] = [:]

    /// Nil where there is nothing to do or no bundle.
    ///
    /// libcurl parses the whole bundle for each connection, which costs some 30 ms. Where it knows a directory with the
    /// same certificates by hash as well, the bundle shrinks to the private CA, or to one certificate where there is none,
    /// as it must not be empty; the others are then found in the directory, by need.
    init?(authority: [UInt8]?) {
        guard let places = TrustPlaces.current, let slash = places.file.lastIndex(of: "/"),
            let bundle = TrustOverlay.read(places.file, atMost: TrustOverlay.bundleBytes)
        else { return nil }
        directory = String(places.file[..<slash])
        let name = String(places.file[places.file.index(after: slash)...])
        let certificates = PEM.certificates(bundle)
        let hashed = places.directory == directory ? TrustOverlay.hashed(in: directory) : [:]
        let isWhole = Set(hashed.values.flatMap(PEM.certificates)).isSuperset(of: certificates)
        if let small = authority ?? certificates.first, isWhole {
            files = hashed
            files[name] = small
        } else {
            guard let authority else { return nil }
            files[name] = bundle + [UInt8(ascii: "\n")] + authority
        }
    }

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

    /// The certificates that are named by their hash: eight hexadecimal digits, a dot, a number.
    private static func hashed(in directory: String) -> [String: [UInt8]] {
        guard let listing = opendir(directory) else { return [:] }
        defer { closedir(listing) }
        var files: [String: [UInt8]] = [:]
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard isHash(name), let content = read(directory + "/" + name, atMost: certificateBytes) else { continue }
            files[name] = content
        }
        return files
    }

    private static func isHash(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].utf8.count == 8 && parts[0].allSatisfy(\.isHexDigit)
            && UInt8(parts[1]) != nil
    }

    private static func read(_ path: String, atMost cap: Int) -> [UInt8]? {
        let handle = open(path, O_RDONLY | O_CLOEXEC)
        guard handle >= 0 else { return nil }
        defer { close(handle) }
        return Descriptor.readAll(handle, atMost: cap)
    }
}
