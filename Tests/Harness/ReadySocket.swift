import Foundation
import Glibc

/// The other end of sd_notify(3): tells a test when the daemon says that it is ready, so that no test waits by the clock.
package final class ReadySocket: Sendable {
    package let path: String
    private let descriptor: Int32

    package init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard bound == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Waits on a thread of its own for a datagram that holds `word`.
    ///
    /// - Returns: false when `isAlive` says no, or 60 seconds have passed.
    package func wait(for word: String, while isAlive: @escaping @Sendable () -> Bool) async -> Bool {
        await withCheckedContinuation { waiter in
            Thread.detachNewThread { [descriptor] in
                var buffer = [UInt8](repeating: 0, count: 4096)
                for _ in 0..<60 {
                    let count = recv(descriptor, &buffer, buffer.count, 0)
                    if count > 0, String(decoding: buffer[..<count], as: UTF8.self).contains(word) {
                        waiter.resume(returning: true)
                        return
                    }
                    if count < 0 && !isAlive() { break }
                }
                waiter.resume(returning: false)
            }
        }
    }
}
