import VaultCore

/// Gives each set of scopes that tokens of a provider have its place on the tallies; once given, for as long as the process
/// lives. Where there is no room left, calls are counted by provider only.
struct ScopeBook {
    /// Providers of which calls beyond the room are told apart from each other's; the first cell is for all others.
    static let providers = 64

    private struct Tokens: Hashable {
        let provider: ProviderName
        let scopes: ScopeSet
        let held: [String]
    }

    /// What a place stands for.
    struct Page {
        let provider: ProviderName
        let scopes: ScopeSet
        /// What the grants have beside it.
        let held: [String]
        let place: ScopePlace
    }

    private(set) var pages: [Page] = []
    private var places: [Tokens: ScopePlace] = [:]
    /// By the cell less one.
    private(set) var overflows: [ProviderName] = []
    private var next = Int32(providers)

    mutating func place(of provider: ProviderName, _ scopes: ScopeSet, held: [String]) -> ScopePlace {
        let tokens = Tokens(provider: provider, scopes: scopes, held: held)
        if let known = places[tokens] { return known }
        guard ScopePlace.isRoom(for: scopes.scopes.count, from: next) else { return overflow(of: provider) }
        let place = ScopePlace(first: next, scopes: Int32(scopes.scopes.count))
        next = place.end
        places[tokens] = place
        pages.append(Page(provider: provider, scopes: scopes, held: held, place: place))
        return place
    }

    private mutating func overflow(of provider: ProviderName) -> ScopePlace {
        if let known = overflows.firstIndex(of: provider) { return ScopePlace(first: Int32(known + 1), scopes: -1) }
        guard overflows.count < Self.providers - 1 else { return .untold }
        overflows.append(provider)
        return ScopePlace(first: Int32(overflows.count), scopes: -1)
    }
}
