"""A private CA and server certificates for loopback, good and bad, made with openssl."""
import os

from .install import run

CONFIGURATION = """[ca]
default_ca = d
[d]
database = %(d)s/index.txt
new_certs_dir = %(d)s/new
rand_serial = yes
default_md = sha256
policy = p
copy_extensions = none
unique_subject = no
default_days = 365
[p]
commonName = supplied
[req]
distinguished_name = dn
prompt = no
[dn]
CN = x
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[mid]
basicConstraints = critical,CA:true,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
[leaf]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = %(usage)s
subjectAltName = %(names)s
"""
NAMES = "DNS:localhost,IP:127.0.0.1,IP:::1"


class Maker:
    def __init__(self, folder):
        self.folder = folder
        os.makedirs(os.path.join(folder, "new"), exist_ok=True)
        open(self.path("index.txt"), "w").close()

    def path(self, name):
        return os.path.join(self.folder, name)

    def key(self, name):
        run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-out", self.path(name + ".key")])

    def configuration(self, names, usage):
        with open(self.path("openssl.cnf"), "w") as file:
            file.write(CONFIGURATION % {"d": self.folder, "names": names, "usage": usage})
        return self.path("openssl.cnf")

    def self_signed(self, name, cn, extensions):
        self.key(name)
        run(["openssl", "req", "-new", "-x509", "-key", self.path(name + ".key"), "-subj", "/CN=" + cn, "-days", "365",
             "-out", self.path(name + ".pem"), "-config", self.configuration(NAMES, "serverAuth"),
             "-extensions", extensions])

    def issue(self, name, by, cn="127.0.0.1", names=NAMES, extensions="leaf", usage="serverAuth", valid=()):
        self.key(name)
        configuration = self.configuration(names, usage)
        request = self.path(name + ".csr")
        run(["openssl", "req", "-new", "-key", self.path(name + ".key"), "-subj", "/CN=" + cn, "-out", request,
             "-config", configuration])
        dates = ["-startdate", valid[0], "-enddate", valid[1]] if valid else []
        run(["openssl", "ca", "-batch", "-notext", "-config", configuration, "-extensions", extensions, "-in", request,
             "-out", self.path(name + ".pem"), "-cert", self.path(by + ".pem"), "-keyfile", self.path(by + ".key"),
             *dates])
        os.unlink(request)


def make(folder):
    """ca.pem, and NAME.pem with NAME.key for every case of front.py."""
    maker = Maker(os.path.abspath(folder))
    maker.self_signed("ca", "idp test root", "root")
    maker.self_signed("other-ca", "another root", "root")
    maker.issue("mid", "ca", cn="idp test intermediate", extensions="mid")
    maker.issue("good", "ca")
    maker.issue("expired", "ca", valid=("20240101000000Z", "20240201000000Z"))
    maker.issue("not-yet", "ca", valid=("20440101000000Z", "20450101000000Z"))
    maker.issue("wrong-host", "ca", cn="127.0.0.1", names="DNS:elsewhere.test")
    maker.issue("wrong-use", "ca", usage="clientAuth")
    maker.issue("other-root", "other-ca")
    maker.self_signed("self-signed", "127.0.0.1", "leaf")
    maker.issue("no-chain", "mid")
    maker.issue("chain", "mid")
    with open(maker.path("chain.pem"), "a") as file:
        file.write(open(maker.path("mid.pem")).read())
