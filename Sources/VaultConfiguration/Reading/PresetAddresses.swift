import VaultCore

/// The addresses of a preset with what the configuration says in the place of its placeholders; what the configuration
/// names itself is not made of the preset.
struct PresetAddresses {
    var issuer: String?
    var tokenEndpoint: String?
    var revocationEndpoint: String?

    /// What a value may be made of: enough for host names, ports and names in a path, and nothing that begins another part of
    /// an address.
    static func mayStand(_ value: String) -> Bool {
        (1...255).contains(value.utf8.count) && value != "." && value != ".."
            && value.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-._:".utf8.contains(byte)
                }
            }
    }

    static func fill(_ template: String, _ values: [String: String]) -> String {
        var address = template
        for (name, value) in values {
            // No value may have a brace, so that each of these makes one less.
            while let place = address.utf8.firstPlace(of: "{\(name)}".utf8) {
                address.replaceSubrange(place, with: value)
            }
        }
        return address
    }

    /// Whether two addresses are of one host.
    static func areNeighbours(_ one: String, _ other: String) -> Bool { host(one) == host(other) }

    private static func host(_ address: String) -> Substring {
        let rest = address.drop { $0 != "/" }.dropFirst(2)
        return rest.prefix { !"/?".contains($0) }
    }
}
