/// Every mutator of a grant goes through here, one at a time per grant (DESIGN §6.7).
package final class GrantOrder: Sendable {
    package init() {}
}
