package import VaultJSON

/// The result of one call; its members are asked for by name. A missing or wrong one is a protocol violation, an unknown one is
/// passed over.
package struct ResultReader: Sendable {
    /// As it came; it may hold secrets, which are wiped with it.
    package let value: JSONValue
    private let method: String

    package init(_ value: JSONValue, of method: String) {
        self.value = value
        self.method = method
    }

    func text(_ name: String) throws(VaultClientError) -> String {
        guard let text = value[name]?.string else { throw missing(name) }
        return text
    }

    func optionalText(_ name: String) -> String? { value[name]?.string }

    func integer(_ name: String) throws(VaultClientError) -> Int64 {
        guard let number = value[name]?.integer else { throw missing(name) }
        return number
    }

    func optionalInteger(_ name: String) -> Int64? { value[name]?.integer }

    func bool(_ name: String) throws(VaultClientError) -> Bool {
        guard let bool = value[name]?.bool else { throw missing(name) }
        return bool
    }

    func texts(_ name: String) throws(VaultClientError) -> [String] {
        guard let elements = value[name]?.elements else { throw missing(name) }
        return elements.compactMap(\.string)
    }

    func optionalTexts(_ name: String) -> [String]? { value[name]?.elements?.compactMap(\.string) }

    func integers(_ name: String) throws(VaultClientError) -> [Int64] {
        guard let elements = value[name]?.elements else { throw missing(name) }
        return elements.compactMap(\.integer)
    }

    func strings(_ name: String) -> [String: String] {
        var strings: [String: String] = [:]
        for member in value[name]?.members.map(Array.init) ?? [] {
            if let name = member.name.string { strings[name] = member.value.string }
        }
        return strings
    }

    func object(_ name: String) -> ResultReader? {
        value[name].map { ResultReader($0, of: method) }
    }

    package func list<Element>(
        _ name: String, _ make: (ResultReader) throws(VaultClientError) -> Element
    ) throws(VaultClientError) -> [Element] {
        guard let elements = value[name]?.elements else { throw missing(name) }
        var list: [Element] = []
        for element in elements { list.append(try make(ResultReader(element, of: method))) }
        return list
    }

    /// Empty where it is missing.
    func optionalList<Element>(
        _ name: String, _ make: (ResultReader) throws(VaultClientError) -> Element
    ) throws(VaultClientError) -> [Element] {
        value[name] == nil ? [] : try list(name, make)
    }

    /// Straight from the reply's bytes, without a String.
    func secret(_ name: String) throws(VaultClientError) -> SecretText {
        let secret = value[name]?.withUnescapedBytes { bytes in
            bytes.withUnsafeBytes { SecretText(copying: $0) }
        }
        guard let secret else { throw missing(name) }
        return secret
    }

    private func missing(_ name: String) -> VaultClientError {
        .protocolViolation("the result of \(method) has no proper member '\(name)'")
    }
}
