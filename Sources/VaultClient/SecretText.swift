import VaultCore

/// A token that must not be printed: it has no description, is wiped when its last owner lets go, and gives its bytes only
/// to who asks for them.
public struct SecretText: Sendable {
    let secret: Secret

    init(_ secret: Secret) { self.secret = secret }

    /// Copies the bytes, which must be UTF-8; wiping the source is the caller's.
    public init(copying bytes: UnsafeRawBufferPointer) { secret = Secret(copying: bytes) }

    /// Copies the text. The text itself stays in memory for as long as Swift keeps it: prefer the bytes.
    public init(_ text: String) { secret = Secret(copyingTextOf: text) }

    /// How many bytes there are.
    public var count: Int { secret.count }

    /// Lends the bytes for the time of the call.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try secret.withBytes(body)
    }

    /// The token as text, for an API that takes nothing else; the text is not wiped.
    public func unprotectedString() -> String {
        secret.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same words.
    public var description: String { "<secret>" }

    /// Always the same words.
    public var debugDescription: String { "<secret>" }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
