import VaultCommandLine

/// What a member may hold: the reader checks by it and the documentation is compared with it.
package enum MemberType: Sendable {
    case text(maximumBytes: Int)
    /// An absolute path.
    case path(maximumBytes: Int)
    /// An endpoint: `https`, or `http` on a loopback address.
    case url
    case bool
    case integer(ClosedRange<Int64>)
    /// In milliseconds; `step` is the finest unit that has an effect.
    case duration(ClosedRange<Int64>, step: Int64)
    case choice([String])
    /// Permission bits as octal digits, and those that may be set.
    case mode(allowed: UInt32)
    /// An object of this shape; the name of the shape is the heading of its table.
    case object(String)
    /// An object whose members are named freely and have this shape.
    case map(String)
    /// An array of objects of this shape.
    case list(String)
    /// An array of texts, or `"*"`, or whatever the words say.
    case words(String)

    /// As the documentation writes it.
    package var documentation: String {
        switch self {
        case .text: "text"
        case .path: "absolute path"
        case .url: "URL"
        case .bool: "`true` or `false`"
        case .integer(let range): "whole number, \(range.lowerBound) to \(range.upperBound)"
        case .duration(let range, _):
            "duration, \(DurationText.text(milliseconds: range.lowerBound)) to "
                + DurationText.text(milliseconds: range.upperBound)
        case .choice(let words): words.map { "`\"\($0)\"`" }.joined(separator: ", ")
        case .mode: "octal digits in quotes"
        case .object(let shape): "object, see [\(shape)](#\(shape))"
        case .map(let shape): "object of name → [\(shape)](#\(shape))"
        case .list(let shape): "array of [\(shape)](#\(shape))"
        case .words(let text): text
        }
    }

    /// As one would write it, for a message about a member that is missing.
    var sketch: String {
        switch self {
        case .text, .path, .url, .duration, .mode: "\"…\""
        case .bool: "true"
        case .integer(let range): "\(range.lowerBound)"
        case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: " or ")
        case .object, .map: "{…}"
        case .list, .words: "[…]"
        }
    }
}
