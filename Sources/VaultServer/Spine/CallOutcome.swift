import VaultCore
import VaultWire

/// The answer to one call, on its way back to the loop that writes it.
struct CallOutcome: Sendable {
    let id: CallID
    /// nil where there is none of that name.
    let method: Method?
    let result: Result<Reply, WireError>

    /// Whether it must not leave without its audit record; an error tells nothing that is kept here.
    func mustBeRecorded(under rules: ServerRules) -> Bool {
        switch result {
        case .failure: false
        case .success: !rules.answersUnrecorded(method)
        }
    }

    /// The same, unless it hands out a secret of the store: then that the vault is sealed.
    var withoutToken: CallOutcome {
        switch result {
        case .success(.token), .success(.sessionFound):
            CallOutcome(id: id, method: method, result: .failure(WireError(.sealed)))
        case .success, .failure: self
        }
    }
}
