/// Makes broken variants of good texts, the same ones in every run.
struct Mutator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    static let seeds = [
        #"{"jsonrpc":"2.0","id":7,"method":"token.get","params":{"grant":"vgr_01","scopes":["a","b"],"min_ttl_seconds":60}}"#,
        #"{"access_token":"eyJ\/\u0041.x-_","expires_in":3600,"scope":"a b","x":{"y":[1.5e-3,-0,null,true,false]}}"#,
        #"[[],{},[[1,2],[{"a":[{"b":"é€😀"}]}]],"\ud83d\ude00\"\\\n",1E+2,0.25]"#,
        #" { "a" : [ 1 , 2 ] , "b" : "" , "c" : { "d" : { } } } "#,
        #""\b\f\n\r\t\u0000\u2028""#, "-12.5e10", "true",
    ]

    private static let pieces = [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0061", "0", "-", "1e9", ".", "e",
        "null", "tru", " ", "\n", "\u{0}", "\u{1F}", "é", "😀", "/", "//", "/*", "*/", "'", "a", "\"a\":1,", "[[[[",
        "}}",
    ]
    private static let oddBytes: [UInt8] = [
        0x00, 0x1F, 0x22, 0x5C, 0x7F, 0x80, 0xC0, 0xC3, 0xE2, 0xED, 0xF0, 0xF4, 0xFF,
    ]

    mutating func mutated(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &self) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &self)
        let end = min(bytes.count, place + Int.random(in: 0...6, using: &self))
        let piece = Array((Self.pieces.randomElement(using: &self) ?? "").utf8)
        switch Int.random(in: 0..<8, using: &self) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &self))
        case 2: bytes.removeSubrange(place...)
        case 3: bytes.insert(Self.oddBytes.randomElement(using: &self) ?? 0, at: place)
        case 4 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
        case 5: bytes.replaceSubrange(place..<end, with: piece)
        default: bytes.insert(contentsOf: piece, at: place)
        }
    }
}
