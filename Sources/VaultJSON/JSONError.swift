/// Why a text was refused and where; never holds a byte of the text, which may be a secret.
package struct JSONError: Error, Hashable, Sendable {
    /// What the reader met.
    package enum Reason: Hashable, Sendable, CaseIterable {
        case truncated
        case unexpectedByte
        case trailingBytes
        case byteOrderMark
        case invalidUTF8
        case controlCharacter
        case badEscape
        case loneSurrogate
        case badNumber
        case duplicateMember
        case tooLarge
        case tooDeep
        case tooManyMembers
        case numberTooLong
    }

    package let reason: Reason
    /// Byte offset in the text, from 0.
    package let offset: Int
    package let position: JSONPosition

    package var line: Int { position.line }
    package var column: Int { position.column }

    package init(_ reason: Reason, offset: Int, position: JSONPosition) {
        self.reason = reason
        self.offset = offset
        self.position = position
    }
}

extension JSONError: CustomStringConvertible {
    package var description: String { "line \(line), column \(column): \(reason.sentence)" }
}

extension JSONError.Reason {
    /// One clause for a person, without the content.
    package var sentence: String {
        switch self {
        case .truncated: "the text ends too early"
        case .unexpectedByte: "this character cannot stand here"
        case .trailingBytes: "something follows the end of the value"
        case .byteOrderMark: "the text starts with a byte order mark, save it as plain UTF-8"
        case .invalidUTF8: "the text is not valid UTF-8"
        case .controlCharacter: "a control character in a string must be escaped"
        case .badEscape: "this escape is not known"
        case .loneSurrogate: "half of a surrogate pair stands alone"
        case .badNumber: "the number is malformed"
        case .duplicateMember: "the object already has a member of this name"
        case .tooLarge: "the text is longer than allowed"
        case .tooDeep: "the text is nested deeper than allowed"
        case .tooManyMembers: "the object has more members than allowed"
        case .numberTooLong: "the number has more digits than allowed"
        }
    }
}
