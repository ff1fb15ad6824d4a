#!/usr/bin/env python3
"""Glewlwyd (Debian package, C): OAuth 2 and OpenID Connect, three issuers in one process, chosen with --issuer:

  oidc    one-time refresh tokens; one that is used twice breaks the chain
  keep    refresh tokens never change, their expiry moves with use
  short   one-time, access tokens 5 s, refresh tokens 8 s

Clients: basic post public odd other secret_jwt private_key_jwt. It wants the secret of Basic authentication as it is, not form-encoded.

"""
import json
import os
import secrets
import sqlite3
import sys
from urllib.parse import urlencode

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from support import cli, install, oauth, web  # noqa: E402

ROOT = os.path.join(install.HOME, "glewlwyd")
SCOPES = ["openid", "mail", "files"]
ISSUERS = {
    "oidc": {"refresh-token-one-use": "always", "refresh-token-rolling": False},
    "keep": {"refresh-token-one-use": "never", "refresh-token-rolling": True},
    "short": {"refresh-token-one-use": "always", "refresh-token-rolling": False,
              "access-token-duration": 5, "refresh-token-duration": 8},
}
ISSUER_DEFAULTS = {
    "jwt-type": "ecdsa", "jwt-key-size": "256", "access-token-duration": 3600, "refresh-token-duration": 1209600,
    "code-duration": 600, "allow-non-oidc": True, "auth-type-code-enabled": True, "auth-type-token-enabled": False,
    "auth-type-id-token-enabled": True, "auth-type-password-enabled": False, "auth-type-client-enabled": False,
    "auth-type-device-enabled": False, "auth-type-refresh-enabled": True, "auth-type-code-revoke-replayed": True,
    "subject-type": "public", "jwks-show": True, "scope": [], "additional-parameters": [], "claims": [],
    "allowed-scope": SCOPES, "service-documentation": "", "op-policy-uri": "", "op-tos-uri": "",
    "email-claim": "mandatory", "pkce-allowed": True, "pkce-method-plain-allowed": False,
    "introspection-revocation-allowed": True, "introspection-revocation-allow-target-client": True,
    "oauth-dpop-allowed": True, "oauth-dpop-iat-duration": 60, "oauth-as-iss-id": True, "request-parameter-allow": True, "request-maximum-exp": 3600,
    "client-pubkey-parameter": "pubkey", "client-jwks-parameter": "jwks", "client-jwks_uri-parameter": "jwks_uri",
}
# Without the three key files it refuses to start, also when it does not use them.
CONFIGURATION = """
port=%(port)d
bind_address="127.0.0.1"
external_url="%(base)s"
login_url="login.html"
api_prefix="api"
log_mode="file"
log_level="WARNING"
log_file="%(work)s/glewlwyd.log"
cookie_secure=%(secure)d
session_key="GLEWLWYD2_SESSION_ID"
admin_session_authentication="cookie"
profile_session_authentication="cookie"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="%(root)s/usr/lib/glewlwyd/user"
client_module_path="%(root)s/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="%(root)s/usr/lib/glewlwyd/scheme"
plugin_module_path="%(root)s/usr/lib/glewlwyd/plugin"
use_secure_connection=false
secure_connection_key_file="-"
secure_connection_pem_file="-"
secure_connection_ca_file="-"
hash_algorithm="SHA512"
database = { type = "sqlite3"; path = "%(work)s/glewlwyd.db"; };
"""


def new_clients():
    clients = {"basic": {"auth": "client_secret_basic", "client_secret": oauth.new_secret()},
               "post": {"auth": "client_secret_post", "client_secret": oauth.new_secret()},
               "public": {"auth": "none"},
               "odd": {"auth": "client_secret_basic", "client_secret": oauth.ODD_SECRET},
               "other": {"auth": "client_secret_basic", "client_secret": oauth.new_secret()},
               "secret_jwt": {"auth": "client_secret_jwt", "client_secret": oauth.new_secret()},
               "private_key_jwt": {"auth": "private_key_jwt", "private_key": oauth.ed25519_key(), "key_id": "k1"}}
    for name, client in clients.items():
        client.update(client_id="app-" + name, basic_encoding="raw")
    return clients


