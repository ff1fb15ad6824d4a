import VaultJSON

/// Stands for users within one bundle: the same user is the same word in all of its files, and nobody's word in another bundle, as
/// they are counted in the order in which they come.
struct Pseudonyms {
    /// Members that hold a subject, or an account's identifier at its provider.
    private static let personal: Set<String> = ["subject", "account", "sub"]
    private var words: [String: String] = [:]

    mutating func hiding(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        write(value, to: &writer)
        return writer.bytes
    }

    private mutating func write(_ value: JSONValue, to writer: inout JSONWriter) {
        if let members = value.members {
            writer.beginObject()
            for member in members {
                let name = member.name.string ?? ""
                writer.name(name)
                if Self.personal.contains(name), let text = member.value.string {
                    writer.string(word(for: text))
                } else {
                    write(member.value, to: &writer)
                }
            }
            writer.endObject()
        } else if let elements = value.elements {
            writer.beginArray()
            for element in elements { write(element, to: &writer) }
            writer.endArray()
        } else {
            value.withRawBytes { writer.raw(bytes: $0) }
        }
    }

    private mutating func word(for text: String) -> String {
        if let word = words[text] { return word }
        let word = "user-\(words.count + 1)"
        words[text] = word
        return word
    }
}
