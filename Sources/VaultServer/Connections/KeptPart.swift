/// Bytes made once and only read from then on; a view of them counts no reference, which an array's does with each call.
struct KeptPart: ~Copyable {
    /// Empty until they are made.
    private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)

    var isEmpty: Bool { bytes.isEmpty }

    /// Once.
    mutating func set(_ made: [UInt8]) {
        precondition(isEmpty, "it is made once")
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: made.count, alignment: 16)
        space.copyBytes(from: made)
        bytes = UnsafeRawBufferPointer(space)
    }

    deinit { if !bytes.isEmpty { bytes.deallocate() } }
}
