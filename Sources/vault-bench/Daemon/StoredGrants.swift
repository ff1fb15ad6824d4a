import Glibc
import VaultCore
import VaultCrypto

/// Makes a vault that holds so many grants, as fast as the disk allows: what is asked for later comes through the socket, the
/// rest goes straight into the store's file while the daemon is down.
enum StoredGrants {
    /// Of the grants, those that came through the socket.
    static func served(of grants: Int) -> Int { min(1000, grants) }

    /// - Parameter withTokens: whether the rest have access tokens, good for a day, sealed as the daemon seals them.
    /// - Returns: a daemon that is not running.
    static func daemon(_ context: BenchContext, _ grants: Int, withTokens: Bool) throws -> VaultDaemon {
        let daemon = try VaultDaemon(context)
        try daemon.start()
        let served = served(of: grants)
        try LineCaller(daemon.socket).callAll((0..<served).map(BenchLines.putWithToken)) {
            ByteSearch.contains($0, Array("\"generation\":1".utf8))
        }
        daemon.stop()
        let database = try SQLiteDatabase(daemon.store)
        let sealer = try BenchKeys.sealer(of: database, sealKeyFile: daemon.folder.file("seal.key"))
        let tokens = withTokens ? try BulkTokens(database, sealer) : nil
        try BulkGrants.fill(database, served..<grants) { id, number, body in
            let key = try sealer.makeRecordKey(record: id)
            try key.bytes.withUnsafeBytes(body)
            try tokens?.add(id, number, key)
        }
        return daemon
    }

    /// Starts the daemon and has it read what is served, so that all that follows is answered from memory.
    static func start(_ daemon: VaultDaemon, serving served: Int) throws {
        try daemon.start()
        try LineCaller(daemon.socket).callAll((0..<served).map(BenchLines.tokenGet)) {
            ByteSearch.contains($0, Array("\"access_token\":".utf8))
        }
    }

    /// A right answer to `BenchLines.tokenGet` of this number.
    static func check(_ number: Int, _ reply: [UInt8]) -> String? {
        let wanted = "\"access_token\":\"\(BenchLines.accessToken(number))\""
        if ByteSearch.contains(reply, Array(wanted.utf8)) { return nil }
        return "grant \(number) got another reply: \(WrongReply(reply))"
    }
}
