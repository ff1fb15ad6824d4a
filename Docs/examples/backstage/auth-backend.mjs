// The part of Backstage's auth-backend, at its own addresses: signs users in and out, says who is signed in, and lets plugins act for them. It keeps
// no session and no token, and no token leaves it: what a browser gets is a cookie, what a plugin gets is a delegation.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { VaultClient, VaultError } from "../../clients/node/index.mjs";
import { Attempts, attemptCookie, forgetAttempt } from "../node-backend/attempt.mjs";
import { SignInRefused } from "../node-backend/idtoken.mjs";
import { Provider, ProviderUnavailable } from "../node-backend/provider.mjs";
import { addressOf, agentOf, cookiesOf } from "../node-backend/requests.mjs";
import { Sessions } from "../node-backend/sessions.mjs";
import { readSettings } from "../node-backend/settings.mjs";

const file = process.argv[2] ?? "settings.json";
const settings = readSettings(file);
const { plugins } = JSON.parse(readFileSync(file, "utf8"));
const vault = new VaultClient(settings.vaultSocket, { timeout: settings.vaultDeadline * 1000, patience: 1000 });
const sessions = new Sessions(vault, settings);
const provider = new Provider(settings.signIn);
const attempts = new Attempts(settings.attemptKey);

const AUTH = `/api/auth/${settings.provider}`;
const callback = () => `${settings.origin}${AUTH}/handler/frame`;
const nobody = { status: 401, body: { error: "nobody is signed in" } };

const ROUTES = {
  [`GET ${AUTH}/start`]: start,
  [`GET ${AUTH}/handler/frame`]: finish,
  [`GET ${AUTH}/refresh`]: fromScript(whoIsIt),
  [`POST ${AUTH}/logout`]: fromScript(async ({ cookies }) => {
    const handle = sessions.handle(cookies);
    return { status: 200, body: {}, cookies: [handle ? await sessions.end(handle) : sessions.forget] };
  }),
  [`POST ${AUTH}/logout-everywhere`]: fromScript(async ({ cookies }) => {
    const session = await sessions.current(cookies, []);
    return session ? { status: 200, body: {}, cookies: [await sessions.endAll(session)] } : nobody;
  }),
};

async function start() {
  const { url, attempt } = await provider.begin(callback());
  return { status: 302, location: url, cookies: [attempts.cookie(attempt)] };
}

/** Backstage's redirect flow. Sign-in resolver, refresh token and session: all of it is in `Sessions.open`. */
async function finish({ request, query, cookies }) {
  const signedIn = await provider.finish(query, attempts.open(cookies.get(attemptCookie)), callback());
  const previous = sessions.handle(cookies);
  const cookie = await sessions.open(signedIn, { userAgent: agentOf(request), address: addressOf(request, settings), previous });
  return { status: 302, location: "/", cookies: [cookie, forgetAttempt] };
}

/** What the frontend asks for when it is loaded. Backstage answers with the provider's access token; here there is none to be stolen. */
async function whoIsIt({ cookies }) {
  const setCookies = [];
  const session = await sessions.current(cookies, setCookies);
  if (!session) return { ...nobody, cookies: setCookies };
  const { subject, roles = [] } = session;
  const identity = { type: "user", userEntityRef: subject, ownershipEntityRefs: [subject, ...roles] };
  return { status: 200, body: { backstageIdentity: { identity } }, cookies: setCookies };
}

/** Passes a request on to a plugin, with a delegation: one user, one provider, a minute, two tokens (the second where the first is refused). */
async function askPlugin(name, path, { cookies }) {
  const setCookies = [];
  const session = await sessions.current(cookies, setCookies);
  if (!session) return { ...nobody, cookies: setCookies };
  const { url, client, scopes } = plugins[name];
  const [grant] = session.grants ?? [];
  if (!grant) return { status: 403, body: { error: "this session has no grant" }, cookies: setCookies };
  const offer = { grant, client, scopes, session: session.handle, expires_in_seconds: 60, max_uses: 2, purpose: `GET ${path}`.slice(0, 100) };
  const { delegation } = await vault.call("delegation.create", offer);
  const answer = await fetch(new URL(path, url), {
    headers: { authorization: `Bearer ${delegation.reveal()}` },
    redirect: "error",
    signal: AbortSignal.timeout(settings.vaultDeadline * 2000),
  });
  return { status: answer.status, body: await answer.json(), cookies: setCookies };
}

/** Other sites cannot send this header without being asked about it first: Backstage's own guard against forged requests. */
function fromScript(route) {
  return (context) =>
    context.request.headers["x-requested-with"] === "XMLHttpRequest" ? route(context) : { status: 403, body: { error: "not from here" } };
}

async function answer(request) {
  const url = new URL(request.url, settings.origin);
  const context = { request, query: url.searchParams, cookies: cookiesOf(request) };
  const [, , plugin, ...rest] = url.pathname.split("/");
  try {
    const route = ROUTES[`${request.method} ${url.pathname}`];
    if (route) return await route(context);
    if (request.method === "GET" && url.pathname.startsWith("/api/") && Object.hasOwn(plugins, plugin)) {
      return await fromScript(() => askPlugin(plugin, `/${rest.join("/")}`, context))(context);
    }
    return { status: 404, body: { error: "there is nothing here" } };
  } catch (error) {
    return { ...excuse(error, `${request.method} ${url.pathname}`), cookies: url.pathname.endsWith("/frame") ? [forgetAttempt] : [] };
  }
}

/** For the log a word, for the frontend the same: what a user can do about it. */
function excuse(error, name) {
  const reason = error instanceof VaultError ? error.type : (error.reason ?? error.name);
  console.error(`${name}: ${reason}`);
  const body = { error: reason };
  if (error instanceof SignInRefused) return { status: 400, body };
  if (["permission_denied", "subject_disabled", "not_found", "reauth_required", "step_up_required"].includes(reason)) return { status: 403, body };
  const isPassing = error instanceof ProviderUnavailable || (error instanceof VaultError && (error.retryable || error.outcomeUnknown));
  return { status: isPassing ? 503 : 500, body };
}

const server = createServer(async (request, response) => {
  request.resume();
  const { status, body, location, cookies = [] } = await answer(request);
  const text = body ? JSON.stringify(body) : "";
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Referrer-Policy", "no-referrer");
  if (location) response.setHeader("Location", location);
  if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  response.end(text);
});

server.listen(settings.port, "127.0.0.1", () => {
  settings.origin ??= `http://127.0.0.1:${server.address().port}`;
  console.log(`listening on http://127.0.0.1:${server.address().port} for ${settings.origin}`);
});
process.once("SIGTERM", () => {
  server.close(() => vault.close());
  server.closeIdleConnections();
});
