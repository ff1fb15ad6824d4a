/// Works off the persistent queue of refresh tokens that are still to be revoked at their provider.
package final class RevocationQueue: Sendable {
    package init(_ context: ServiceContext) {}
}
