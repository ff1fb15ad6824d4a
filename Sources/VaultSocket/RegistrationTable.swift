/// Handlers by (slot, generation); a slot is used again only with a new generation.
struct RegistrationTable {
    struct Entry {
        var generation: UInt32 = 0
        var descriptor: Int32 = -1
        var interest: Readiness = []
        var handler: (any EventHandler)?
    }

    private var entries: ContiguousArray<Entry> = []
    private var free: [UInt32] = []
    private(set) var count = 0

    mutating func insert(
        _ handler: any EventHandler, descriptor: Int32, interest: Readiness, isFirst: Bool = false
    ) -> Registration {
        let slot = free.popLast() ?? grow()
        count += 1
        entries[Int(slot)].handler = handler
        entries[Int(slot)].descriptor = descriptor
        entries[Int(slot)].interest = interest
        return Registration(slot: slot, generation: entries[Int(slot)].generation, isFirst: isFirst)
    }

    /// The descriptor of the entry that goes; nil if it is gone already.
    mutating func remove(_ registration: Registration) -> Int32? {
        guard holds(registration) else { return nil }
        let index = Int(registration.slot)
        let descriptor = entries[index].descriptor
        entries[index].handler = nil
        entries[index].descriptor = -1
        count -= 1
        // A slot whose generations are used up is never given again.
        if entries[index].generation < .max {
            entries[index].generation += 1
            free.append(registration.slot)
        }
        return descriptor
    }

    @inline(__always)
    func handler(at registration: Registration) -> (any EventHandler)? {
        guard Int(registration.slot) < entries.count else { return nil }
        let entry = entries[Int(registration.slot)]
        return entry.generation == registration.generation ? entry.handler : nil
    }

    /// The descriptor to tell the kernel about; nil if nothing changes.
    mutating func setInterest(_ interest: Readiness, at registration: Registration) -> Int32? {
        guard holds(registration), entries[Int(registration.slot)].interest != interest else { return nil }
        entries[Int(registration.slot)].interest = interest
        return entries[Int(registration.slot)].descriptor
    }

    func holds(_ registration: Registration) -> Bool {
        handler(at: registration) != nil
    }

    private mutating func grow() -> UInt32 {
        precondition(entries.count < Registration.firstBit, "no more slots")
        entries.append(Entry())
        return UInt32(entries.count - 1)
    }
}
