import Testing
import VaultJSON

@testable import vaultctl

struct BundlePartsTests {
    @Test func `a user is the same pseudonym everywhere, and nothing else is changed`() throws {
        var pseudonyms = Pseudonyms()
        func hidden(_ text: String) throws -> String {
            let value = try JSONDocument(parsing: Array(text.utf8)).root
            return String(decoding: pseudonyms.hiding(value), as: UTF8.self)
        }
        #expect(
            try hidden(#"{"seq":1,"subject":"user:default/alice","scopes":["a","b"],"x":null,"y":1.50}"#)
                == #"{"seq":1,"subject":"user-1","scopes":["a","b"],"x":null,"y":1.50}"#)
        #expect(
            try hidden(#"[{"subject":"user:default/bob","more":{"account":"1234","sub":"user:default/alice"}}]"#)
                == #"[{"subject":"user-2","more":{"account":"user-3","sub":"user-1"}}]"#)
    }

    @Test func `an archive is blocks of 512 bytes with sums that are right`() {
        var archive = TarArchive(folder: "f", time: 8)
        archive.add("a", Array(repeating: 7, count: 513))
        archive.add("b", [])
        let bytes = archive.finished
        #expect(bytes.count == 512 * (1 + 2 + 1 + 2) && bytes[512..<1025].allSatisfy { $0 == 7 })
        for start in [0, 512 * 3] {
            var header = Array(bytes[start..<start + 512])
            let told = String(decoding: header[148..<154], as: UTF8.self)
            header.replaceSubrange(148..<156, with: Array("        ".utf8))
            #expect(Int(told, radix: 8) == header.reduce(0) { $0 + Int($1) })
        }
        #expect(String(decoding: bytes[0..<3], as: UTF8.self) == "f/a")
        #expect(String(decoding: bytes[124..<135], as: UTF8.self) == "00000001001")
        #expect(bytes.suffix(1024).allSatisfy { $0 == 0 })
    }
}
