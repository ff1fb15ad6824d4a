import Testing
import VaultCore

@testable import VaultCrypto

@Suite struct `A seal key` {
    private static let raw: [UInt8] = (0..<32).map { $0 &* 7 &+ 1 }
    private static let hex = "01080f161d242b323940474e555c636a71787f868d949ba2a9b0b7bec5ccd3da"
    private static let base64 = "AQgPFh0kKzI5QEdOVVxjanF4f4aNlJuiqbC3vsXM09o="

    @Test(arguments: [hex, hex.uppercased(), hex + "\n", base64, base64 + "\n"])
    func `is read from one line`(line: String) throws {
        #expect(try read(Array(line.utf8)) == Self.raw)
    }

    @Test func `is read from raw bytes`() throws {
        #expect(try read(Self.raw) == Self.raw)
    }

    @Test(
        arguments: [
            ([], .empty), (Array(raw.dropLast()), .wrongLength(31)), (raw + [10], .wrongLength(33)),
            (Array(hex.dropLast().utf8), .wrongLength(63)), (Array((hex + "\n\n").utf8), .wrongLength(66)),
            (Array((hex + "\r\n").utf8), .wrongLength(66)), (Array((" " + hex).utf8), .wrongLength(65)),
            (Array((hex.dropLast() + "g").utf8), .notHexadecimal),
            (Array((hex.dropLast(2) + " 1").utf8), .notHexadecimal),
            (Array((base64.dropLast() + "A").utf8), .notBase64), (Array((base64.dropLast(2) + "p=").utf8), .notBase64),
            (Array(base64.dropLast().utf8), .wrongLength(43)), (Array((base64.dropLast(2) + "_=").utf8), .notBase64),
            ([UInt8](repeating: 0, count: 32), .trivial), ([UInt8](repeating: 48, count: 64), .trivial),
        ] as [([UInt8], SealKeyFailure)])
    func `is refused when it is anything else`(text: [UInt8], failure: SealKeyFailure) {
        #expect(throws: failure) { try read(text) }
    }

    @Test func `is made at random as a line that reads back`() throws {
        let line = try SealKey.makeLine()
        #expect(line.count == 65)
        #expect(line.copiedBytes.last == 10)
        #expect(line.copiedBytes.dropLast().allSatisfy { Array("0123456789abcdef".utf8).contains($0) })
        #expect(try !SealKey.makeLine().equals(line))
        #expect(try read(line.copiedBytes).count == 32)
    }

    @Test(arguments: [SealKeyFailure.empty, .wrongLength(31), .notHexadecimal, .notBase64, .trivial, .outOfMemory])
    func `says what to do when it is refused`(failure: SealKeyFailure) {
        #expect(failure.description.hasPrefix("read the seal key: "))
        #expect(failure.description.contains("; "))
    }

    private func read(_ text: [UInt8]) throws -> [UInt8] {
        let key = try SealKey(reading: Secret(copying: text))
        return key.key.withPointer { Array(UnsafeBufferPointer(start: $0, count: 32)) }
    }
}
