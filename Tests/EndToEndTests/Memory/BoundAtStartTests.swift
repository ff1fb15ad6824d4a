import Foundation
import TestHarness
import Testing

/// The daemon's symbols are looked up before it holds any secret: the linker's look-up at a first call would leave registers, and with
/// them pieces of what was copied last, on the stack.
@Suite struct BoundAtStartTests {
    @Test func `vaultd is linked so that nothing is looked up later`() throws {
        let file = [UInt8](try Data(contentsOf: Program.folder.appendingPathComponent("vaultd")))
        let dynamic = try #require(Self.dynamicSection(of: file))
        // DF_BIND_NOW of DT_FLAGS, or DF_1_NOW of DT_FLAGS_1 (System V ABI, "Dynamic Section").
        #expect((dynamic[30] ?? 0) & 8 != 0 || (dynamic[0x6FFF_FFFB] ?? 0) & 1 != 0)
    }

    /// The entries of PT_DYNAMIC of a 64-bit ELF file in this machine's order of bytes, by their tags.
    private static func dynamicSection(of file: [UInt8]) -> [UInt64: UInt64]? {
        file.withUnsafeBytes { file in
            func number<Number: FixedWidthInteger>(_ type: Number.Type, at place: Int) -> Number {
                file.loadUnaligned(fromByteOffset: place, as: type)
            }
            guard file.count > 64, file.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2]) else { return nil }
            let headers = Int(number(UInt64.self, at: 32))
            let (size, count) = (Int(number(UInt16.self, at: 54)), Int(number(UInt16.self, at: 56)))
            for header in stride(from: headers, to: headers + size * count, by: size)
            where number(UInt32.self, at: header) == 2 {
                let start = Int(number(UInt64.self, at: header + 8))
                let length = Int(number(UInt64.self, at: header + 32))
                let entries = stride(from: start, to: start + length, by: 16).map {
                    (number(UInt64.self, at: $0), number(UInt64.self, at: $0 + 8))
                }
                return Dictionary(entries) { first, _ in first }
            }
            return nil
        }
    }
}
