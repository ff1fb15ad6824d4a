/// What the configuration calls a sink.
package struct SinkName: Hashable, Sendable {
    package let text: String

    package init(_ text: String) throws(InvalidValue) { self.text = try TextRule.checkedName(text, of: "sink") }
}
