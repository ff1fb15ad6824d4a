/// The version of everything that is built from this tree.
package enum ProductVersion {
    package static let current = "0.1.0"
    /// When it was made, for the foot of the manual pages.
    package static let date = "2026-11-30"
}
