import CLinux
import Glibc

/// Where libcurl looks for certificates: a file that it reads whole for each connection, and perhaps a directory that
/// is indexed by the hash of a certificate's subject (openssl-rehash(1)), of which it reads what it needs.
struct TrustPlaces {
    let file: String
    let directory: String?

    /// As libcurl itself says; else the usual places of the distributions.
    static var current: TrustPlaces? {
        let info = confine_curl(dlsym(nil, "curl_version_info"))
        if let file = info?.pointee.certificate_file.flatMap({ real(String(cString: $0)) }) {
            let directory = info?.pointee.certificate_directory.flatMap { real(String(cString: $0)) }
            return TrustPlaces(file: file, directory: directory)
        }
        return usual.lazy.compactMap(real).first.map { TrustPlaces(file: $0, directory: nil) }
    }

    private static let usual = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]

    private static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
