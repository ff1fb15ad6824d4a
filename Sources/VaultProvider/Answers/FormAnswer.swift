import Glibc
import VaultCore
import VaultFetchWire

/// The members of an `application/x-www-form-urlencoded` answer, each name once.
struct FormAnswer: AnswerMembers {
    private let values: [String: WipedBytes]

    private static let maximumMembers = 64

    /// Nil where an escape is broken, a name comes twice, or there are too many.
    init?(_ body: WipedBytes) {
        var values: [String: WipedBytes] = [:]
        let isWhole = body.withBytes { bytes in
            for pair in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
                guard values.count < FormAnswer.maximumMembers, FormAnswer.read(pair, into: &values) else {
                    return false
                }
            }
            return true
        }
        guard isWhole else { return nil }
        self.values = values
    }

    private static func read(_ pair: Slice<UnsafeRawBufferPointer>, into values: inout [String: WipedBytes]) -> Bool {
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")), equals > pair.startIndex,
            let name = FormEncoding.decode(Array(pair[..<equals])[...]),
            let value = FormEncoding.decode(Array(pair[(equals + 1)...])[...]),
            let text = String(validating: name, as: UTF8.self)
        else { return false }
        // Both arrays held what may be a token.
        defer { value.withUnsafeBytes { wipe($0) } }
        return values.updateValue(WipedBytes(copying: value), forKey: text) == nil
    }

    private static func wipe(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        explicit_bzero(UnsafeMutableRawPointer(mutating: base), bytes.count)
    }

    func isPresent(_ name: String) -> Bool { values[name].map { $0.count > 0 } ?? false }

    func text(_ name: String) -> String? {
        values[name]?.withBytes { String(validating: $0, as: UTF8.self) }
    }

    func secret(_ name: String, atMost cap: Int) -> Secret? {
        guard let value = values[name], value.count <= cap else { return nil }
        return value.withBytes { Secret(copying: $0) }
    }

    func integer(_ name: String) -> Int64? { text(name).flatMap { DecimalDigits.number($0) } }

    func texts(_ name: String) -> [String]? { nil }

    func integers(_ name: String) -> [Int64] { [] }

    func bool(_ name: String) -> Bool? { text(name).flatMap(Bool.init) }

    func members(in name: String) -> (any AnswerMembers)? { nil }
}
