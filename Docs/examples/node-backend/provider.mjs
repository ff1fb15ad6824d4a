// Speaks OpenID Connect with one provider: the redirect there, the code's exchange, the claims; it keeps no token beyond a call.
import { createHash, randomBytes } from "node:crypto";
import { sameText, SignInRefused, verifiedClaims } from "./idtoken.mjs";

const random = () => randomBytes(32).toString("base64url");

/** The provider gave no usable answer: try again later. `reason` is a word, never what was sent or answered. */
export class ProviderUnavailable extends Error {
  constructor(reason) {
    super(`the provider gave no usable answer: ${reason}`);
    this.reason = `provider ${reason}`;
  }
}

export class Provider {
  #settings;
  #metadata = null;
  #keys = null;

  /** `settings`: issuer, clientID, clientSecret, authentication, scopes, deadline in seconds. */
  constructor(settings) {
    this.#settings = settings;
  }

  /** Where to send the browser, and what must be remembered until it comes back. */
  async begin(redirectURI, stepUp = {}) {
    const { authorization_endpoint } = await this.#discovered();
    const attempt = { state: random(), nonce: random(), verifier: random() };
    const url = new URL(authorization_endpoint);
    const parameters = {
      response_type: "code",
      client_id: this.#settings.clientID,
      redirect_uri: redirectURI,
      scope: this.#settings.scopes.join(" "),
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: createHash("sha256").update(attempt.verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...stepUp,
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return { url: url.href, attempt };
  }

  /** The verified claims and the tokens of a sign-in that this browser began. */
  async finish(answer, attempt, redirectURI) {
    const metadata = await this.#discovered();
    // First of all: an answer that this browser did not ask for is not even an error to tell about.
    if (!attempt || !sameText(answer.get("state"), attempt.state)) throw new SignInRefused("state");
    this.#checkIssuer(answer.get("iss"), metadata);
    if (answer.has("error")) throw new SignInRefused(answer.get("error") === "access_denied" ? "access_denied" : "provider_error");
    const tokens = await this.#exchange(metadata, {
      grant_type: "authorization_code",
      code: answer.get("code") ?? "",
      redirect_uri: redirectURI,
      code_verifier: attempt.verifier,
    });
    const claims = await verifiedClaims(tokens.id_token, {
      issuer: this.#settings.issuer,
      clientID: this.#settings.clientID,
      nonce: attempt.nonce,
      accessToken: tokens.access_token,
      keyFor: (kid) => this.#key(kid, metadata),
    });
    return { claims, tokens };
  }

  /** The claims that the provider gives to whoever holds the token; null where it refuses the token. */
  async userInfo(accessToken) {
    const { userinfo_endpoint } = await this.#discovered();
    const answer = await this.#request(userinfo_endpoint, { headers: { authorization: `Bearer ${accessToken}` } });
    if (answer.status === 401) return null;
    return await json(answer);
  }

  /** RFC 9207: a provider that names itself in its answers always does, and another one's answer is not for us. */
  #checkIssuer(named, { authorization_response_iss_parameter_supported: isPromised }) {
    if (named === null ? isPromised === true : named !== this.#settings.issuer) throw new SignInRefused("issuer");
  }

  async #exchange({ token_endpoint }, form) {
    const { clientID, clientSecret, authentication } = this.#settings;
    const headers = {};
    if (authentication === "client_secret_basic") {
      // RFC 6749 section 2.3.1: form-encoded first.
      const pair = [clientID, clientSecret].map((text) => new URLSearchParams({ "": text }).toString().slice(1)).join(":");
      headers.authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
    } else {
      form.client_id = clientID;
      if (clientSecret) form.client_secret = clientSecret;
    }
    const answer = await this.#request(token_endpoint, { method: "POST", headers, body: new URLSearchParams(form) });
    if (answer.status === 400) throw new SignInRefused("code");
    return await json(answer);
  }

  /** The metadata, read once; its issuer must be the configured one to the letter (OpenID Connect Discovery 4.3). */
  async #discovered() {
    if (this.#metadata) return this.#metadata;
    const { issuer } = this.#settings;
    const metadata = await json(await this.#request(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`));
    if (metadata.issuer !== issuer) throw new ProviderUnavailable("has metadata of another issuer");
    return (this.#metadata = metadata);
  }

  /** An unknown key has the set read anew, for providers rotate keys; not more than once a minute, for anybody can name one. */
  async #key(kid, { jwks_uri }) {
    const find = () => this.#keys?.set.find((jwk) => jwk.use !== "enc" && (kid === undefined || jwk.kid === kid));
    if (!find() && !(this.#keys && Date.now() - this.#keys.at < 60_000)) {
      const { keys = [] } = await json(await this.#request(jwks_uri));
      this.#keys = { set: keys, at: Date.now() };
    }
    return find();
  }

  async #request(url, options = {}) {
    try {
      return await fetch(url, { ...options, redirect: "error", signal: AbortSignal.timeout(this.#settings.deadline * 1000) });
    } catch (error) {
      // Its message may quote what was sent; its code is a word such as ECONNREFUSED, or TimeoutError.
      throw new ProviderUnavailable(error.cause?.code ?? error.name);
    }
  }
}

async function json(answer) {
  if (!answer.ok) throw new ProviderUnavailable(`status ${answer.status}`);
  try {
    return await answer.json();
  } catch {
    throw new ProviderUnavailable("answer is no JSON");
  }
}
