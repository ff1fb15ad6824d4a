import Foundation

/// Runs blocking work on a thread of its own, so that it never holds up the very tasks whose doings it waits for.
package func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { waiter in
        Thread.detachNewThread { waiter.resume(with: Result(catching: body)) }
    }
}
