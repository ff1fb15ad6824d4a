import Glibc

extension Terminal {
    /// Reads a secret: typed unseen after a prompt where stdin is a terminal, else all of stdin less one line end.
    package func readSecret(prompt: String, limit: Int = 64 * 1024) throws(SecretInputError) -> SecretInput {
        let secret = isInputTerminal ? try typedSecret(prompt, limit) : try pipedSecret(limit)
        if secret.count == 0 { throw .empty }
        return secret
    }

    /// The same for one that is to be kept in mind: typed twice, because a mistyped one would lock everybody out.
    package func readNewSecret(prompt: String, limit: Int = 64 * 1024) throws(SecretInputError) -> SecretInput {
        let first = try readSecret(prompt: prompt, limit: limit)
        guard isInputTerminal else { return first }
        let second = try readSecret(prompt: "The same again (not shown): ", limit: limit)
        let isSame = first.withBytes { first in second.withBytes { first.elementsEqual($0) } }
        guard isSame else { throw .mismatch }
        return first
    }

    private func pipedSecret(_ limit: Int) throws(SecretInputError) -> SecretInput {
        // Room for the line end that is taken away, and for one byte too many.
        var secret = SecretInput(capacity: limit + 3)
        while true {
            let free = secret.free
            if free.isEmpty { throw .tooLong(limit: limit) }
            let count = read(input, free.baseAddress, free.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .unreadable(errno: errno) }
            if count == 0 { break }
            secret.grow(by: count)
        }
        secret.dropLineEnd()
        if secret.count > limit { throw .tooLong(limit: limit) }
        return secret
    }

    private func typedSecret(_ prompt: String, _ limit: Int) throws(SecretInputError) -> SecretInput {
        printError(prompt)
        var usual = termios()
        guard tcgetattr(input, &usual) == 0 else { throw .unreadable(errno: errno) }
        var quiet = usual
        // No echo; no line mode, because of its length limit; no signals, because ^C would leave the terminal mute.
        quiet.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG)
        guard tcsetattr(input, TCSAFLUSH, &quiet) == 0 else { throw .unreadable(errno: errno) }
        defer {
            tcsetattr(input, TCSAFLUSH, &usual)
            printError("\n")
        }
        var editor = SecretLineEditor(line: SecretInput(capacity: limit))
        while true {
            switch editor.type(try key()) {
            case .more: continue
            case .done: return editor.line
            case .interrupted: throw .interrupted
            case .full: throw .tooLong(limit: limit)
            }
        }
    }

    private func key() throws(SecretInputError) -> UInt8 {
        var byte: UInt8 = 0
        while true {
            let count = read(input, &byte, 1)
            if count == 1 { return byte }
            if count == 0 { throw .interrupted }
            if errno != EINTR { throw .unreadable(errno: errno) }
        }
    }
}
