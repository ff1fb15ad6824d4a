// Answers browsers; it holds no session, no token and no user: what it must know of a browser is in the vault or in its cookie.
import { createServer } from "node:http";
import { VaultClient, VaultError } from "../../clients/node/index.mjs";
import { Attempts, attemptCookie, forgetAttempt } from "./attempt.mjs";
import { SignInRefused } from "./idtoken.mjs";
import * as pages from "./pages.mjs";
import { Provider, ProviderUnavailable } from "./provider.mjs";
import { addressOf, agentOf, cookiesOf } from "./requests.mjs";
import { isNotFound, Sessions } from "./sessions.mjs";
import { readSettings } from "./settings.mjs";

const settings = readSettings(process.argv[2] ?? "settings.json");
// A browser does not wait for a vault that is away: it is told to come again.
const vault = new VaultClient(settings.vaultSocket, { timeout: settings.vaultDeadline * 1000, patience: 1000 });
const sessions = new Sessions(vault, settings);
const provider = new Provider(settings.signIn);
const attempts = new Attempts(settings.attemptKey);

const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** What a route answers with; `cookies` are Set-Cookie values. */
const show = (html, status = 200) => ({ status, html, cookies: [] });
const go = (location, cookies = []) => ({ status: 303, location, cookies, html: "" });

const ROUTES = {
  "GET /": ({ session }) => show(session ? pages.home(session) : pages.nobody()),
  "GET /sign-in": () => signIn(),
  "GET /callback": finishSignIn,
  "GET /devices": forUser(async ({ session }) => show(pages.devices(session, await sessions.list(session)))),
  "GET /profile": forUser(showProfile),
  "POST /sign-out": forOwnPages(async ({ cookies }) => {
    const handle = sessions.handle(cookies);
    return go("/", [handle ? await sessions.end(handle) : sessions.forget]);
  }),
  "POST /sign-out-everywhere": forOwnPages(
    forUser(async ({ session }) => ({ ...go("/", [await sessions.endAll(session)]), endsSession: true })),
  ),
};
// These look at the cookie by themselves: nothing is renewed that is about to end.
const WITHOUT_SESSION = new Set(["GET /sign-in", "GET /callback", "POST /sign-out"]);

async function signIn(stepUp) {
  const { url, attempt } = await provider.begin(`${settings.origin}/callback`, stepUp);
  return go(url, [attempts.cookie(attempt)]);
}

async function finishSignIn({ request, query, cookies }) {
  const attempt = attempts.open(cookies.get(attemptCookie));
  const signedIn = await provider.finish(query, attempt, `${settings.origin}/callback`);
  const cookie = await sessions.open(signedIn, {
    userAgent: agentOf(request),
    address: addressOf(request, settings),
    previous: sessions.handle(cookies),
  });
  return go("/", [cookie, forgetAttempt]);
}

async function showProfile({ session }) {
  try {
    const claims = await sessions.withToken(session, (token) => provider.userInfo(token));
    // OpenID Connect Core 5.3.2: claims of another account are not this user's.
    if (claims?.sub !== session.claims?.sub) throw new ProviderUnavailable("answered for somebody else");
    return show(pages.profile(claims));
  } catch (error) {
    const type = error instanceof VaultError ? error.type : null;
    const { acr_values, max_age, claims } = error.data ?? {};
    if (type === "step_up_required") return signIn(defined({ acr_values, max_age, claims }));
    if (type === "reauth_required" || isNotFound(error)) {
      return show(pages.message("Sign in again", "The provider wants to see you again.", '<a href="/sign-in">Sign in</a>'), 403);
    }
    throw error;
  }
}

// MARK: who may

function forUser(route) {
  return (context) => (context.session ? route(context) : go("/"));
}

/** Only forms on our own pages change anything. Browsers say where a request comes from; one that does not say is refused. */
function forOwnPages(route) {
  return (context) => {
    const { "sec-fetch-site": site, origin } = context.request.headers;
    const isOwn = site === undefined ? origin === settings.origin : site === "same-origin";
    return isOwn ? route(context) : show(pages.message("Refused", "This came from another site."), 403);
  };
}

// MARK: one request

async function answer(request) {
  const url = new URL(request.url, settings.origin);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const name = `${method} ${url.pathname}`;
  const route = Object.hasOwn(ROUTES, name) ? ROUTES[name] : null;
  if (!route) return notFound(url.pathname);
  const setCookies = [];
  const cookies = cookiesOf(request);
  try {
    const session = WITHOUT_SESSION.has(name) ? null : await sessions.current(cookies, setCookies);
    const reply = await route({ request, query: url.searchParams, cookies, session });
    // A session that has just ended must not come back with the cookie of a renewal.
    return { ...reply, cookies: reply.endsSession ? reply.cookies : [...setCookies, ...reply.cookies] };
  } catch (error) {
    const reply = excuse(error, name);
    if (name === "GET /callback") reply.cookies.push(forgetAttempt);
    // A new handle reaches the browser whatever else went wrong: the old one will be dead in a moment.
    return { ...reply, cookies: [...setCookies, ...reply.cookies] };
  }
}

function notFound(path) {
  const allowed = ["GET", "POST"].filter((method) => Object.hasOwn(ROUTES, `${method} ${path}`));
  if (allowed.length === 0) return show(pages.message("Not found", "There is no such page."), 404);
  return { ...show(pages.message("Refused", "Not this way."), 405), headers: { Allow: allowed.join(", ") } };
}

/** What went wrong, for the user in words and for the log in one; neither has what was sent, to us or by us. */
function excuse(error, name) {
  const reason = error instanceof VaultError ? `vault ${error.type}` : (error.reason ?? error.constructor.name);
  console.error(`${name}: ${reason}`);
  if (error instanceof SignInRefused) {
    return show(pages.message("You are not signed in", "The sign-in did not work.", '<a href="/sign-in">Try again</a>'), 400);
  }
  if (error instanceof VaultError && ["permission_denied", "subject_disabled"].includes(error.type)) {
    return show(pages.message("You are not signed in", "This account may not be used here."), 403);
  }
  const later = error instanceof ProviderUnavailable || (error instanceof VaultError && (error.retryable || error.outcomeUnknown));
  if (!later) return show(pages.message("Something is wrong", "It is not you. We have noted it."), 500);
  const seconds = Math.ceil((error.data?.retry_after_ms ?? 1000) / 1000);
  return { ...show(pages.message("Not now", "Please try again in a moment."), 503), headers: { "Retry-After": String(seconds) } };
}

const defined = (members) => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

// MARK: the server

const server = createServer(async (request, response) => {
  request.resume();
  const { status, html, location, cookies, headers = {} } = await answer(request).catch((error) => excuse(error, "request"));
  for (const [name, value] of Object.entries({ ...HEADERS, ...headers })) response.setHeader(name, value);
  if (location) response.setHeader("Location", location);
  if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
  response.writeHead(status, { "Content-Length": Buffer.byteLength(html) });
  response.end(html);
});

server.listen(settings.port, "127.0.0.1", () => {
  settings.origin ??= `http://127.0.0.1:${server.address().port}`;
  console.log(`listening on http://127.0.0.1:${server.address().port} for ${settings.origin}`);
});

process.once("SIGTERM", () => {
  server.close(() => vault.close());
  server.closeIdleConnections();
});
