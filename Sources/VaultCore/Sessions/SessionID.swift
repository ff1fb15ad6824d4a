/// Names one session for ever, for listing, revoking and the audit log: it stays when the handle is renewed. Not a secret: it
/// opens nothing.
package struct SessionID: Hashable, Comparable, Sendable {
    package static let textPrefix = "vsi_"

    /// Also the id of the session's record key. Always positive.
    package let rawValue: Int64

    package init?(rawValue: Int64) {
        guard rawValue > 0 else { return nil }
        self.rawValue = rawValue
    }

    /// - Returns: nil for anything that is not a well-formed id with a right checksum.
    package init?(text: String) {
        guard let value = IDText.value(of: text, prefix: Self.textPrefix) else { return nil }
        self.init(rawValue: value)
    }

    package var text: String { IDText.text(of: rawValue, prefix: Self.textPrefix) }

    package static func < (left: SessionID, right: SessionID) -> Bool { left.rawValue < right.rawValue }
}
