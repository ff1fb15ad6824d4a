/// All steps of the schema in their order. The list is written by hand; a test compares it with the folder.
package enum Migrations {
    package static let all: [Migration] = [
        Migration(version: 1, name: "m0001_init", sql: PackageResources.m0001_init_sql),
        Migration(version: 2, name: "m0002_master_key_times", sql: PackageResources.m0002_master_key_times_sql),
        Migration(version: 3, name: "m0003_seal", sql: PackageResources.m0003_seal_sql),
        Migration(version: 4, name: "m0004_sequence", sql: PackageResources.m0004_sequence_sql),
        Migration(version: 5, name: "m0005_master_key_wraps", sql: PackageResources.m0005_master_key_wraps_sql),
        Migration(version: 6, name: "m0006_claims", sql: PackageResources.m0006_claims_sql),
        Migration(version: 7, name: "m0007_delegations", sql: PackageResources.m0007_delegations_sql),
        Migration(version: 8, name: "m0008_authentication", sql: PackageResources.m0008_authentication_sql),
        Migration(version: 9, name: "m0009_sessions", sql: PackageResources.m0009_sessions_sql),
        Migration(version: 10, name: "m0010_subjects", sql: PackageResources.m0010_subjects_sql),
        Migration(version: 11, name: "m0011_scope_uses", sql: PackageResources.m0011_scope_uses_sql),
        Migration(version: 12, name: "m0012_identities", sql: PackageResources.m0012_identities_sql),
        Migration(version: 13, name: "m0013_lives", sql: PackageResources.m0013_lives_sql),
        Migration(version: 14, name: "m0014_proof_keys", sql: PackageResources.m0014_proof_keys_sql),
        Migration(version: 15, name: "m0015_audit_outbox", sql: PackageResources.m0015_audit_outbox_sql),
    ]

    #if VAULT_FAILPOINTS
    /// What a next version could bring; for tests of an upgrade, of which only the old and the new program know the schema.
    package static let rehearsal = Migration(
        version: newestVersion + 1, name: "rehearsal", sql: Array("CREATE TABLE rehearsal(x INTEGER) STRICT".utf8))
    #endif

    /// The schema that this program knows.
    package static var newestVersion: Int64 { all.last?.version ?? 0 }
}
