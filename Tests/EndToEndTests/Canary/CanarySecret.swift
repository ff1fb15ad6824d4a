/// A secret that must not be found, and what of it is random: no other text can hold twelve bytes of that by chance.
struct CanarySecret: Hashable, Sendable {
    let name: String
    let random: [UInt8]

    init(_ name: String, random: [UInt8]) {
        self.name = name
        self.random = random
    }

    /// A token of the simulator: a prefix of four, 43 random characters, then filler.
    init(_ name: String, token: String) { self.init(name, random: Array(Array(token.utf8)[4..<47])) }

    /// A token with every character that some form escapes.
    static func awkward(_ name: String) -> (secret: CanarySecret, token: String) {
        let alphabet = Array(#"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"\/+%=&<>'~{}"#.utf8)
        let random = (0..<48).map { _ in alphabet[Int.random(in: alphabet.indices)] } + Array(#""\/+"#.utf8)
        return (CanarySecret(name, random: random), String(decoding: random, as: UTF8.self))
    }
}
