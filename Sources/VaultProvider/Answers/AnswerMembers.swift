import VaultCore

/// The members of an answer by name, in whichever form it came; names are unique, or there is no value of this type.
protocol AnswerMembers {
    /// There, and neither null nor an empty text: servers send both for "none".
    func isPresent(_ name: String) -> Bool
    /// A short text that is no secret; nil where it is no text.
    func text(_ name: String) -> String?
    /// The bytes of a text without a `String` in between; nil where it is no text.
    func secret(_ name: String, atMost cap: Int) -> Secret?
    /// A whole number, also where it came as a text of digits.
    func integer(_ name: String) -> Int64?
    /// A list of texts; nil where it is none.
    func texts(_ name: String) -> [String]?
    func integers(_ name: String) -> [Int64]
    func bool(_ name: String) -> Bool?
    /// The members of an object inside; nil where there is none.
    func members(in name: String) -> (any AnswerMembers)?
}
