/// Where a rule stands in the configuration.
package struct RuleName: Hashable, Sendable {
    package let client: ClientName
    /// Its place in the client's `allow`, from 0.
    package let number: Int

    package init(client: ClientName, number: Int) {
        self.client = client
        self.number = number
    }

    /// As the messages about a configuration write it: `clients.catalog.allow[0]`.
    package var text: String { "clients.\(client.text).allow[\(number)]" }
}
