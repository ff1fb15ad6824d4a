/// What the results of `identity.*` say, as the public values.
extension ResultReader {
    package func userIdentity() throws(VaultClientError) -> UserIdentity {
        UserIdentity(subject: try text("subject"), roles: try texts("roles"), rule: try text("rule"))
    }

    package func forgottenIdentities() throws(VaultClientError) -> Int64 { try integer("forgotten") }
}
