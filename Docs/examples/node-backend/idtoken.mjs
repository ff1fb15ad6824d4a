// Believes an identity token only if the provider signed it for this client, for this very sign-in, and it is still good.
import { constants, createHash, createPublicKey, timingSafeEqual, verify } from "node:crypto";

/** A sign-in that cannot be believed; `reason` is one of our own words, never the provider's text. */
export class SignInRefused extends Error {
  constructor(reason) {
    super(`the sign-in was refused: ${reason}`);
    this.reason = reason;
  }
}

// Asymmetric ones only: "none", or HS256 with a public value as its key, would let anybody sign.
const ALGORITHMS = {
  RS256: { type: "rsa", hash: "sha256" },
  RS512: { type: "rsa", hash: "sha512" },
  PS256: { type: "rsa", hash: "sha256", padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
  ES256: { type: "ec", curve: "prime256v1", hash: "sha256", dsaEncoding: "ieee-p1363" },
};
const SKEW_IN_SECONDS = 60;

export function sameText(one, other) {
  if (typeof one !== "string" || typeof other !== "string") return false;
  // Hashes have one length, which timingSafeEqual needs.
  const [a, b] = [one, other].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(a, b);
}

/** `keyFor(kid)` gives the provider's public key as a JWK. */
export async function verifiedClaims(token, { issuer, clientID, nonce, accessToken, keyFor, now = Date.now() / 1000 }) {
  const parts = String(token ?? "").split(".");
  if (parts.length !== 3) throw new SignInRefused("no_id_token");
  const [header, claims] = parts.slice(0, 2).map(decoded);
  const algorithm = Object.hasOwn(ALGORITHMS, header.alg) ? ALGORITHMS[header.alg] : null;
  if (!algorithm) throw new SignInRefused("id_token_algorithm");
  const jwk = await keyFor(header.kid);
  if (!jwk || (jwk.alg && jwk.alg !== header.alg)) throw new SignInRefused("id_token_key");
  if (!isSigned(parts, jwk, algorithm)) throw new SignInRefused("id_token_signature");

  if (claims.iss !== issuer) throw new SignInRefused("id_token_issuer");
  const audience = [claims.aud].flat();
  if (!audience.includes(clientID)) throw new SignInRefused("id_token_audience");
  if ((audience.length > 1 || claims.azp !== undefined) && claims.azp !== clientID) throw new SignInRefused("id_token_audience");
  if (!(claims.exp > now - SKEW_IN_SECONDS)) throw new SignInRefused("id_token_expired");
  if (!(claims.iat < now + SKEW_IN_SECONDS)) throw new SignInRefused("id_token_from_the_future");
  if (!sameText(claims.nonce, nonce)) throw new SignInRefused("nonce");
  if (typeof claims.sub !== "string" || claims.sub === "") throw new SignInRefused("id_token_subject");
  if (claims.at_hash !== undefined && claims.at_hash !== halfHash(accessToken, algorithm)) throw new SignInRefused("at_hash");
  return claims;
}

function decoded(part) {
  try {
    const value = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    if (value !== null && typeof value === "object") return value;
  } catch {
    // Told below, as everything else that is no token.
  }
  throw new SignInRefused("no_id_token");
}

function isSigned([header, payload, signature], jwk, { type, curve, hash, ...options }) {
  try {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    if (key.asymmetricKeyType !== type || (curve && key.asymmetricKeyDetails.namedCurve !== curve)) return false;
    return verify(hash, Buffer.from(`${header}.${payload}`), { key, ...options }, Buffer.from(signature, "base64url"));
  } catch {
    return false;
  }
}

/** OpenID Connect Core 3.1.3.6: the left half of the access token's hash. */
function halfHash(accessToken, { hash }) {
  const digest = createHash(hash).update(String(accessToken)).digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}
