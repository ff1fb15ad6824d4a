import VaultJSON
import VaultService
import VaultStorage

/// What `vaultd check` found in a store that it only read. One of an older schema is not read further: its seal key and its
/// records are looked at once `vaultd serve` has brought it up to date.
struct StoreFindings {
    private let schema: StoreSchema?
    private let wantsDeep: Bool
    var deep: DeepCheck?

    init(schema: StoreSchema?, wantsDeep: Bool) {
        self.schema = schema
        self.wantsDeep = wantsDeep
    }

    var schemaIsNewest: Bool { schema?.isNewest ?? true }

    /// Sentences, each with its place.
    var problems: [String] {
        if let schema, !schema.isNewest, wantsDeep {
            return [
                "has schema \(schema.found), and its records can be read from schema \(schema.newest) on: vaultd serve "
                    + "migrates it"
            ]
        }
        return deep?.problems ?? []
    }

    /// What follows "fit to serve".
    var remark: String {
        if let schema, !schema.isNewest {
            return ", schema \(schema.found), serve will migrate to \(schema.newest); its seal key was not tried"
        }
        return deep.map { ", \($0.records.opened) sealed values open" } ?? ""
    }

    func write(to writer: inout JSONWriter) {
        if let schema, !schema.isNewest {
            writer.member("schema", schema.found)
            writer.member("migrates_to", schema.newest)
        }
        if let deep { writer.member("records", object: { deep.write(to: &$0) }) }
    }
}
