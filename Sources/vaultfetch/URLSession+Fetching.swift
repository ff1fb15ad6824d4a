import Dispatch
import Foundation
import FoundationNetworking

extension URLSessionConfiguration {
    /// Remembers nothing between two requests: no cookies, no cache, no credentials.
    static func fetching(connections: Int) -> URLSessionConfiguration {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.httpMaximumConnectionsPerHost = connections
        // Its own timer only measures inactivity; it must never fire before ours.
        configuration.timeoutIntervalForRequest = 3600
        return configuration
    }
}

extension OperationQueue {
    /// In the order of arrival, on a queue that does not wait for a free pool thread behind other work.
    static func fetching(on queue: DispatchQueue) -> OperationQueue {
        let operations = OperationQueue()
        operations.maxConcurrentOperationCount = 1
        operations.underlyingQueue = queue
        return operations
    }
}
