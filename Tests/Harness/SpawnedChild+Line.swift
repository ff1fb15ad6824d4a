extension SpawnedChild {
    /// The first line that the child prints, which may take it seconds.
    package func firstLine() async throws -> [UInt8] {
        try await onOwnThread { [self] in
            var bytes: [UInt8] = []
            while bytes.last != UInt8(ascii: "\n") {
                let more = readSome()
                if more.isEmpty { break }
                bytes += more
            }
            return bytes
        }
    }
}
