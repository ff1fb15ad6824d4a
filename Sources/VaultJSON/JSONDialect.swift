/// Which text the reader takes.
package enum JSONDialect: Sendable {
    /// RFC 8259, to the letter: what the protocol and the providers speak.
    case json
    /// RFC 8259 plus what people need in a file: comments, trailing commas, single quotes, unquoted ASCII member names.
    case json5
}
