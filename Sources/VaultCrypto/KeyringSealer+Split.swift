package import VaultCore

extension KeyringSealer {
    package func seal(
        _ secret: Secret, under key: WrappedRecordKey, with half: Secret, in context: SealContext
    ) throws(SealFailure) -> SealedSecret {
        try seal(secret, key, half, context)
    }

    package func open(
        _ sealed: SealedSecret, under key: WrappedRecordKey, with half: Secret, in context: SealContext
    ) throws(SealFailure) -> Secret {
        try open(sealed, key, half, context)
    }
}
