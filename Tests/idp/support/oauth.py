"""The client's side of OAuth 2, as far as the scripts need it."""
import base64
import hashlib
import hmac
import json
import os
import secrets
import subprocess
import tempfile
import time
import urllib.parse

# Nobody listens there: the code is read from the redirect itself.
REDIRECT = "http://127.0.0.1:9/cb"
# RFC 8252 section 7.3: of a loopback address without a port any port is good. For the examples, which do listen.
ANY_PORT = "http://127.0.0.1/callback http://127.0.0.1/api/auth/idp/handler/frame"
# A client secret of the characters that break naive encoding.
ODD_SECRET = "p%41a+s:s/w=r&d~ x"


def new_secret():
    return "s-" + secrets.token_hex(24)


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def pkce():
    verifier = b64url(secrets.token_bytes(32))
    return verifier, b64url(hashlib.sha256(verifier.encode()).digest())


def ed25519_key():
    """A private key in PEM, as a person would make it."""
    return subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519"], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout.decode()


def ed25519_jwk(private, kid):
    der = subprocess.run(["openssl", "pkey", "-pubout", "-outform", "DER"], input=private.encode(), check=True,
                         stdout=subprocess.PIPE).stdout
    return {"kty": "OKP", "crv": "Ed25519", "x": b64url(der[-32:]), "kid": kid, "alg": "EdDSA", "use": "sig"}


def ed25519_signature(private, message):
    """openssl signs with this algorithm only what it can read twice: files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("key", "message")]
        for path, content in zip(paths, (private.encode(), message)):
            with open(path, "wb") as file:
                file.write(content)
        return subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", paths[0], "-in", paths[1]],
                              check=True, stdout=subprocess.PIPE).stdout


def ed25519_seed(private):
    """The `d` of its JWK: the last 32 bytes of PKCS#8 (RFC 8410 section 7)."""
    der = subprocess.run(["openssl", "pkey", "-outform", "DER"], input=private.encode(), check=True,
                         stdout=subprocess.PIPE).stdout
    return b64url(der[-32:])


def possession_proof(private, method, url, nonce=None, access_token=None):
    """RFC 9449 section 4.2."""
    jwk = {name: value for name, value in ed25519_jwk(private, "").items() if name in ("kty", "crv", "x")}
    said = {"jti": secrets.token_hex(16), "htm": method, "htu": url.split("?")[0], "iat": int(time.time())}
    if nonce:
        said["nonce"] = nonce
    if access_token:
        said["ath"] = b64url(hashlib.sha256(access_token.encode()).digest())
    header = {"typ": "dpop+jwt", "alg": "EdDSA", "jwk": jwk}
    message = ".".join(b64url(json.dumps(part).encode()) for part in (header, said))
    return message + "." + b64url(ed25519_signature(private, message.encode()))


def assertion(client, audience):
    now, name, header = int(time.time()), client["client_id"], {"alg": "HS256", "typ": "JWT"}
    if client["auth"] == "private_key_jwt":
        header = {"alg": "EdDSA", "typ": "JWT", "kid": client["key_id"]}
    claims = {"iss": name, "sub": name, "aud": audience, "iat": now, "exp": now + 60, "jti": secrets.token_hex(16)}
    message = ".".join(b64url(json.dumps(part).encode()) for part in (header, claims)).encode()
    if client["auth"] == "private_key_jwt":
        signature = ed25519_signature(client["private_key"], message)
    else:
        signature = hmac.new(client["client_secret"].encode(), message, hashlib.sha256).digest()
    return message.decode() + "." + b64url(signature)


def authenticated(client, audience):
    """Header fields and form fields that prove who the client is."""
    method, name, secret = client["auth"], client["client_id"], client.get("client_secret")
    if method == "none":
        return {}, {"client_id": name}
    if method == "client_secret_post":
        return {}, {"client_id": name, "client_secret": secret}
    if method in ("client_secret_jwt", "private_key_jwt"):
        return {}, {"client_id": name, "client_assertion": assertion(client, audience),
                    "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}
    encode = urllib.parse.quote_plus if client["basic_encoding"] == "form" else str
    pair = "%s:%s" % (encode(name), encode(secret))
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}, {}


def exchange(http, meta, client, code, verifier, possession=None):
    """With a key: proves its possession, so that what comes is bound to it."""
    headers, form = authenticated(client, meta["token_endpoint"])
    if possession:
        headers["DPoP"] = possession_proof(possession, "POST", meta["token_endpoint"])
    form.update(grant_type="authorization_code", code=code, redirect_uri=REDIRECT, code_verifier=verifier)
    return http.post(meta["token_endpoint"], form, headers=headers).need(200).json()


def refresh(http, meta, client, token, scope=None, possession=None):
    headers, form = authenticated(client, meta["token_endpoint"])
    if possession:
        headers["DPoP"] = possession_proof(possession, "POST", meta["token_endpoint"])
    form.update(grant_type="refresh_token", refresh_token=token)
    if scope:
        form["scope"] = scope
    return http.post(meta["token_endpoint"], form, headers=headers)


def claims(id_token):
    """What an id_token says; its signature is not looked at."""
    part = id_token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def minted(meta, client, tokens):
    """What `up` and `mint` print."""
    scope = tokens.get("scope", "")
    said = claims(tokens["id_token"]) if tokens.get("id_token") else {}
    return dict(
        meta, client_id=client["client_id"], client_secret=client.get("client_secret"),
        private_key=client.get("private_key"), key_id=client.get("key_id"),
        token_endpoint_auth_method=client["auth"], basic_encoding=client.get("basic_encoding"),
        refresh_token=tokens.get("refresh_token"), access_token=tokens.get("access_token"),
        dpop_key=tokens.get("dpop_key"), id_token=tokens.get("id_token"), sub=said.get("sub"), expires_in=tokens.get("expires_in"),
        scopes=scope if isinstance(scope, list) else scope.split())
