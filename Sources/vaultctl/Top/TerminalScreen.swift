import Glibc
import VaultCommandLine

/// The alternate screen of the process's terminal. However the command ends, the terminal is left as it was found: its modes, its
/// cursor and what stood on it.
final class TerminalScreen: LiveScreen {
    private let terminal: Terminal
    private let modes: termios
    private let signals: Int32
    private var isOpen = true

    /// - Returns: nil where stdin or stdout is no terminal.
    init?(_ terminal: Terminal) {
        var modes = termios()
        guard terminal.isOutputTerminal, tcgetattr(terminal.input, &modes) == 0 else { return nil }
        self.terminal = terminal
        self.modes = modes
        signals = ScreenSignals.begin()
        // Keys are read one by one and not shown; Ctrl-C stays a signal.
        modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
        tcsetattr(terminal.input, TCSANOW, &modes)
        // Alternate screen, without a cursor (xterm, "Control Sequences": private modes 1049 and 25).
        terminal.print("\u{1B}[?1049h\u{1B}[?25l")
    }

    deinit { close() }

    func close() {
        guard isOpen else { return }
        isOpen = false
        terminal.print("\u{1B}[?25h\u{1B}[?1049l")
        var modes = modes
        tcsetattr(terminal.input, TCSANOW, &modes)
        ScreenSignals.end()
    }

    var columns: Int { size.columns }
    var rows: Int { size.rows }

    /// As small terminals are where the kernel does not tell.
    private var size: (columns: Int, rows: Int) {
        // Of <asm-generic/ioctls.h>: TIOCGWINSZ.
        var found = winsize()
        guard ioctl(terminal.output, 0x5413, &found) == 0, found.ws_col > 0, found.ws_row > 0 else { return (80, 24) }
        return (Int(found.ws_col), Int(found.ws_row))
    }

    /// Over what stands there, so that nothing flickers; the rest of each line and of the screen is cleared.
    func draw(_ lines: [String]) {
        terminal.print("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\n") + "\u{1B}[J")
    }

    func wait(milliseconds: Int64) -> ScreenEvent {
        if ScreenSignals.hasEnded { return .quit }
        var wanted = [
            pollfd(fd: terminal.input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&wanted, nfds_t(wanted.count), Int32(clamping: max(0, milliseconds)))
        if ScreenSignals.hasEnded { return .quit }
        guard count > 0 else { return count < 0 && errno == EINTR ? .resized : .elapsed }
        if wanted[1].revents != 0 {
            var number: UInt64 = 0
            _ = read(signals, &number, 8)
            return .resized
        }
        var key: UInt8 = 0
        let isRead = read(terminal.input, &key, 1) == 1
        // A terminal that is gone is no one to draw for.
        return !isRead || key == UInt8(ascii: "q") || key == UInt8(ascii: "Q") ? .quit : .resized
    }
}
