package import VaultCore
package import VaultJSON

/// A configuration that is sound as a text; what it says of this machine is still for `HostChecks` to look at.
package struct LoadedConfiguration: Sendable {
    package let settings: VaultSettings
    /// What was read, for whoever asks where something stands.
    let document: JSONDocument

    /// Whether the file has the member itself.
    func says(_ path: String) -> Bool { document.value(at: path) != nil }

    /// The place of a member, or of the nearest one around it that the file has.
    package func position(of path: String) -> JSONPosition {
        var path = path[...]
        while !path.isEmpty {
            if let value = document.value(at: String(path)) { return value.position }
            path = path.lastIndex(of: ".").map { path[..<$0] } ?? ""
        }
        return JSONPosition(line: 1, column: 1)
    }
}
