/// Runs work that takes long – it reads many rows or opens many keys – away from the loops, whose other callers must not
/// wait for it.
package func offLoop<Result: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Result
) async throws(Failure) -> Result {
    let work = Task(executorPreference: globalConcurrentExecutor) { () -> Swift.Result<Result, Failure> in
        do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
    }
    return try await work.value.get()
}
