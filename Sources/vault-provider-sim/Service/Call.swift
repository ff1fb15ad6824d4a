/// A request to one of the provider's endpoints, its form read once.
struct Call: Equatable, Sendable {
    let endpoint: Endpoint
    let request: HTTPRequest
    /// Nil where the body is not a form; empty for GET.
    let form: FormFields?

    init(_ endpoint: Endpoint, _ request: HTTPRequest) {
        self.endpoint = endpoint
        self.request = request
        let type = request.header("content-type")?.split(separator: ";").first.map { String($0).trimmed.lowercased() }
        let isForm = endpoint.method == "GET" || type == "application/x-www-form-urlencoded"
        form = isForm ? FormFields(request.body) : nil
    }

    /// The token that the request puts forward.
    var presentedToken: String? {
        switch endpoint {
        case .token: form?.first("refresh_token")
        case .revoke: form?.first("token")
        case .discovery, .userinfo: nil
        }
    }

    var scope: String? { endpoint == .token ? form?.first("scope") : nil }
}
