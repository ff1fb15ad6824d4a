import VaultJSON

func parse(
    _ text: String, _ dialect: JSONDialect = .json, limits: JSONLimits = JSONLimits()
) throws(JSONError) -> JSONValue {
    try JSONDocument(parsing: Array(text.utf8), dialect: dialect, limits: limits).root
}

/// The reason and offset for which a text is refused; nil if it is taken.
func refusal(
    _ text: [UInt8], _ dialect: JSONDialect = .json, limits: JSONLimits = JSONLimits()
) -> (reason: JSONError.Reason, offset: Int)? {
    do throws(JSONError) {
        _ = try JSONDocument(parsing: text, dialect: dialect, limits: limits)
        return nil
    } catch {
        return (error.reason, error.offset)
    }
}

func refusal(
    _ text: String, _ dialect: JSONDialect = .json, limits: JSONLimits = JSONLimits()
) -> (reason: JSONError.Reason, offset: Int)? {
    refusal(Array(text.utf8), dialect, limits: limits)
}
