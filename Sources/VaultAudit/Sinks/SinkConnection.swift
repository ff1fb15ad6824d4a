import Glibc
import VaultCore

/// The way to a sink's target, opened when something is sent and again after it broke; no call waits longer than `patience`
/// for a target that takes nothing.
struct SinkConnection: ~Copyable {
    /// In milliseconds.
    static let patience: Int32 = 2_000

    private let target: SinkTarget
    private var descriptor: Int32 = -1
    /// So much of the message that is being sent was taken, by a target that then took no more: it goes on from there.
    private var taken = 0

    init(_ target: SinkTarget) { self.target = target }

    deinit { if descriptor >= 0, target != .stdout { close(descriptor) } }

    /// A connection that was found broken is opened once more before that is a failure: the target may have been restarted.
    ///
    /// - Parameter message: after a failure the same one again, or `giveUp` before another.
    mutating func send(_ message: [UInt8]) -> SendOutcome {
        let wasOpen = descriptor >= 0
        if wasOpen, isEnded { shut() }
        let first = sendOnce(message)
        guard wasOpen, descriptor < 0, case .failed = first else { return first }
        return sendOnce(message)
    }

    /// The message that could not be sent will not be sent any more. Half of it may be there: what follows on the same stream could not
    /// be told from it.
    mutating func giveUp() { if taken > 0 { shut() } }

    private mutating func sendOnce(_ message: [UInt8]) -> SendOutcome {
        if descriptor < 0 {
            let opened = Self.opened(target)
            guard opened.errno == 0 else { return .failed(errno: opened.errno) }
            descriptor = opened.descriptor
        }
        let outcome =
            target == .stdout
            ? Self.write(message, from: &taken, to: descriptor)
            : Self.transmit(message, from: &taken, to: descriptor)
        switch outcome {
        case .sent, .tooLarge: taken = 0
        // Its buffers are full, which says nothing against the connection.
        case .failed(ETIMEDOUT): break
        case .failed: shut()
        }
        return outcome
    }

    private var isStream: Bool {
        if case .syslogStream = target { true } else { false }
    }

    /// The other end of a stream has closed it: what is sent now would be lost without a word.
    private var isEnded: Bool {
        guard isStream else { return false }
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT | MSG_PEEK))
        return count == 0 || count < 0 && errno != EAGAIN
    }

    private mutating func shut() {
        taken = 0
        guard target != .stdout else { return }
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}

extension SinkConnection {
    private static func opened(_ target: SinkTarget) -> (descriptor: Int32, errno: Int32) {
        switch target {
        case .stdout: return (STDOUT_FILENO, 0)
        case .journald(let path), .syslog(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
            return connected(AF_UNIX, SOCK_DGRAM, &address)
        case .syslogStream(let octets, let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &address.sin_addr) { $0.copyBytes(from: octets.prefix(4)) }
            let stream = connected(AF_INET, SOCK_STREAM, &address)
            // What lies in it is lost with the connection, and counts as sent.
            var bytes: Int32 = 64 * 1024
            if stream.errno == 0 {
                setsockopt(stream.descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
            }
            return stream
        }
    }

    private static func connected<Address>(
        _ family: Int32, _ type: __socket_type, _ address: inout Address
    ) -> (descriptor: Int32, errno: Int32) {
        let kind = Int32(type.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let made = socket(family, kind, 0)
        guard made >= 0 else { return (-1, errno) }
        let code = withUnsafeBytes(of: &address) {
            connect(
                made, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(MemoryLayout<Address>.size))
        }
        var failure = code == 0 ? 0 : errno
        if failure == EINPROGRESS {
            var size = socklen_t(MemoryLayout<Int32>.size)
            failure = ETIMEDOUT
            if isReady(made) { getsockopt(made, SOL_SOCKET, SO_ERROR, &failure, &size) }
        }
        guard failure == 0 else {
            close(made)
            return (-1, failure)
        }
        return (made, 0)
    }

    /// Whether it takes something within `patience`.
    private static func isReady(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, patience) > 0
    }

    private static func transmit(_ message: [UInt8], from sent: inout Int, to descriptor: Int32) -> SendOutcome {
        while sent < message.count {
            let count = message.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno == EMSGSIZE {
                return .tooLarge
            } else if errno == EAGAIN || errno == ENOBUFS {
                guard isReady(descriptor) else { return .failed(errno: ETIMEDOUT) }
            } else if errno != EINTR {
                return .failed(errno: errno)
            }
        }
        return .sent
    }

    /// What stdout is nobody knows, and others may share it: it is asked first instead of being made non-blocking, and gets no
    /// more at a time than a pipe that is ready takes at once (PIPE_BUF, pipe(7)).
    private static func write(_ message: [UInt8], from sent: inout Int, to descriptor: Int32) -> SendOutcome {
        while sent < message.count {
            guard isReady(descriptor) else { return .failed(errno: ETIMEDOUT) }
            let count = message.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + sent }, min(4096, $0.count - sent))
            }
            if count >= 0 {
                sent += count
            } else if errno != EINTR, errno != EAGAIN {
                return .failed(errno: errno)
            }
        }
        return .sent
    }
}
