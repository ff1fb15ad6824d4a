import VaultClient
import VaultJSON

/// What is gathered for whoever looks into a fault from afar: the daemon's own answers, none of which can hold a secret, and a note of
/// what could not be had.
struct DebugBundle {
    private var archive: TarArchive
    private var pseudonyms: Pseudonyms?
    private var missing: [(file: String, reason: String)] = []
    private(set) var files = 0

    init(time: Int64, redacts: Bool) {
        archive = TarArchive(folder: "vaultd-debug", time: time)
        if redacts { pseudonyms = Pseudonyms() }
    }

    mutating func add(_ name: String, _ answer: Result<ResultReader, VaultClientError>) {
        switch answer {
        case .success(let result): add(name, lines: [result])
        case .failure(let error): miss(name, error.description)
        }
    }

    /// Each on a line of its own.
    mutating func add(_ name: String, lines: [ResultReader]) {
        var bytes: [UInt8] = []
        for line in lines {
            bytes +=
                pseudonyms?.hiding(line.value)
                ?? line.value.withRawBytes { bytes in (0..<bytes.count).map { bytes[$0] } }
            bytes.append(UInt8(ascii: "\n"))
        }
        add(name, bytes: bytes)
    }

    /// Text in which no user stands.
    mutating func add(_ name: String, text: String) { add(name, bytes: Array(text.utf8)) }

    mutating func miss(_ name: String, _ reason: String) { missing.append((name, reason)) }

    private mutating func add(_ name: String, bytes: [UInt8]) {
        archive.add(name, bytes)
        files += 1
    }

    /// The archive, with a first look at what it is as its last file.
    mutating func finish(version: String, time: Int64) -> [UInt8] {
        var writer = JSONWriter()
        let (isRedacted, missing) = (pseudonyms != nil, missing)
        writer.object { writer in
            writer.member("created_at", time)
            writer.member("vaultctl", version)
            writer.member("redacted", isRedacted)
            writer.member(
                "missing",
                array: { writer in
                    for one in missing {
                        writer.object { writer in
                            writer.member("file", one.file)
                            writer.member("reason", one.reason)
                        }
                    }
                })
        }
        writer.newline()
        add("manifest.json", bytes: writer.bytes)
        return archive.finished
    }
}
