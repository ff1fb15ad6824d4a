/// Finds slots by hash: open addressing with linear probing, at most half full, deletion by shifting back, so that a
/// lookup is one probe almost always and no tombstones pile up.
struct SlotIndex {
    /// What of a slot an entry stands for.
    enum Kind: UInt32 {
        case handle
        case account
        /// Subject and provider alone: the slot's grant is the only one there.
        case onlyAccount
        case id
    }

    /// The upper half is the hash, the lower is the slot's number and the kind, plus one; zero is an empty place.
    private var places: [UInt64]
    private(set) var count = 0

    init() { places = Array(repeating: 0, count: 64) }

    /// - Parameter matches: whether the slot with this number really has the key that is looked for.
    @inline(__always)
    func find(_ kind: Kind, _ hash: UInt64, where matches: (Int) -> Bool) -> Int? {
        guard let place = place(kind, hash, where: matches) else { return nil }
        return Self.slot(places[place])
    }

    mutating func insert(_ kind: Kind, _ hash: UInt64, slot: Int) {
        if (count + 1) * 2 > places.count { grow() }
        put(Self.entry(kind, hash, slot))
        count += 1
    }

    mutating func remove(_ kind: Kind, _ hash: UInt64, slot: Int) {
        guard var hole = place(kind, hash, where: { $0 == slot }) else { return }
        places[hole] = 0
        count -= 1
        var next = after(hole)
        while places[next] != 0 {
            // An entry may fill the hole unless its home lies behind the hole (cyclically).
            let home = home(places[next])
            let distanceToHole = (hole - home) & mask
            let distanceToNext = (next - home) & mask
            if distanceToHole < distanceToNext {
                places[hole] = places[next]
                places[next] = 0
                hole = next
            }
            next = after(next)
        }
    }

    mutating func removeAll() { self = SlotIndex() }

    @inline(__always)
    private func place(_ kind: Kind, _ hash: UInt64, where matches: (Int) -> Bool) -> Int? {
        let upper = hash >> 32
        var place = Int(truncatingIfNeeded: upper) & mask
        while true {
            let entry = places[place]
            if entry == 0 { return nil }
            if entry >> 32 == upper, Self.kind(entry) == kind.rawValue, matches(Self.slot(entry)) { return place }
            place = after(place)
        }
    }

    private mutating func put(_ entry: UInt64) {
        var place = home(entry)
        while places[place] != 0 { place = after(place) }
        places[place] = entry
    }

    private mutating func grow() {
        let old = places
        places = Array(repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 { put(entry) }
    }

    private var mask: Int { places.count - 1 }
    @inline(__always)
    private func after(_ place: Int) -> Int { (place + 1) & mask }
    @inline(__always)
    private func home(_ entry: UInt64) -> Int { Int(truncatingIfNeeded: entry >> 32) & mask }

    private static func entry(_ kind: Kind, _ hash: UInt64, _ slot: Int) -> UInt64 {
        (hash & 0xFFFF_FFFF_0000_0000) | ((UInt64(slot) << 2 | UInt64(kind.rawValue)) + 1)
    }
    @inline(__always)
    private static func slot(_ entry: UInt64) -> Int { Int((entry & 0xFFFF_FFFF) - 1) >> 2 }
    @inline(__always)
    private static func kind(_ entry: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: entry - 1) & 3 }
}
