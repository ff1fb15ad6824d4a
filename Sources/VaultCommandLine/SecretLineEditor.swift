/// Types a secret without a terminal's help: decides byte by byte what a key does.
///
/// The terminal's own line mode would cut a pasted token at 4,095 bytes (termios(3), canonical mode) and keep it in the kernel.
struct SecretLineEditor: ~Copyable {
    /// What to do after a key.
    enum Step: Hashable {
        case more
        case done
        case interrupted
        case full
    }

    var line: SecretInput

    mutating func type(_ byte: UInt8) -> Step {
        switch byte {
        case 0x0A, 0x0D: return .done
        case 0x04: return line.count == 0 ? .interrupted : .done
        case 0x03, 0x1C: return .interrupted
        case 0x08, 0x7F: line.removeLastCharacter()
        case 0x15: line.removeAll()
        case 0x00..<0x20: break
        default: return line.append(byte) ? .more : .full
        }
        return .more
    }
}
