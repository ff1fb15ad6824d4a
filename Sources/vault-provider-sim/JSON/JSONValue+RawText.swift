import VaultJSON

extension JSONValue {
    /// The value as it stands in the text.
    var rawText: String {
        withRawBytes { span in span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
    }
}
