/// Who a lineage's `id_token` speaks of; `/sim/identity` changes it between two refreshes.
struct Identity: Equatable, Sendable {
    var sub: String
    var tid: String?
}
