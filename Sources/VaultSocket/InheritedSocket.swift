/// One descriptor that the service manager passed, with the name its unit gives it.
package struct InheritedSocket: Sendable, Equatable {
    package let name: String
    package let descriptor: Int32
}
