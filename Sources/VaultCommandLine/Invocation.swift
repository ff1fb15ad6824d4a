/// What a command line asks for.
package enum Invocation: Sendable {
    case run(ParsedCommand)
    /// The text goes to stdout and the program ends well.
    case help(String)
}
