/// The two methods that an OAuth 2 client needs.
package enum FetchMethod: UInt8, Sendable, Equatable, CaseIterable {
    case get = 1
    case post = 2
}
