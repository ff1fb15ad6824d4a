import VaultCore

/// Opens what a lineage keeps; a secret that does not open is told to the audit log, and nothing else is tried.
extension ServiceContext {
    /// - Parameter withProofKey: also its key, and a new one where it has none.
    /// - Returns: nil where a stored secret does not open.
    func secrets(
        of lineage: StoredLineage, withProofKey: Bool, _ origin: Origin
    ) throws(VaultError) -> LineageSecrets? {
        guard
            let refreshToken = try open(
                lineage.refreshToken, of: lineage, in: lineage.grant.refreshTokenContext, "refresh_token", origin)
        else { return nil }
        guard withProofKey else {
            return LineageSecrets(refreshToken: refreshToken, proofKey: nil, newProofKey: nil)
        }
        if lineage.proofKey != nil {
            guard let key = try proofKey(of: lineage, origin) else { return nil }
            return LineageSecrets(refreshToken: refreshToken, proofKey: key, newProofKey: nil)
        }
        let key = ProofKey.fresh()
        let sealed = try sealing { () throws(SealFailure) in
            try withRecordKey(lineage.recordKey, of: lineage.grant.id.rawValue) { recordKey throws(SealFailure) in
                try sealer.seal(key.seed, under: recordKey, in: lineage.grant.proofKeyContext)
            }
        }
        return LineageSecrets(refreshToken: refreshToken, proofKey: key, newProofKey: sealed)
    }

    /// - Returns: nil where it has none, or none that opens.
    func proofKey(of lineage: StoredLineage, _ origin: Origin) throws(VaultError) -> ProofKey? {
        guard let sealed = lineage.proofKey else { return nil }
        return try open(sealed, of: lineage, in: lineage.grant.proofKeyContext, "proof_key", origin)
            .flatMap(ProofKey.init(seed:))
    }

    private func open(
        _ sealed: SealedSecret, of lineage: StoredLineage, in place: SealContext, _ what: String, _ origin: Origin
    ) throws(VaultError) -> Secret? {
        do throws(SealFailure) {
            return try withRecordKey(lineage.recordKey, of: lineage.grant.id.rawValue) { key throws(SealFailure) in
                try sealer.open(sealed, under: key, in: place)
            }
        } catch .doesNotOpen {
            recordIntegrityFailure(of: lineage.grant, what, origin)
            return nil
        } catch {
            throw VaultError(error)
        }
    }
}

extension Grant {
    /// What the ciphertext of the key is bound to.
    var proofKeyContext: SealContext { .proofKey(record: id.rawValue, key: key) }
}
