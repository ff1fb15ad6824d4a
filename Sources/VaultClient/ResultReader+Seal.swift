extension ResultReader {
    package func sealReport() throws(VaultClientError) -> SealReport {
        SealReport(
            isSealed: try bool("sealed"), reason: optionalText("reason"), problem: optionalText("problem"),
            source: optionalText("source"), store: try text("store"),
            retryAfterMilliseconds: optionalInteger("retry_after_ms"))
    }
}
