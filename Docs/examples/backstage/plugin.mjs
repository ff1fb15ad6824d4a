// A plugin in a process and with a user of its own. It acts for whom it was given a delegation, as long as that is good, and for nobody else.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { VaultClient, VaultError } from "../../clients/node/index.mjs";

const settings = JSON.parse(readFileSync(process.argv[2] ?? "plugin.json", "utf8"));
const vault = new VaultClient(settings.vault_socket, { timeout: settings.vault_deadline_seconds * 1000, patience: 1000 });

/** Calls the provider's API for the user of the delegation; an API that refuses the token is asked once more with another. */
async function ask(delegation) {
  for (const force_refresh of [false, true]) {
    const { access_token } = await vault.call("token.get", { delegation, force_refresh });
    const answer = await fetch(settings.api, {
      headers: { authorization: `Bearer ${access_token.reveal()}` },
      redirect: "error",
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.status !== 401) return { status: answer.ok ? 200 : 502, body: answer.ok ? await answer.json() : { error: "the API" } };
  }
  return { status: 502, body: { error: "the API refuses its tokens" } };
}

/** What the user can do about it: a session that is over and a delegation that is used up are one and the same to a plugin. */
function excuse(error) {
  const type = error instanceof VaultError ? error.type : error.name;
  console.error(`refused: ${type}`);
  const status = { not_found: 401, invalid_params: 401, reauth_required: 403, step_up_required: 403 }[type];
  return { status: status ?? (error.retryable ? 503 : 502), body: { error: type } };
}

const server = createServer(async (request, response) => {
  request.resume();
  const [, delegation] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "") ?? [];
  const { status, body } = delegation ? await ask(delegation).catch(excuse) : { status: 401, body: { error: "for whom?" } };
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
});

server.listen(settings.port, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port} as a plugin`));
process.once("SIGTERM", () => {
  server.close(() => vault.close());
  server.closeIdleConnections();
});
