import CSodium

/// The linked libsodium.
package enum SodiumLibrary {
    package static var version: String { String(cString: sodium_version_string()) }
}
