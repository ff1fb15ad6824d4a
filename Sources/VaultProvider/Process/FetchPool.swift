import Synchronization
package import VaultFetchWire

/// All lanes; made as they are needed.
package final class FetchPool: Fetching {
    private let settings: FetchSettings
    private let lanes = Mutex<[FetchLaneKey: FetchLane]>([:])

    package init(settings: FetchSettings) { self.settings = settings }

    package func fetch(_ request: OutgoingRequest, in lane: FetchLaneKey) async -> FetchOutcome {
        await self.lane(lane).fetch(request)
    }

    package func startFailure(in lane: FetchLaneKey) -> FetchStartFailure? {
        lanes.withLock { $0[lane] }?.startFailure
    }

    /// The number of the process that takes this lane's requests now, for the operator.
    package func processID(in lane: FetchLaneKey) -> Int32? { lanes.withLock { $0[lane] }?.processID }

    /// Whether every process that was started is kept from files (landlock(7)); nil before the first.
    package var isConfined: Bool? {
        let known = lanes.withLock { Array($0.values) }.compactMap(\.isConfined)
        return known.isEmpty ? nil : known.allSatisfy(\.self)
    }

    /// Lets every process finish what it has; later requests are not sent.
    package func close() {
        for lane in lanes.withLock({ Array($0.values) }) { lane.close() }
    }

    private func lane(_ key: FetchLaneKey) -> FetchLane {
        lanes.withLock { lanes in
            if let lane = lanes[key] { return lane }
            let lane = FetchLane(settings: settings, authority: key.authority)
            lanes[key] = lane
            return lane
        }
    }
}
