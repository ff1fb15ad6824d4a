import CLinux
import VaultFetchWire
import Glibc

/// Gives OpenSSL a configuration of our own, so that no system file can lower the protocol below TLS 1.2.
///
/// FoundationNetworking ignores `tlsMinimumSupportedProtocolVersion` on Linux; OpenSSL reads `OPENSSL_CONF` once, when
/// the first connection is made, which is after this.
enum TLSFloor {
    private static let configuration = """
        openssl_conf = vault
        [vault]
        ssl_conf = vault_ssl
        [vault_ssl]
        system_default = vault_tls
        [vault_tls]
        MinProtocol = TLSv1.2
        CipherString = DEFAULT:@SECLEVEL=2

        """

    static func apply() throws(StartError) {
        let descriptor = confine_memfd("openssl.cnf")
        guard descriptor >= 0, Descriptor.write(descriptor, Array(configuration.utf8)) else {
            throw StartError(.cannotConfine)
        }
        guard setenv("OPENSSL_CONF", "/proc/self/fd/\(descriptor)", 1) == 0 else { throw StartError(.cannotConfine) }
    }
}
