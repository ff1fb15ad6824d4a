// Reads the one settings file; secrets stand in files of their own, never in it and never in the command line.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

export function readSettings(path) {
  const given = JSON.parse(readFileSync(path, "utf8"));
  const needed = ["vault_socket", "provider", "issuer", "client_id"];
  const missing = needed.filter((name) => typeof given[name] !== "string");
  if (missing.length > 0) throw new Error(`${path}: ${missing.join(", ")} must be given`);
  const secret = (file) => readFileSync(resolve(dirname(path), file));
  return {
    port: given.port ?? 8080,
    // What browsers see: behind the TLS front end, its https:// address.
    origin: given.origin ?? null,
    trustsForwardedFor: given.trusts_forwarded_for === true,
    vaultSocket: given.vault_socket,
    vaultDeadline: given.vault_deadline_seconds ?? 15,
    cookie: `__Host-${given.cookie ?? "id"}`,
    sessionClass: given.session_class ?? "browser",
    provider: given.provider,
    signIn: {
      issuer: given.issuer,
      clientID: given.client_id,
      clientSecret: given.client_secret_file ? secret(given.client_secret_file).toString("utf8").replace(/\n$/, "") : null,
      authentication: given.client_authentication ?? "client_secret_basic",
      deadline: given.provider_deadline_seconds ?? 10,
      scopes: given.scopes ?? ["openid", "offline_access"],
    },
    // 32 bytes; without it a key of this process alone, and sign-ins that are under way end with it.
    attemptKey: given.attempt_key_file ? secret(given.attempt_key_file) : undefined,
  };
}
