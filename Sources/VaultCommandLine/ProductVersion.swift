/// The version of everything that is built from this tree.
package enum ProductVersion {
    package static let current = "0.1.0"
}
