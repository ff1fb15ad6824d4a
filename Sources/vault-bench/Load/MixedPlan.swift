/// What the next caller of a mixed load does: so many of each kind in a hundred, in an order that follows from the count.
///
/// What is revoked was put before by the same load, so that no call fails that ought not to.
struct MixedPlan: Equatable {
    enum Kind: Int, CaseIterable {
        case get
        case lookup
        case put
        case revoke
    }

    /// Of a hundred calls.
    static let parts: [(kind: Kind, count: Int)] = [(.get, 90), (.lookup, 5), (.put, 4), (.revoke, 1)]
    /// Coprime with 100: every hundred calls hold each place once, and like calls do not come together.
    private static let stride = 37

    /// Of grants with a cached token.
    let served: Int
    private var calls = 0
    private var nextPut: Int
    /// Stored, and not revoked.
    private var stored: [Int] = []

    /// - Parameter first: the number of the first grant that is put.
    init(served: Int, first: Int) {
        self.served = served
        nextPut = first
    }

    /// A kind of call and the number of the grant that it is about.
    mutating func next() -> (kind: Kind, number: Int) {
        let kind = Self.kind(at: calls * Self.stride % 100)
        calls += 1
        switch kind {
        case .get, .lookup: return (kind, calls * 7919 % served)
        case .put:
            nextPut += 1
            return (.put, nextPut - 1)
        case .revoke:
            guard let number = stored.popLast() else { return (.get, 0) }
            return (.revoke, number)
        }
    }

    /// The put of this grant was answered.
    mutating func stored(_ number: Int) { stored.append(number) }

    static func kind(at place: Int) -> Kind {
        var rest = place
        for (kind, count) in parts {
            if rest < count { return kind }
            rest -= count
        }
        return .get
    }
}
