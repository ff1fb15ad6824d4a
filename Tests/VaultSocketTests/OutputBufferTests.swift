import Testing

@testable import VaultSocket

struct OutputBufferTests {
    private func text(_ buffer: borrowing OutputBuffer) -> String {
        String(decoding: buffer.bytes, as: UTF8.self)
    }

    @Test func `what is appended comes out in order, across growth`() {
        var buffer = OutputBuffer(capacity: 1)
        var expected = ""
        for number in 0..<2_000 {
            buffer.append("n=")
            buffer.append(decimal: number)
            buffer.append(byte: UInt8(ascii: ";"))
            expected += "n=\(number);"
        }
        let written = text(buffer)
        #expect(written == expected)
    }

    @Test(arguments: [0, 1, 9, 10, 99, 100, -1, -10, Int.max, Int.min])
    func `integers are written as Swift writes them`(value: Int) {
        var buffer = OutputBuffer()
        buffer.append(decimal: value)
        let written = text(buffer)
        #expect(written == String(value))
    }

    @Test func `text is escaped as RFC 8259 asks`() {
        var buffer = OutputBuffer()
        buffer.append(quoting: "a\"b\\c\nd\re\tf\u{1}g\u{1f}h/ü€😀\u{7f}")
        let written = text(buffer)
        #expect(written == #""a\"b\\c\nd\re\tf\u0001g\u001fh/ü€😀"# + "\u{7f}\"")
    }

    @Test func `removing the first bytes keeps the rest`() {
        var buffer = OutputBuffer()
        buffer.append("hello world")
        buffer.removeFirst(6)
        let written = text(buffer)
        buffer.append("!")
        #expect(written == "world")
        let extended = text(buffer)
        #expect(extended == "world!")
    }

    @Test func `a buffer that was never written to has no memory and can be used in every way`() {
        var buffer = OutputBuffer()
        buffer.append("")
        buffer.append([])
        buffer.append(space: 0) { _ in 0 }
        buffer.removeFirst(0)
        buffer.clear()
        buffer.wipe()
        buffer.shrink(to: 0)
        let (capacity, written) = (buffer.capacity, text(buffer))
        #expect(capacity == 0)
        #expect(written == "")
    }

    @Test func `truncating forgets the end`() {
        var buffer = OutputBuffer()
        buffer.append("hello world")
        buffer.truncate(to: 5)
        let written = text(buffer)
        #expect(written == "hello")
    }

    @Test func `memory is kept after clear and given back by shrink`() {
        var buffer = OutputBuffer()
        buffer.append([UInt8](repeating: 7, count: 10_000))
        buffer.clear()
        let kept = buffer.capacity
        buffer.shrink(to: 1_000)
        let shrunk = buffer.capacity
        #expect(kept >= 10_000)
        #expect(shrunk == 1_000)
    }

    @Test func `wiping overwrites everything that was ever held, also what was removed or cleared`() {
        var buffer = OutputBuffer(capacity: 256)
        buffer.append([UInt8](repeating: 0x55, count: 200))
        buffer.removeFirst(200)
        buffer.append("x")
        buffer.clear()
        buffer.append(space: 64) { space in
            for index in 0..<64 { space[index] = 0x55 }
            return 3
        }
        let before = UnsafeRawBufferPointer(start: buffer.bytes.baseAddress, count: 256)
        #expect(before[100..<200].contains(0x55))
        buffer.wipe()
        let isEmpty = buffer.isEmpty
        #expect(isEmpty)
        #expect(before[..<200].allSatisfy { $0 == 0 })
    }
}
