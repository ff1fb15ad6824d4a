package import VaultCore
package import VaultJSON

/// A configuration that is sound as a text; what it says of this machine is still for `HostChecks` to look at.
package struct LoadedConfiguration: Sendable {
    package let settings: VaultSettings
    /// Where each member stands, by its dotted path.
    let positions: [String: JSONPosition]

    /// The place of a member, or of the nearest one around it that the file has.
    package func position(of path: String) -> JSONPosition {
        var path = path[...]
        while !path.isEmpty {
            if let position = positions[String(path)] { return position }
            path = path.lastIndex(of: ".").map { path[..<$0] } ?? ""
        }
        return JSONPosition(line: 1, column: 1)
    }
}
