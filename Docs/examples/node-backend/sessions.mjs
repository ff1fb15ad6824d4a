// Knows a browser by its cookie and by nothing else: what the vault says of the handle in it, asked for with each request.
import { VaultError } from "../../clients/node/index.mjs";

const LONGEST_HANDLE = 512;

export class Sessions {
  #vault;
  #settings;

  constructor(vault, settings) {
    this.#vault = vault;
    this.#settings = settings;
  }

  handle(cookies) {
    const handle = cookies.get(this.#settings.cookie);
    return handle && handle.length <= LONGEST_HANDLE ? handle : null;
  }

  /** What makes the browser forget its handle, also where the vault does not know it any more. */
  get forget() {
    return `${this.#settings.cookie}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;
  }

  /** The session with its present handle, or null; new cookies for the browser go into `setCookies`. */
  async current(cookies, setCookies) {
    const handle = this.handle(cookies);
    if (!handle) return null;
    try {
      const session = await this.#vault.call("session.lookup", { session: handle });
      return { ...session, handle: session.renewal_due ? await this.#renewed(handle, setCookies) : handle };
    } catch (error) {
      if (!isNotFound(error)) throw error;
      setCookies.push(this.forget);
      return null;
    }
  }

  /** A new handle in place of an old one, or the old one, which is good for a moment yet. */
  async #renewed(handle, setCookies) {
    try {
      const renewed = await this.#vault.call("session.renew", { session: handle });
      setCookies.push(renewed.set_cookie.reveal());
      return renewed.session.reveal();
    } catch (error) {
      // Another request of the same page was first: its answer brings the browser the new handle.
      if (error instanceof VaultError && error.type === "conflict") return handle;
      throw error;
    }
  }

  /** Opens a session for a verified sign-in and gives its cookie. The vault says who the account is; the browser's old session ends. */
  async open({ claims, tokens }, { userAgent, address, previous }) {
    const { provider, sessionClass } = this.#settings;
    const identity = { provider, claims };
    const { subject } = await this.#vault.call("identity.resolve", identity);
    const how = signInOf(claims);
    const grants = [];
    if (tokens.refresh_token) {
      const { grant } = await this.#vault.call("grant.put", { subject, provider, ...grantOf(claims, tokens), ...how });
      grants.push(grant);
    }
    const opened = await this.#vault.call("session.create", {
      identity,
      class: sessionClass,
      ...how,
      user_agent: userAgent,
      address,
      claims: { sub: claims.sub },
      grants,
      bind_grants: grants.length > 0,
    });
    // It ends by itself in any case; the new one must not fail for it.
    if (previous) await this.end(previous).catch(() => {});
    return opened.set_cookie.reveal();
  }

  /** Ends a session, here and with its grant at the provider; one that is over already is fine. */
  async end(handle) {
    try {
      return (await this.#vault.call("session.revoke", { session: handle })).set_cookie ?? this.forget;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return this.forget;
    }
  }

  async endAll(session) {
    await this.#vault.call("session.revoke_all", { subject: session.subject });
    return this.forget;
  }

  async list(session) {
    const { sessions } = await this.#vault.call("session.list", { subject: session.subject, class: session.class });
    return sessions;
  }

  /** Does something with a token of the session's user. `use` gives null where the provider refuses the token: then once more. */
  async withToken(session, use) {
    const whose = { subject: session.subject, provider: this.#settings.provider, session: session.handle };
    const first = await this.#vault.call("token.get", whose);
    const answer = await use(first.access_token.reveal());
    if (answer !== null) return answer;
    const second = await this.#vault.call("token.get", { ...whose, force_refresh: true });
    return await use(second.access_token.reveal());
  }
}

export const isNotFound = (error) => error instanceof VaultError && error.type === "not_found";

/** How and when the user signed in, where the provider says so: rules of the vault can ask for it. */
function signInOf({ acr, amr, auth_time }) {
  return { acr, amr: Array.isArray(amr) ? amr : undefined, auth_time: Number.isInteger(auth_time) ? auth_time : undefined };
}

function grantOf(claims, { refresh_token, access_token, expires_in, scope }) {
  const isTimed = Number.isInteger(expires_in);
  return {
    account: claims.sub,
    pin: { sub: claims.sub },
    refresh_token,
    access_token: isTimed ? access_token : undefined,
    access_token_expires_at: isTimed ? Math.floor(Date.now() / 1000) + expires_in : undefined,
    scopes: typeof scope === "string" ? scope.split(" ").filter(Boolean) : undefined,
  };
}
