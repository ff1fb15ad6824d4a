import Glibc
import VaultSocket

/// The receiving end of sd_notify(3): tells to the microsecond when the daemon says that it is ready.
final class NotifySocket {
    let path: String
    private let socket: FileDescriptor

    init(path: String) throws {
        self.path = path
        let raw = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard raw >= 0 else { throw LoadFailure("no socket for the daemon's word that it is ready") }
        socket = FileDescriptor(owning: raw)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw LoadFailure("\(path) is too long for a socket; choose another --folder")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw LoadFailure("\(path) cannot be bound") }
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(raw, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// - Returns: false when `isAlive` says no, or a minute has passed.
    func waitForReady(while isAlive: () -> Bool) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<60 {
            let count = recv(socket.raw, &buffer, buffer.count, 0)
            if count > 0, ByteSearch.contains(buffer[..<count], Array("READY=1".utf8)) { return true }
            if count < 0, !isAlive() { return false }
        }
        return false
    }
}

/// Looks for bytes among bytes; for checks of single replies, not for the load.
enum ByteSearch {
    static func contains(_ bytes: some BidirectionalCollection<UInt8>, _ wanted: [UInt8]) -> Bool {
        let bytes = Array(bytes)
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
