import VaultJSON

/// What a list came to the last time that it was read without a problem: of a thousand rules most name the methods and providers of
/// the one before them, and what was sound there is sound again.
final class RepeatedList<Value> {
    private var last: (written: JSONValue, value: Value)?

    func value(of field: Field, _ read: (Field) -> Value?) -> Value? {
        if let last, last.written.isWritten(as: field.value) { return last.value }
        let before = field.problems.count
        let value = read(field)
        if let value, field.problems.count == before { last = (field.value, value) }
        return value
    }
}
