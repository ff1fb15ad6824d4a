import Foundation

/// One reply line, taken apart by a reader that is not ours.
struct ReplyLine {
    private let members: [String: Any]

    init(_ text: String) throws {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        guard let members = value as? [String: Any] else { throw NotAnObject() }
        self.members = members
    }

    /// The members of a batch's answer.
    static func batch(_ text: String) throws -> [ReplyLine] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        guard let items = value as? [[String: Any]] else { throw NotAnObject() }
        return items.map(ReplyLine.init(members:))
    }

    private init(members: [String: Any]) { self.members = members }

    var id: String {
        switch members["id"] {
        case let number as Int: "\(number)"
        case let text as String: "\"\(text)\""
        case is NSNull: "null"
        default: "?"
        }
    }
    var result: [String: Any]? { members["result"] as? [String: Any] }
    var isResult: Bool { result != nil }
    var code: Int? { error?["code"] as? Int }
    var message: String? { error?["message"] as? String }
    var errorType: String? { data?["type"] as? String }
    var reason: String? { data?["reason"] as? String }
    var isRetryable: Bool? { data?["retryable"] as? Bool }

    private var error: [String: Any]? { members["error"] as? [String: Any] }
    var errorData: [String: Any]? { data }
    private var data: [String: Any]? { error?["data"] as? [String: Any] }

    struct NotAnObject: Error {}
}
