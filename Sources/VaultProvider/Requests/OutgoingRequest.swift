package import VaultFetchWire

/// One HTTP request to a provider, before a process has been chosen to carry it.
package struct OutgoingRequest: Sendable {
    package var method: FetchMethod
    package var url: String
    package var headers: [FetchHeader]
    package var body: WipedBytes
    package var deadlineMilliseconds: Int64
    /// Bytes of the answer's body.
    package var responseCap: UInt32

    package init(
        method: FetchMethod, url: String, headers: [FetchHeader], body: WipedBytes = .empty,
        deadlineMilliseconds: Int64, responseCap: UInt32
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.deadlineMilliseconds = deadlineMilliseconds
        self.responseCap = responseCap
    }
}
