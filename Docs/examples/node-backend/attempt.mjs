// Carries one sign-in from its start to its end in the browser's own cookie: only this backend can read or make one, and only for a while.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NAME = "__Host-sign-in";
const LIFE_IN_SECONDS = 600;
// Lax: it must come along when the provider sends the browser back, which is a navigation from another site.
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax";

export const attemptCookie = NAME;
export const forgetAttempt = `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;

/** Encrypted and authenticated, not only signed: the PKCE verifier in it is then of no use to whoever gets to see the cookie. */
export class Attempts {
  #key;
  #now;

  /** `key`: 32 bytes, the same in every process that may get the answer of a sign-in that another one began. */
  constructor(key = randomBytes(32), now = () => Date.now() / 1000) {
    this.#key = key;
    this.#now = now;
  }

  cookie(attempt) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    cipher.setAAD(Buffer.from(NAME));
    const text = JSON.stringify({ ...attempt, until: this.#now() + LIFE_IN_SECONDS });
    const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `${NAME}=${sealed.toString("base64url")}; ${ATTRIBUTES}; Max-Age=${LIFE_IN_SECONDS}`;
  }

  /** The attempt, or null: forged, of another key, or too old. */
  open(value) {
    const sealed = Buffer.from(value ?? "", "base64url");
    if (sealed.length < 28) return null;
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.#key, sealed.subarray(0, 12), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(NAME));
      decipher.setAuthTag(sealed.subarray(-16));
      const text = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
      const attempt = JSON.parse(text.toString("utf8"));
      return attempt.until >= this.#now() ? attempt : null;
    } catch {
      return null;
    }
  }
}
