/// What /proc/PID/cgroup says (cgroups(7)): the systemd unit of a process.
package enum ControlGroups {
    /// The unit's full name; nil for a process of none.
    ///
    /// It is the first `.service` or `.scope` below slices. Everything below a unit is left to that unit, and a user's own
    /// manager may give its groups any name, so no later part of the path is believed.
    package static func unit(parsing text: [UInt8]) -> String? {
        let lines = text.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        for prefix in ["0::/", "name=systemd:/"] {
            for line in lines {
                guard let path = path(in: line, prefix), let unit = unit(in: path) else { continue }
                return unit
            }
        }
        return nil
    }

    /// A line is `hierarchy:controllers:path`; version 2 has the hierarchy 0 and no controllers.
    private static func path(in line: String, _ prefix: String) -> Substring? {
        if prefix.hasPrefix("0") { return line.hasPrefix(prefix) ? line.dropFirst(prefix.count) : nil }
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let rest = line[line.index(after: colon)...]
        return rest.hasPrefix(prefix) ? rest.dropFirst(prefix.count) : nil
    }

    private static func unit(in path: Substring) -> String? {
        let first = path.split(separator: "/").first { !$0.hasSuffix(".slice") }
        guard let first, first.hasSuffix(".service") || first.hasSuffix(".scope") else { return nil }
        // systemd puts a line before names that the kernel has a use for itself.
        return String(first.hasPrefix("_") ? first.dropFirst() : first)
    }
}
