#!/usr/bin/env python3
"""django-oauth-toolkit (PyPI) on Django's threaded server and SQLite; one WORKDIR per profile:

  rotate  the package's defaults: rotation, no grace period, no reuse protection
  grace   rotation, the old token is good for 3 more seconds (--grace N)
  reuse   rotation, REFRESH_TOKEN_REUSE_PROTECTION: reuse revokes the family
  both    reuse protection and the grace period
  keep    ROTATE_REFRESH_TOKEN off: the refresh token never changes
  short   rotation, access tokens 2 s, refresh tokens 6 s

Clients: basic post public odd other. Secrets are stored hashed (PBKDF2) as by default, which costs about 0.2 s per
refresh; --plain-secret stores them as they are.

"""
import json
import os
import secrets
import sys
from urllib.parse import urlencode

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from support import cli, install, oauth, web  # noqa: E402

REQUIREMENT = "django-oauth-toolkit>=3.2,<4"
VENV = os.path.join(install.HOME, "django-oauth-toolkit")
SITE = os.path.join(HERE, "provider.py")
SCOPES = "openid mail files"


def profile(name, grace):
    return {"rotate": {}, "grace": {"REFRESH_TOKEN_GRACE_PERIOD_SECONDS": grace},
            "reuse": {"REFRESH_TOKEN_REUSE_PROTECTION": True},
            "both": {"REFRESH_TOKEN_REUSE_PROTECTION": True, "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": grace},
            "keep": {"ROTATE_REFRESH_TOKEN": False},
            "short": {"ACCESS_TOKEN_EXPIRE_SECONDS": 2, "REFRESH_TOKEN_EXPIRE_SECONDS": 6}}[name]


def new_clients():
    clients = {"basic": {"auth": "client_secret_basic", "client_secret": oauth.new_secret()},
               "post": {"auth": "client_secret_post", "client_secret": oauth.new_secret()},
               "public": {"auth": "none"},
               "odd": {"auth": "client_secret_basic", "client_secret": oauth.ODD_SECRET},
               "other": {"auth": "client_secret_basic", "client_secret": oauth.new_secret()}}
    for name, client in clients.items():
        client.update(client_id="app-" + name, basic_encoding="form")
    return clients


class DjangoOAuthToolkit:
    def install(self):
        install.venv(VENV, REQUIREMENT)

    def options(self, parser):
        parser.add_argument("--profile", default="rotate",
                            choices=["rotate", "grace", "reuse", "both", "keep", "short"])
        parser.add_argument("--grace", type=int, default=3)
        parser.add_argument("--plain-secret", action="store_true")

    def prepare(self, work, known, chosen):
        database = os.path.join(work, "idp.sqlite3")
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(database + suffix):
                os.unlink(database + suffix)
        password, clients = oauth.new_secret(), new_clients()
        key = install.run(["openssl", "genpkey", "-quiet", "-algorithm", "RSA"])
        conf, init = os.path.join(work, "conf.json"), os.path.join(work, "init.json")
        write(conf, {"secret": secrets.token_hex(32), "database": database, "key": key, "base": known["base"],
                     "oauth": profile(chosen.profile, chosen.grace), "plain_secret": chosen.plain_secret})
        write(init, {"user": "alice", "password": password, "clients": clients,
                     "redirect": oauth.REDIRECT + " " + oauth.ANY_PORT})
        python, env = os.path.join(VENV, "bin", "python"), {"IDP_CONF": conf, "PYTHONDONTWRITEBYTECODE": "1"}
        install.run([python, SITE, "init", init], env=dict(os.environ, **env))
        return {"command": [python, SITE, "serve", str(known["port"])], "env": env, "profile": chosen.profile,
                "ready": "/o/.well-known/openid-configuration", "clients": clients, "user": "alice",
                "password": password, "version": install.package_version(VENV, "django-oauth-toolkit")}

    def register(self, work, state, chosen):
        return {}

    def meta(self, state, chosen):
        issuer = state["base"] + "/o"
        return {"server": "django-oauth-toolkit", "version": state["version"], "issuer": issuer,
                "discovery": issuer + "/.well-known/openid-configuration", "token_endpoint": issuer + "/token/",
                "authorization_endpoint": issuer + "/authorize/", "revocation_endpoint": issuer + "/revoke_token/",
                "introspection_endpoint": issuer + "/introspect/", "userinfo_endpoint": issuer + "/userinfo/",
                "rotates": state["profile"] != "keep", "scope_on_refresh": "lineage"}

    def mint(self, work, state, chosen):
        meta, client, http = self.meta(state, chosen), state["clients"][chosen.client], web.Http(state["ca_file"])
        verifier, challenge = oauth.pkce()
        to = self.authorize(http, state, meta["authorization_endpoint"] + "?" + urlencode({
            "response_type": "code", "client_id": client["client_id"], "redirect_uri": oauth.REDIRECT,
            "scope": chosen.scope or SCOPES, "state": "st", "code_challenge": challenge,
            "code_challenge_method": "S256"}))
        return oauth.exchange(http, meta, client, web.query_of(to)["code"], verifier)

    def authorize(self, http, state, url):
        back = web.query_of(url)["redirect_uri"]
        page, _ = http.follow(http.get(url), back)
        form = web.form_of(page.need(200).text)
        form.update(username=state["user"], password=state["password"])
        page, to = http.follow(http.post(page.url, form, headers={"Referer": page.url}), back)
        if not to:
            form = web.form_of(page.need(200).text)
            form["allow"] = "Authorize"
            to = http.post(page.url, form, headers={"Referer": page.url}).need(302).location
        return to

    def tokens(self, work, state, chosen):
        return json.loads(self.site(state, "tokens", state["clients"][chosen.client]["client_id"]))

    def kill(self, work, state, chosen):
        return int(self.site(state, "kill", state["clients"][chosen.client]["client_id"]))

    def site(self, state, *command):
        python = os.path.join(VENV, "bin", "python")
        return install.run([python, SITE, *command], env=dict(os.environ, **state["env"])).strip()


def write(path, value):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(value, file)


cli.main(DjangoOAuthToolkit(), __doc__)