class Glewlwyd:
    def install(self):
        """Its libraries are installed; the package itself is only unpacked, for its own installation script makes a
        user and a database, and fails when it is run a second time on a machine."""
        stamp = os.path.join(ROOT, ".complete")
        if os.path.exists(stamp):
            return
        if not install.apt_show("glewlwyd", "Depends"):
            install.apt_update()
        install.apt_install(install.apt_libraries("glewlwyd"))
        install.log("unpacking glewlwyd")
        install.apt_unpack("glewlwyd", ROOT)
        with open(stamp, "w") as file:
            file.write(install.apt_show("glewlwyd", "Version") or "")

    def options(self, parser):
        parser.add_argument("--issuer", default="oidc", choices=list(ISSUERS))
        parser.add_argument("--dpop", action="store_true", help="mint: bind the tokens to a key (RFC 9449), and tell it")

    def prepare(self, work, known, chosen):
        self.make_database(work)
        configuration = os.path.join(work, "glewlwyd.conf")
        with open(configuration, "w") as file:
            file.write(CONFIGURATION % dict(known, root=ROOT, work=work, secure=known["base"].startswith("https")))
        with open(os.path.join(ROOT, ".complete")) as file:
            version = file.read()
        return {"command": [ROOT + "/usr/bin/glewlwyd", "--config-file=" + configuration], "ready": "/config",
                "version": version, "clients": new_clients(), "user": "alice", "password": oauth.new_secret()}

    def make_database(self, work):
        for name in ("glewlwyd.db", "glewlwyd.log"):
            if os.path.exists(os.path.join(work, name)):
                os.unlink(os.path.join(work, name))
        connection = sqlite3.connect(os.path.join(work, "glewlwyd.db"))
        with open(ROOT + "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3") as file:
            connection.executescript(file.read())
        connection.close()

    def register(self, work, state, chosen):
        http, api = web.Http(state["ca_file"]), state["base"] + "/api/"
        http.post(api + "auth/", js={"username": "admin", "password": "password"}).need(200)
        for scope in SCOPES[1:]:
            http.post(api + "scope/", js={"name": scope, "display_name": scope, "description": scope,
                                          "password_required": True, "scheme": {}}).need(200)
        private = install.run(["openssl", "genpkey", "-quiet", "-algorithm", "EC",
                               "-pkeyopt", "ec_paramgen_curve:P-256"])
        public = install.run(["openssl", "pkey", "-pubout"], input=private)
        for name, settings in ISSUERS.items():
            parameters = dict(ISSUER_DEFAULTS, iss=api + name, key=private, cert=public, **settings)
            http.post(api + "mod/plugin/", js={"module": "oidc", "name": name, "display_name": name,
                                               "parameters": parameters, "order_rank": 0}).need(200)
        http.post(api + "user/", js={"username": state["user"], "name": "Alice", "email": "alice@example.test",
                                     "password": state["password"], "scope": SCOPES + ["g_profile"],
                                     "enabled": True}).need(200)
        for name, client in state["clients"].items():
            jwks = {"jwks": {"keys": [oauth.ed25519_jwk(client["private_key"], client["key_id"])]}} \
                if "private_key" in client else {}
            http.post(api + "client/", js={
                **jwks, "client_id": client["client_id"], "name": name, "enabled": True, "confidential": name != "public",
                "scope": [], "redirect_uri": [oauth.REDIRECT], "client_secret": client.get("client_secret", ""),
                "authorization_type": ["code", "refresh_token", "delete_token"],
                "token_endpoint_auth_method": [client["auth"]]}).need(200)
        return {}

    def meta(self, state, chosen):
        issuer = "%s/api/%s" % (state["base"], chosen.issuer)
        return {"server": "glewlwyd", "version": state["version"], "issuer": issuer,
                "discovery": issuer + "/.well-known/openid-configuration", "token_endpoint": issuer + "/token",
                "authorization_endpoint": issuer + "/auth", "revocation_endpoint": issuer + "/revoke",
                "introspection_endpoint": issuer + "/introspect", "userinfo_endpoint": issuer + "/userinfo",
                "rotates": chosen.issuer != "keep", "scope_on_refresh": "ignored"}

    def signed_in(self, state):
        http = web.Http(state["ca_file"])
        http.post(state["base"] + "/api/auth/",
                  js={"username": state["user"], "password": state["password"]}).need(200)
        return http

    def mint(self, work, state, chosen):
        meta, client, http = self.meta(state, chosen), state["clients"][chosen.client], self.signed_in(state)
        scope = chosen.scope or " ".join(SCOPES)
        http.request("PUT", state["base"] + "/api/auth/grant/" + client["client_id"], js={"scope": scope}).need(200)
        verifier, challenge = oauth.pkce()
        answer = http.get(meta["authorization_endpoint"] + "?" + urlencode({
            "response_type": "code", "client_id": client["client_id"], "redirect_uri": oauth.REDIRECT, "scope": scope,
            "state": "st", "nonce": secrets.token_hex(8), "code_challenge": challenge,
            "code_challenge_method": "S256", "g_continue": ""})).need(302)
        to = web.query_of(answer.location)
        if "code" not in to:
            raise SystemExit("idp: no code: " + answer.location)
        key = oauth.ed25519_key() if chosen.dpop else None
        tokens = oauth.exchange(http, meta, client, to["code"], verifier, key)
        return dict(tokens, dpop_key=oauth.ed25519_seed(key)) if key else tokens

    def kill(self, work, state, chosen):
        http, tokens = self.signed_in(state), self.meta(state, chosen)["token_endpoint"]
        name, killed = state["clients"][chosen.client]["client_id"], 0
        for token in http.get(tokens + "?limit=1000").need(200).json():
            if token["client_id"] == name and token["enabled"]:
                http.request("DELETE", tokens + "/" + token["token_hash"]).need(200)
                killed += 1
        return killed


cli.main(Glewlwyd(), __doc__)
