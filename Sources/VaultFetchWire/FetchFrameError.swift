/// Why a frame is not one of ours; after it the stream cannot be trusted and is closed.
package enum FetchFrameError: Error, Equatable {
    case truncated
    case trailingBytes
    /// A length or a number beyond `FetchLimits`.
    case tooLarge(FetchField)
    /// A tag, flag or number that the format does not have.
    case unknownValue(FetchField)
    /// A byte that may not stand in this text.
    case badText(FetchField)
}
