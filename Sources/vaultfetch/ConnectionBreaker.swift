import Glibc
import VaultFetchWire

/// Ends connections from outside, where FoundationNetworking cannot or does not.
///
/// It has no way to say that a connection is not to be used again, and a flooded one starves its `cancel`: the session reads all
/// sockets on one serial queue without back-pressure, and an endless fast body keeps that queue busy while memory grows.
enum ConnectionBreaker {
    /// More than the largest answer that any request may allow.
    private static let flood = UInt64(FetchLimits.bodyBytes) * 3 / 2
    private static let descriptors: Range<Int32> = 3..<1024
    /// Where `tcpi_bytes_received` is in the kernel's `struct tcp_info`; glibc's copy of it ends before.
    private static let receivedOffset = 128

    /// What each connection has received so far.
    static func survey() -> [Int32: UInt64] {
        var received: [Int32: UInt64] = [:]
        for descriptor in openDescriptors() { received[descriptor] = bytesReceived(on: descriptor) }
        return received
    }

    /// In one call of the kernel: nearly all of the numbers are free, and asking each made a thousand calls behind every answer.
    private static func openDescriptors() -> [Int32] {
        var entries = descriptors.map { pollfd(fd: $0, events: 0, revents: 0) }
        // Without room in the kernel nothing is known, and all are asked.
        guard poll(&entries, nfds_t(entries.count), 0) >= 0 else { return Array(descriptors) }
        return entries.filter { $0.revents & Int16(POLLNVAL) == 0 }.map(\.fd)
    }

    /// Shuts the connections that have brought too much and still bring more than they had `before`.
    static func shutFlooded(since before: [Int32: UInt64]) {
        for (descriptor, count) in survey() where count > flood && count > before[descriptor] ?? 0 {
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    static func shutAll() {
        for descriptor in survey().keys { shutdown(descriptor, Int32(SHUT_RDWR)) }
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
