/// A request to one of the provider's endpoints, its form read once.
struct Call: Equatable, Sendable {
    let endpoint: Endpoint
    let request: HTTPRequest
    /// Nil where the body is not a form; empty for GET.
    let form: FormFields?
    /// Whether the body calls itself JSON, which only some profiles take.
    let isJSON: Bool

    init(_ endpoint: Endpoint, _ request: HTTPRequest) {
        self.endpoint = endpoint
        self.request = request
        let type = request.header("content-type")?.split(separator: ";").first.map { String($0).trimmed.lowercased() }
        isJSON = type == "application/json"
        let isForm = endpoint.method == "GET" || type == "application/x-www-form-urlencoded"
        form = isJSON ? FormFields(json: request.body) : isForm ? FormFields(request.body) : nil
    }

    /// The token that the request puts forward.
    var presentedToken: String? {
        switch endpoint {
        case .token: form?.first("refresh_token")
        case .revoke: form?.first("token")
        case .deletion: form?.first("access_token")
        case .discovery, .userinfo: nil
        }
    }

    var scope: String? { endpoint == .token ? form?.first("scope") : nil }
}
