extension Collection<UInt8> {
    /// Where these bytes stand first.
    ///
    /// The standard library's own search of this kind belongs to its regular expressions, which would come into the memory of every
    /// program that asks for it: a megabyte.
    package func firstPlace(of wanted: some Collection<UInt8>) -> Range<Index>? {
        let start = indices.first { self[$0...].starts(with: wanted) }
        return start.map { $0..<index($0, offsetBy: wanted.count) }
    }
}
