import Glibc
import VaultFetchWire

/// Cuts connections that deliver so fast that FoundationNetworking never gets to a `cancel`.
///
/// The session reads all sockets on one serial queue without back-pressure; an endless fast body keeps that queue busy,
/// and the cancel waits behind it while memory grows. Shutting the socket from outside ends the reading.
enum ConnectionBreaker {
    /// More than the largest answer that any request may allow.
    private static let flood = UInt64(FetchLimits.bodyBytes) * 3 / 2
    private static let descriptors: Range<Int32> = 3..<1024
    /// Where `tcpi_bytes_received` is in the kernel's `struct tcp_info`; glibc's copy of it ends before.
    private static let receivedOffset = 128

    /// What each connection has received so far.
    static func survey() -> [Int32: UInt64] {
        var received: [Int32: UInt64] = [:]
        for descriptor in descriptors { received[descriptor] = bytesReceived(on: descriptor) }
        return received
    }

    /// Shuts the connections that have brought too much and still bring more than they had `before`.
    static func shutFlooded(since before: [Int32: UInt64]) {
        for (descriptor, count) in survey() where count > flood && count > before[descriptor] ?? 0 {
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    private static func bytesReceived(on descriptor: Int32) -> UInt64? {
        var info = [UInt8](repeating: 0, count: receivedOffset + 8)
        var length = socklen_t(info.count)
        guard getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &length) == 0,
            length == info.count
        else { return nil }
        return info.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: receivedOffset, as: UInt64.self) }
    }
}
