import Glibc

/// The lines of a file that holds secrets, one after the other; what was read is wiped when the next is asked for.
final class SecretLines {
    /// Why the file is not read.
    struct Failed: Error { let reason: String }

    /// A frame of the protocol holds no more.
    static let longest = 64 * 1024
    private static let capacity = 2 * longest + 1

    private let descriptor: Int32
    private let space = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// Of the line that was read last, from 1 on.
    private(set) var number: Int64 = 0
    private(set) var bytesRead: Int64 = 0
    /// nil where it is no regular file.
    let bytesInAll: Int64?

    /// - Parameter path: nil: stdin.
    init(_ path: String?) throws(Failed) {
        if let path {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
        } else {
            descriptor = dup(STDIN_FILENO)
        }
        guard descriptor >= 0 else { throw Failed(reason: String(cString: strerror(errno)).lowercased()) }
        var entry = stat()
        let isFile = fstat(descriptor, &entry) == 0 && entry.st_mode & S_IFMT == S_IFREG
        bytesInAll = isFile ? Int64(entry.st_size) : nil
        if path != nil, isFile, entry.st_mode & 0o077 != 0 {
            throw Failed(reason: "other users may read or write it, and it holds refresh tokens: run 'chmod 600' on it")
        }
    }

    deinit {
        explicit_bzero(space, Self.capacity)
        space.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    /// The next line without its end, for the time until the next call; nil at the end. One that is too long comes as nothing
    /// but its number, with `isTooLong`.
    func next() -> (bytes: UnsafeRawBufferPointer, isTooLong: Bool)? {
        var isTooLong = false
        while true {
            if let newline = memchr(space + start, 0x0A, end - start) {
                let length = newline - (space + start)
                return take(length, after: 1, isTooLong || length > Self.longest)
            }
            if isAtEnd { return start == end && !isTooLong ? nil : take(end - start, after: 0, isTooLong) }
            if end - start > Self.longest {
                isTooLong = true
                start = end
            }
            fill()
        }
    }

    private func take(_ length: Int, after: Int, _ isTooLong: Bool) -> (bytes: UnsafeRawBufferPointer, isTooLong: Bool)
    {
        number += 1
        defer { start += length + after }
        return (UnsafeRawBufferPointer(start: space + start, count: isTooLong ? 0 : length), isTooLong)
    }

    /// Moves what is left to the front, wipes the rest, and reads more.
    private func fill() {
        let left = end - start
        memmove(space, space + start, left)
        explicit_bzero(space + left, Self.capacity - left)
        (start, end) = (0, left)
        var count: Int
        repeat { count = read(descriptor, space + left, Self.capacity - left) } while count < 0 && errno == EINTR
        guard count > 0 else {
            isAtEnd = true
            return
        }
        end += count
        bytesRead += Int64(count)
    }
}
