import VaultCore

extension MethodTable {
    static let clientList = MethodEntry(
        .clientList,
        "lists the processes that are connected and who each was recognised as, connections of one process as one",
        params: [
            Field("client", .name, "only those recognised as this client"),
            Field(
                "limit", .integer(1...Int64(ConnectedClients.mostListed)), "processes at most; left out: 1000"),
        ],
        result: [
            Field(
                "clients",
                .list(
                    of: .object([
                        Field("client", .name, "who it is; absent where it matched no client, which may only ping"),
                        Field(
                            "match", .text(maximumBytes: 256),
                            "the set of selectors that decided, as messages about the configuration name it"),
                        Field(
                            "socket", .word(SocketRole.allCases.map(\.rawValue)), required: true,
                            "which one it is connected to"),
                        Field("uid", .integer(0...Int64(UInt32.max)), required: true, "by the kernel's word"),
                        Field("gid", .integer(0...Int64(UInt32.max)), required: true, "by the kernel's word"),
                        Field("pid", .integer(0...Int64(Int32.max)), required: true, "by the kernel's word"),
                        Field("executable", .text(maximumBytes: 4095), "where a selector had it looked up"),
                        Field("unit", .text(maximumBytes: 255), "the systemd unit, where a selector had it looked up"),
                        Field("since", .time, required: true, "when the oldest of its connections was made"),
                        Field("connections", .integer(1...Int64.max), required: true, "open now"),
                        Field("calls", .integer(0...Int64.max), required: true, "that came in on them so far"),
                        Field("in_flight", .integer(0...Int64.max), required: true, "that are being worked on"),
                    ]), upTo: ConnectedClients.mostListed), required: true, "in the order of client and pid"),
            Field("left_out", .integer(0...Int64.max), required: true, "how many more there are than `limit`"),
        ],
        isRepeatable: true,
        example: (
            #"{"client":"catalog"}"#,
            #"{"clients":[{"client":"catalog","match":"clients.catalog.match[0]","socket":"workload","uid":1002,"gid":1002,"#
                + #""pid":4711,"executable":"/opt/catalog/bin/importer","since":1767220000,"connections":2,"calls":815,"in_flight":1}],"#
                + #""left_out":0}"#
        ))
}
