import Foundation
import FoundationNetworking
import Synchronization

/// Hears what the session has to say and passes it on.
final class SessionObserver: NSObject, URLSessionDataDelegate, Sendable {
    private let fetcher = Mutex<Fetcher?>(nil)

    func attach(_ fetcher: Fetcher) { self.fetcher.withLock { $0 = fetcher } }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didSendBodyData count: Int64, totalBytesSent: Int64,
        totalBytesExpectedToSend: Int64
    ) {
        current?.note(task.taskIdentifier) { $0.took(count) }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let response = response as? HTTPURLResponse {
            current?.note(dataTask.taskIdentifier) { $0.received(response) }
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        current?.note(dataTask.taskIdentifier) { $0.received(data) }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        current?.finish(task.taskIdentifier, error: error)
    }

    /// A redirect is an answer like any other; following it would carry the token to another place.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    /// 6.3.1 hangs on a 401 with a challenge, with every disposition; by now the whole reply has been delivered, so it
    /// is reported here and the task thrown away (swift-corelibs-foundation #5456).
    func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        current?.finish(task.taskIdentifier, error: nil)
        completionHandler(.cancelAuthenticationChallenge, nil)
    }

    /// Called for a body only when libcurl rewinds it to send the request again on a new connection, because the one
    /// that it had kept open ended without an answer. The first copy may have been acted on.
    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        needNewBodyStream completionHandler: @escaping (InputStream?) -> Void
    ) {
        current?.note(task.taskIdentifier) { if $0.hasBody { $0.end(.repeated) } }
        completionHandler(nil)
    }

    private var current: Fetcher? { fetcher.withLock { $0 } }
}
