/// A member name that repeats that of an earlier member of the same object, and the first that has it.
package struct JSONDuplicate: Sendable {
    package let name: JSONValue
    package let first: JSONValue
}
