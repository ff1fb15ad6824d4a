/// The methods that an OAuth 2 client needs; `delete` is for one provider that ends tokens so.
package enum FetchMethod: UInt8, Sendable, Equatable, CaseIterable {
    case get = 1
    case post = 2
    case delete = 3
}
