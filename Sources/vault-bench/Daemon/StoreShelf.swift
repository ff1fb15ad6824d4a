/// Vaults with many grants and a token for each, kept from one scenario to the next: a million of them take half a minute to
/// make. Whoever changes what is stored runs last.
final class StoreShelf {
    private var kept: [Int: VaultDaemon] = [:]

    /// - Returns: a daemon that is not running.
    func daemon(_ context: BenchContext, _ grants: Int) throws -> VaultDaemon {
        if let daemon = kept[grants] { return daemon }
        context.progress("storing \(Number.count(Double(grants))) grants")
        let daemon = try StoredGrants.daemon(context, grants, withTokens: true)
        kept[grants] = daemon
        return daemon
    }
}
