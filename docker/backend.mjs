// A backend that keeps no token: it plays one sign-in at the simulator, hands the refresh token to the vault, and from then on asks the vault
// whenever it calls the provider's API. `GET /` on port 8080 answers whom the API takes it for.
import { createServer } from "node:http";
import { VaultClient } from "../Docs/clients/node/index.mjs";

const provider = "http://localhost:9400";
const subject = "user:default/alice";
const vault = new VaultClient("/run/vaultd/workload/socket", { timeout: 10_000 });

const minted = await fetch(`${provider}/sim/mint`, {
  method: "POST",
  body: JSON.stringify({ subject, scopes: ["repo"] }),
});
if (!minted.ok) throw new Error(`the simulator answered ${minted.status}`);
const { refresh_token } = await minted.json();
await vault.call("grant.put", { subject, provider: "sim", refresh_token, scopes: ["repo"] });

createServer(async (_request, response) => {
  try {
    const { access_token } = await vault.call("token.get", { subject, provider: "sim" });
    const answer = await fetch(`${provider}/userinfo`, { headers: { Authorization: `Bearer ${access_token.reveal()}` } });
    response.writeHead(answer.status, { "Content-Type": "application/json" }).end(await answer.text());
  } catch (error) {
    response.writeHead(503, { "Content-Type": "text/plain" }).end(`${error.type ?? error.name}\n`);
  }
}).listen(8080, "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
console.log("listening on 127.0.0.1:8080");
