import Glibc

/// The certificates in a PEM text, mark to mark, as they stand (RFC 7468 §2).
enum PEM {
    private static let begin = "-----BEGIN CERTIFICATE-----"
    private static let end = "-----END CERTIFICATE-----"

    static func certificates(_ text: [UInt8]) -> [[UInt8]] {
        // As C wants it; a text with a NUL in it ends there.
        (text + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { buffer in
                guard var rest = buffer.baseAddress.map({ UnsafePointer($0) }) else { return [] }
                var certificates: [[UInt8]] = []
                while let start = strstr(rest, begin), let stop = strstr(start, end) {
                    let count = stop - start + end.utf8.count
                    certificates.append(
                        Array(UnsafeRawBufferPointer(start: start, count: count)) + [UInt8(ascii: "\n")])
                    rest = UnsafePointer(start + count)
                }
                return certificates
            }
        }
    }
}
