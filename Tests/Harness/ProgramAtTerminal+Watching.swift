import Foundation
package import Glibc

/// A program that draws on the terminal: what is looked for on it, and what a person does to it.
extension ProgramAtTerminal {
    /// How many characters were shown until now: where to look on from.
    package var place: Int { shown.count }

    /// Waits until something stands there that was not there at `place`.
    package func wait(for text: String, from place: Int = 0) throws {
        let end = ContinuousClock.now.advanced(by: Self.patience)
        while !shown.dropFirst(place).contains(text) {
            guard ContinuousClock.now < end else { throw NotAsked(prompt: text, shown: String(shown.suffix(2_000))) }
            look(milliseconds: 10)
        }
    }

    package func press(_ keys: String) {
        var keys = keys
        _ = keys.withUTF8 { write(console.master, $0.baseAddress, $0.count) }
    }

    package func resize(columns: UInt16, rows: UInt16) {
        // Of <asm-generic/ioctls.h>: TIOCSWINSZ.
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(console.master, 0x5414, &size)
        // Sent by the kernel where the terminal is the program's controlling one.
        kill(processID, SIGWINCH)
    }

    package func send(signal: Int32) { kill(processID, signal) }

    /// The modes that programs change.
    package var localFlags: tcflag_t { console.localFlags }
}
