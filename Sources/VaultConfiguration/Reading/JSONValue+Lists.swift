import VaultJSON

/// Children as arrays, empty for a value that has none.
extension JSONValue {
    var elementList: [JSONValue] { elements.map { Array($0) } ?? [] }
    var memberList: [Member] { members.map { Array($0) } ?? [] }
}
