package import VaultJSON

/// What the simulator says about one lineage.
package struct SimulatedLineage: Sendable {
    package let number: Int
    package let generation: Int64
    package let fate: String
    package let oldPresented: Int64

    package init?(_ json: JSONValue) {
        guard let number = json["lineage"]?.integer, let generation = json["generation"]?.integer,
            let fate = json["fate"]?.string, let oldPresented = json["old_presented"]?.integer
        else { return nil }
        self.number = Int(number)
        self.generation = generation
        self.fate = fate
        self.oldPresented = oldPresented
    }
}
