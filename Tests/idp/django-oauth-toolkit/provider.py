"""A Django site that is nothing but a django-oauth-toolkit provider with OpenID Connect on.

provider.py init FILE | kill CLIENT_ID | tokens CLIENT_ID | serve PORT; the settings come from the file that IDP_CONF names."""
import json
import os
import sys
import warnings

import django
from django.conf import settings

with open(os.environ["IDP_CONF"]) as file:
    conf = json.load(file)
LOGIN = '<form method="post">{% csrf_token %}{{ form }}<input type="hidden" name="next" value="{{ next }}"></form>'
settings.configure(
    SECRET_KEY=conf["secret"], DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_TZ=True,
    CSRF_TRUSTED_ORIGINS=[conf["base"]],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": conf["database"], "OPTIONS": {
        "timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {
        "context_processors": ["django.template.context_processors.request"],
        "loaders": [("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN}),
                    "django.template.loaders.app_directories.Loader"]}}],
    LOGIN_URL="/login/", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    OAUTH2_PROVIDER=dict({"OIDC_ENABLED": True, "OIDC_RSA_PRIVATE_KEY": conf["key"],
                          "OIDC_ISS_ENDPOINT": conf["base"] + "/o", "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
                          "SCOPES": {"openid": "sign in", "mail": "mail", "files": "files"},
                          "DEFAULT_SCOPES": ["openid"]}, **conf["oauth"]))
warnings.simplefilter("ignore")
django.setup()

from django.contrib.auth.views import LoginView  # noqa: E402
from django.urls import include, path  # noqa: E402

urlpatterns = [path("login/", LoginView.as_view()),
               path("o/", include("oauth2_provider.urls", namespace="oauth2_provider"))]


def initialise(wanted):
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import get_application_model
    call_command("migrate", verbosity=0)
    User.objects.create_user(wanted["user"], "alice@example.test", wanted["password"])
    for client in wanted["clients"].values():
        get_application_model().objects.create(
            client_id=client["client_id"], client_secret=client.get("client_secret", ""), name=client["client_id"],
            client_type="public" if client["auth"] == "none" else "confidential", algorithm="RS256",
            authorization_grant_type="authorization-code", redirect_uris=wanted["redirect"], allowed_origins="",
            hash_client_secret=not conf["plain_secret"])


def kill(client_id):
    """What an administrator does: every refresh token of the client is revoked, its access tokens are gone."""
    from oauth2_provider.models import get_access_token_model, get_refresh_token_model
    alive = get_refresh_token_model().objects.filter(application__client_id=client_id, revoked__isnull=True)
    count = alive.count()
    for token in alive:
        token.revoke()
    get_access_token_model().objects.filter(application__client_id=client_id).delete()
    return count


def tokens(client_id):
    """Access and refresh tokens, used up ones included as far as they are kept."""
    from oauth2_provider.models import get_access_token_model, get_refresh_token_model
    return [row.token for model in (get_access_token_model(), get_refresh_token_model())
            for row in model.objects.filter(application__client_id=client_id)]


if __name__ == "__main__":
    if sys.argv[1] == "init":
        with open(sys.argv[2]) as file:
            initialise(json.load(file))
    elif sys.argv[1] == "kill":
        print(kill(sys.argv[2]))
    elif sys.argv[1] == "tokens":
        print(json.dumps(tokens(sys.argv[2])))
    else:
        from django.core.servers.basehttp import run
        from django.core.wsgi import get_wsgi_application
        run("127.0.0.1", int(sys.argv[2]), get_wsgi_application(), threading=True)
