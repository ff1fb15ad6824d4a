/// One HTTP request, with the two limits that hold for it whatever the server does.
package struct FetchRequest: Sendable, Equatable {
    /// Chosen by the asking side, never 0, and not used twice in one process.
    package var id: UInt64
    package var method: FetchMethod
    package var url: String
    package var headers: [FetchHeader]
    package var body: WipedBytes
    /// From the moment the frame is read until the answer is written.
    package var deadlineMilliseconds: UInt32
    /// The largest response body, in bytes.
    package var responseCap: UInt32

    package init(
        id: UInt64, method: FetchMethod, url: String, headers: [FetchHeader] = [], body: WipedBytes = .empty,
        deadlineMilliseconds: UInt32, responseCap: UInt32
    ) {
        self.id = id
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.deadlineMilliseconds = deadlineMilliseconds
        self.responseCap = responseCap
    }
}
