import VaultCore
import VaultWire

/// Calls of one line, with all that their task needs to know about who asked.
struct CallWork: Sendable {
    let calls: [IncomingCall]
    /// Which call on its connection the first of them is.
    let first: Int
    let caller: Caller
    let policy: Policy

    /// One after the other for a single call, all at once for a batch; the answers come in the order of the calls.
    func perform(with answering: any RequestAnswering) async -> [CallOutcome] {
        if calls.count == 1 { return [await perform(0, with: answering)] }
        return await withTaskGroup(of: (Int, CallOutcome).self) { group in
            for index in calls.indices {
                group.addTask { (index, await perform(index, with: answering)) }
            }
            var outcomes: [(Int, CallOutcome)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func perform(_ index: Int, with answering: any RequestAnswering) async -> CallOutcome {
        var caller = caller
        caller.request = first &+ index
        let call = calls[index]
        return CallOutcome(
            id: call.id, method: call.method, result: await answering.answer(call, from: caller, under: policy))
    }
}
