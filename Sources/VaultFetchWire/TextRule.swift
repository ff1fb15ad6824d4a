/// Which bytes a text field may hold, and how many; all fields are ASCII, so none can hold broken UTF-8.
struct TextRule {
    let bytes: Int
    let isAllowed: @Sendable (UInt8) -> Bool
    let mayBeEmpty: Bool

    func check(_ text: some Collection<UInt8>, as field: FetchField) throws(FetchFrameError) {
        guard text.count <= bytes else { throw .tooLarge(field) }
        guard mayBeEmpty || !text.isEmpty, text.allSatisfy(isAllowed) else { throw .badText(field) }
    }

    /// Visible ASCII: a space or a line break in an address would end the request line early.
    static let url = TextRule(bytes: FetchLimits.urlBytes, isAllowed: { 0x21...0x7e ~= $0 }, mayBeEmpty: false)

    /// A token of RFC 9110 §5.6.2.
    static let headerName = TextRule(
        bytes: FetchLimits.headerNameBytes, isAllowed: { isTokenCharacter($0) }, mayBeEmpty: false)

    /// Printable ASCII; CR, LF and NUL would start a header of somebody else's (RFC 9110 §5.5).
    static let headerValue = TextRule(
        bytes: FetchLimits.headerValueBytes, isAllowed: { 0x20...0x7e ~= $0 }, mayBeEmpty: true)

    static let responseHeader = TextRule(
        bytes: FetchLimits.responseHeaderBytes, isAllowed: { 0x20...0x7e ~= $0 }, mayBeEmpty: true)

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
