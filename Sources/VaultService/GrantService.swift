package import VaultCore

/// The use cases of grants: put, find, list, revoke.
package struct GrantService: Sendable {
    package init(_ context: ServiceContext, order: GrantOrder, revocations: RevocationQueue) {}

    package func put(_ put: GrantPut, _ permit: Permit, caller: Caller) async throws(VaultError) -> Grant {
        throw .internal(reason: "to come")
    }

    /// The one grant that the selector means.
    ///
    /// - Throws: `.notFound`; `.conflict` when a subject has several accounts there and none was named.
    package func find(_ selector: GrantSelector) throws(VaultError) -> Grant { throw .internal(reason: "to come") }

    package func list(_ filter: GrantFilter, _ permit: Permit) throws(VaultError) -> GrantPage {
        throw .internal(reason: "to come")
    }

    package func revoke(_ grant: Grant, _ permit: Permit, caller: Caller) async throws(VaultError)
        -> RevocationReceipt
    {
        throw .internal(reason: "to come")
    }
}
