import Synchronization

/// Work that many ask for at the same time is done once, and all get its value.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let flights = Mutex<[Key: Task<Value, Never>]>([:])

    func run(_ key: Key, _ work: @escaping @Sendable () async -> Value) async -> Value {
        let task = flights.withLock { flights in
            if let task = flights[key] { return task }
            // It removes itself under the same lock, so not before it is there.
            let task = Task {
                let value = await work()
                self.land(key)
                return value
            }
            flights[key] = task
            return task
        }
        return await task.value
    }

    private func land(_ key: Key) { flights.withLock { $0[key] = nil } }
}
