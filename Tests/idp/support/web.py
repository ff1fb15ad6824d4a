"""A small HTTP client that keeps cookies, follows no redirect and uses no proxy, and readers for what it gets."""
import http.cookiejar
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser


class Answer:
    def __init__(self, status, headers, body, url):
        self.status, self.headers, self.body, self.url = status, headers, body, url

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)

    @property
    def location(self):
        to = self.headers.get("Location")
        return urllib.parse.urljoin(self.url, to) if to else None

    def need(self, *statuses):
        if self.status not in statuses:
            raise SystemExit("idp: %s answered %d, wanted %s: %s" % (self.url, self.status, statuses, self.text[:1500]))
        return self


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_, **__):
        return None


class Http:
    def __init__(self, cafile=None):
        # Secure cookies also over http: the scripts talk to a server past the TLS that stands before it.
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("https", "http"))
        handlers = [urllib.request.ProxyHandler({}), _NoRedirect(),
                    urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar(policy))]
        if cafile:
            handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=cafile)))
        self.opener = urllib.request.build_opener(*handlers)

    def request(self, method, url, form=None, js=None, headers=None):
        sent, data = {"Accept": "*/*"}, None
        if js is not None:
            data, sent["Content-Type"] = json.dumps(js).encode(), "application/json"
        elif form is not None:
            data = urllib.parse.urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent.update(headers or {})
        try:
            with self.opener.open(urllib.request.Request(url, data, sent, method=method), timeout=30) as got:
                return Answer(got.status, got.headers, got.read(), url)
        except urllib.error.HTTPError as got:
            with got:
                return Answer(got.code, got.headers, got.read(), url)

    def get(self, url, **more):
        return self.request("GET", url, **more)

    def post(self, url, form=None, **more):
        return self.request("POST", url, form, **more)

    def follow(self, answer, stop_at, limit=15):
        """Follows redirects to a page, or to an address that starts with stop_at, which is not fetched."""
        for _ in range(limit):
            to = answer.location if answer.status in (301, 302, 303, 307, 308) else None
            if not to:
                return answer, None
            if to.startswith(stop_at):
                return answer, to
            answer = self.get(to)
        raise SystemExit("idp: too many redirects at " + answer.url)


def query_of(url):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))


class _Form(HTMLParser):
    fields = None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form" and self.fields is None:
            self.fields = {}
        elif tag == "input" and self.fields is not None and values.get("name"):
            if values.get("type") not in ("checkbox", "radio", "submit"):
                self.fields[values["name"]] = values.get("value") or ""


def form_of(html):
    """The fields of a page's first form: enough for pages of sign-in and consent."""
    reader = _Form()
    reader.feed(html)
    if reader.fields is None:
        raise SystemExit("idp: no form in: " + html[:1500])
    return reader.fields
