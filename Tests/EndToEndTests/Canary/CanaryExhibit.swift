import Foundation

/// Bytes that a vault left somewhere: a file, an output, a reply.
struct CanaryExhibit: Sendable {
    let name: String
    var bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

    /// All files below a folder but one, as they are now.
    static func files(in folder: String, at moment: String, but exception: String) -> [CanaryExhibit] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.sorted().filter { $0 != exception }.compactMap { name in
            let path = folder + "/" + name
            let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            guard kind == .typeRegular, let data = FileManager.default.contents(atPath: path) else { return nil }
            return CanaryExhibit("\(name), \(moment)", [UInt8](data))
        }
    }
}
