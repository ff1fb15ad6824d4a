import VaultCore

extension MethodTable {
    static let systemMetrics = MethodEntry(
        .systemMetrics, "gives the metrics of [metrics.md](metrics.md) as Prometheus reads them",
        result: [
            Field("content_type", .text(maximumBytes: 64), required: true, "of `text`, for whoever passes it on"),
            Field(
                "text", .text(maximumBytes: 1 << 20), required: true,
                "Prometheus' text format, version 0.0.4: a line for each series"),
        ],
        isRepeatable: true,
        example: (
            #"{}"#,
            ##"{"content_type":"text/plain; version=0.0.4; charset=utf-8","text":"# HELP vaultd_sealed …\n# TYPE vaultd_sealed gauge\nvaultd_sealed 0\n"}"##
        ))
}
