/// Where a set of selectors stands in the configuration.
package struct SelectorName: Hashable, Sendable {
    package let client: ClientName
    /// Its place in the client's `match`, from 0.
    package let number: Int

    package init(client: ClientName, number: Int) {
        self.client = client
        self.number = number
    }

    /// As the messages about a configuration write it: `clients.catalog.match[0]`.
    package var text: String { "clients.\(client.text).match[\(number)]" }
}
