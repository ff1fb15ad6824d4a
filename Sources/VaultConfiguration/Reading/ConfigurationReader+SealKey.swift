import VaultCore
import VaultJSON

extension ConfigurationReader {
    /// Where the seal key comes from: like any secret, or from a person.
    func sealSource(_ field: Field) -> SealSource? {
        guard field.value.kind == .object, field.value.count == 1, field.value["passphrase"] != nil else {
            return secretSource(field, .sealKey).map(SealSource.key)
        }
        return ObjectReader(field, .sealKey).member("passphrase").flatMap(passphrase)
    }

    private func passphrase(_ field: Field) -> SealSource? {
        switch field.value.kind {
        case .object: return ObjectReader(field, .passphrase).cost.map(SealSource.passphrase)
        case .string:
            field.report(
                "must not stand in this file: write `passphrase: true`, and give it to `vaultctl unseal` when asked")
            return nil
        default:
            if field.value.bool == true { return .passphrase(.usual) }
            field.report("must be true, or an object such as {operations: 3, memory_mib: 256}")
            return nil
        }
    }
}

extension ObjectReader {
    /// nil where a member is wrong, which is reported then.
    fileprivate var cost: PassphraseCost? {
        let operations = member("operations") == nil ? PassphraseCost.usual.operations : integer("operations")
        let memory = member("memory_mib") == nil ? PassphraseCost.usual.memoryBytes >> 20 : integer("memory_mib")
        guard let operations, let memory else { return nil }
        return PassphraseCost(operations: operations, memoryMebibytes: memory)
    }
}
