import Foundation

/// A unit file of Docs/systemd, as far as tests ask it (systemd.syntax(7)).
struct SystemdUnit {
    static let folder = DocumentBlock.root.appendingPathComponent("Docs/systemd")

    private let lines: [(key: String, value: String)]

    init(_ name: String) throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
        lines = text.split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { return nil }
            return (String(line[..<equals]), String(line[line.index(after: equals)...]))
        }
    }

    func values(_ key: String) -> [String] { lines.filter { $0.key == key }.map(\.value) }

    func value(_ key: String) -> String? { values(key).last }
}
