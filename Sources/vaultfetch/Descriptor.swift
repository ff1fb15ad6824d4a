import Glibc

/// Whole reads and writes on a blocking file descriptor, through signals and short counts.
enum Descriptor {
    /// How many bytes have come, or nil when the other side is gone.
    static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        while true {
            let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if got < 0, errno == EINTR { continue }
            return got > 0 ? got : nil
        }
    }

    /// All bytes up to the end of the file, or nil when there are more than `cap` or the file cannot be read.
    static func readAll(_ descriptor: Int32, atMost cap: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0, bytes.count + got <= cap else { return nil }
            if got == 0 { return bytes }
            bytes.append(contentsOf: chunk.prefix(got))
        }
    }

    /// False when the other side is gone.
    static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var done = 0
        while done < bytes.count {
            let put = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { return false }
            done += put
        }
        return true
    }

    static func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { write(descriptor, $0) }
    }
}
