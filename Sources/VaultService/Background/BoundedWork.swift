/// Does `body` for each item, at most so many at a time.
///
/// - Returns: the results in the order in which they came.
@discardableResult
func forEach<Item: Sendable, Result: Sendable>(
    _ items: [Item], atMost limit: Int, _ body: @escaping @Sendable (Item) async -> Result
) async -> [Result] {
    await withTaskGroup(of: Result.self) { group in
        var results: [Result] = []
        for (position, item) in items.enumerated() {
            if position >= limit, let result = await group.next() { results.append(result) }
            group.addTask { await body(item) }
        }
        for await result in group { results.append(result) }
        return results
    }
}
