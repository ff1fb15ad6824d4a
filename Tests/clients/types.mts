// What the declarations of the Node client allow, and what they do not: compiled, never run.
import { VaultClient, VaultError, Secret, METHODS, type Methods, type ErrorType } from "vaultd-client";

export async function tried(vault: VaultClient): Promise<string> {
  const { access_token, expires_in, dpop_proof } = await vault.call("token.get", { subject: "user:default/alice", provider: "github" });
  const seconds: number = expires_in;
  const proof: Secret | undefined = dpop_proof;
  await vault.call("token.reject", { grant: "vgr_", access_token }, { timeout: 100, signal: new AbortController().signal });
  await vault.call("grant.put", { subject: "user:default/alice", provider: "github", refresh_token: new Secret("text") });
  const { pong } = await vault.call("system.ping");
  const { grants } = await vault.call("grant.list", { status: "active" });
  const when: number | undefined = grants[0]?.dies_at;
  const isRepeatable: boolean = METHODS["token.get"].repeatable;
  const name: keyof Methods = "session.revoke_all";

  // @ts-expect-error: a token is no text.
  const text: string = access_token;
  // @ts-expect-error: it has to say which session.
  await vault.call("session.lookup");
  // @ts-expect-error: nor is a number a subject.
  await vault.call("token.get", { subject: 7 });
  // @ts-expect-error: a parameter that there is not.
  await vault.call("token.get", { subjects: "user:default/alice" });
  // @ts-expect-error: a method that there is not.
  await vault.call("token.got");
  // @ts-expect-error: a state that there is not.
  await vault.call("grant.list", { status: "dead" });
  return `${seconds} ${proof} ${pong} ${when} ${isRepeatable} ${name} ${text}`;
}

export function told(error: unknown): ErrorType | undefined {
  if (error instanceof VaultError && error.type === "rate_limited") {
    const wait: number = error.retryAfterMs ?? 0;
    return wait > 0 && error.retryable && !error.outcomeUnknown ? "rate_limited" : undefined;
  }
  return undefined;
}

new VaultClient("/run/vaultd/workload/socket", { timeout: 1000, patience: 100, maxInFlight: 10 }).close();
