/// One member that an object may have.
package struct MemberSpec: Sendable {
    package let name: String
    package let type: MemberType
    package let need: Need

    /// What it means when the member is not there.
    package enum Need: Sendable {
        case required
        /// The value that holds then, as one would write it.
        case defaulted(String)
        /// Nothing, or what the documentation of the member says.
        case optional
    }

    init(_ name: String, _ type: MemberType, _ need: Need) {
        self.name = name
        self.type = type
        self.need = need
    }
}
