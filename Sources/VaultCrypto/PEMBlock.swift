import CSodium

/// The one block of a label in a PEM text (RFC 7468 §3), decoded into guarded memory that it must fill.
enum PEMBlock {
    enum Problem { case noBlock, otherLength }

    /// Nil when the memory is full of it, and nothing was left over.
    static func decode(
        _ text: UnsafeRawBufferPointer, label: String, into memory: borrowing GuardedMemory
    ) -> Problem? {
        guard let start = end(of: "-----BEGIN \(label)-----", in: text, from: 0),
            let after = end(of: "-----END \(label)-----", in: text, from: start)
        else { return .noBlock }
        let inner = UnsafeRawBufferPointer(rebasing: text[start..<after - "-----END \(label)-----".utf8.count])
        var count = 0
        let capacity = memory.count
        let result = memory.withPointer {
            sodium_base642bin(
                $0, capacity, inner.assumingMemoryBound(to: CChar.self).baseAddress, inner.count, " \t\r\n", &count,
                nil, sodium_base64_VARIANT_ORIGINAL)
        }
        return result == 0 && count == capacity ? nil : .otherLength
    }

    static func isPresent(_ label: String, in text: UnsafeRawBufferPointer) -> Bool {
        end(of: "-----BEGIN \(label)-----", in: text, from: 0) != nil
    }

    /// Where the first occurrence ends.
    private static func end(of mark: String, in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        let mark = Array(mark.utf8)
        guard text.count - start >= mark.count else { return nil }
        let place = (start...(text.count - mark.count)).first { place in
            mark.indices.allSatisfy { text[place + $0] == mark[$0] }
        }
        return place.map { $0 + mark.count }
    }
}
