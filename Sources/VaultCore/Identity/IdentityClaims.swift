/// What a provider says of one of its accounts, as far as rules can ask about it. It describes a person: it is neither stored nor
/// logged, and has no text of its own.
package struct IdentityClaims: Sendable {
    package enum Value: Sendable {
        case text(String)
        case integer(Int64)
        case bool(Bool)
        /// Of texts alone.
        case list([String])
        /// There, and nothing that a rule can ask about.
        case other
    }

    /// By the bytes of the name: to a String, names may be equal that are written differently.
    private var values: [[UInt8]: Value] = [:]

    package init() {}

    package subscript(_ name: String) -> Value? {
        get { values[Array(name.utf8)] }
        set { values[Array(name.utf8)] = newValue }
    }

    /// The claim as an identifier: a text, or a whole number in decimal digits.
    func identifier(_ name: String) -> String? {
        switch self[name] {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .bool, .list, .other, nil: nil
        }
    }

    /// Whether the claim is this text or a list with it.
    func names(_ text: String, in name: String) -> Bool {
        switch self[name] {
        case .text(let one): one.utf8.elementsEqual(text.utf8)
        case .list(let texts): texts.contains { $0.utf8.elementsEqual(text.utf8) }
        case .integer, .bool, .other, nil: false
        }
    }

    /// The identifier at the provider (OpenID Connect Core §2, `sub`); nil where it is none.
    package var account: Account? { identifier("sub").flatMap { try? Account($0) } }
}
