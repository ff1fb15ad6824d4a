import Glibc
import VaultSocket

/// Cuts a stream of bytes into lines (LF); holds back only the line that is not whole yet, and wipes it when it leaves.
package struct LineSplitter: ~Copyable {
    /// What came in and was not handed on: a partial line, or whole lines after a pause.
    private var held = OutputBuffer()

    package init() {}

    /// What stopped the cutting.
    package enum Verdict: Equatable, Sendable {
        /// All whole lines were handed on.
        case hungry
        /// `each` asked for a pause; the rest is held.
        case paused
        /// A line is longer than the limit; it was not handed on, and nothing after it can be.
        case tooLong
    }

    package var holdsBytes: Bool { !held.isEmpty }

    /// Hands on each whole line, without its newline, in order.
    ///
    /// - Parameters:
    ///   - limit: bytes of one line without its newline.
    ///   - each: false asks for a pause after this line.
    package mutating func take(
        _ chunk: UnsafeRawBufferPointer, limit: Int, each: (UnsafeRawBufferPointer) -> Bool
    ) -> Verdict {
        var rest = chunk
        if !held.isEmpty {
            guard let newline = Self.newline(in: rest, from: 0) else { return hold(rest, limit: limit) }
            // Only up to the first newline: the lines behind it are handed on where they lie.
            held.append(UnsafeRawBufferPointer(rebasing: rest[..<newline]))
            rest = UnsafeRawBufferPointer(rebasing: rest[(newline + 1)...])
            guard held.count <= limit else { return .tooLong }
            let goesOn = each(held.bytes)
            forgetHeld()
            guard goesOn else { return keep(rest) }
        }
        let (used, verdict) = Self.cut(rest, limit: limit, each)
        rest = UnsafeRawBufferPointer(rebasing: rest[used...])
        return verdict == .hungry ? hold(rest, limit: limit) : keep(rest, verdict)
    }

    /// Goes on after a pause with what is held.
    package mutating func resume(limit: Int, each: (UnsafeRawBufferPointer) -> Bool) -> Verdict {
        let (used, verdict) = Self.cut(held.bytes, limit: limit, each)
        held.removeFirst(used)
        if held.isEmpty { forgetHeld() }
        return verdict == .hungry && held.count > limit ? .tooLong : verdict
    }

    /// Wipes what is held.
    package mutating func forgetHeld() {
        held.wipe()
        held.shrink(to: 0)
    }

    /// How far the whole lines reach, and why it stopped there.
    @inline(__always)
    private static func cut(
        _ bytes: UnsafeRawBufferPointer, limit: Int, _ each: (UnsafeRawBufferPointer) -> Bool
    ) -> (used: Int, Verdict) {
        var start = 0
        while let newline = newline(in: bytes, from: start) {
            guard newline - start <= limit else { return (start, .tooLong) }
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<newline])
            start = newline + 1
            guard each(line) else { return (start, .paused) }
        }
        return (start, .hungry)
    }

    @inline(__always)
    private static func newline(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress else { return nil }
        guard let found = memchr(base + start, 0x0A, bytes.count - start) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private mutating func hold(_ part: UnsafeRawBufferPointer, limit: Int) -> Verdict {
        held.append(part)
        return held.count > limit ? .tooLong : .hungry
    }

    private mutating func keep(_ rest: UnsafeRawBufferPointer, _ verdict: Verdict = .paused) -> Verdict {
        held.append(rest)
        return verdict
    }
}
