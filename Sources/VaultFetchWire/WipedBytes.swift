import Glibc

/// Bytes that may hold a secret: shared, never changed, and wiped when the last owner lets go.
package final class WipedBytes: Sendable {
    package let count: Int
    // Written in init and deinit only.
    nonisolated(unsafe) private let base: UnsafeMutableRawPointer

    package init(copying bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        base = .allocate(byteCount: max(1, bytes.count), alignment: 8)
        if let source = bytes.baseAddress { base.copyMemory(from: source, byteCount: bytes.count) }
    }

    package init(copying bytes: ArraySlice<UInt8>) {
        count = bytes.count
        base = .allocate(byteCount: max(1, bytes.count), alignment: 8)
        bytes.withUnsafeBytes { source in
            if let source = source.baseAddress { base.copyMemory(from: source, byteCount: count) }
        }
    }

    package convenience init(copying bytes: [UInt8]) { self.init(copying: bytes[...]) }

    package static let empty = WipedBytes(copying: [])

    deinit {
        explicit_bzero(base, count)
        base.deallocate()
    }

    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }
}

extension WipedBytes: Equatable {
    /// For tests and tables, not for secrets: its time depends on the content.
    package static func == (left: WipedBytes, right: WipedBytes) -> Bool {
        left.withBytes { left in right.withBytes { left.elementsEqual($0) } }
    }
}

extension WipedBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<\(count) bytes>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
