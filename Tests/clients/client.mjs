// Tries the Node client on a running vault. Says on its output what is to happen to the vault, and waits until it is done.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { createServer, Socket } from "node:net";
import { createInterface } from "node:readline";
import { inspect } from "node:util";

const [scenario, form] = process.argv.slice(2);
const { VaultClient, VaultError, Secret, METHODS } =
  form === "require" ? createRequire(import.meta.url)("vaultd-client") : await import("vaultd-client");
const path = process.env.VAULTD_SOCKET;
const alice = { subject: "user:default/alice", provider: "sim" };
const anew = { ...alice, force_refresh: true };

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
async function please(word) {
  console.log(word);
  assert.equal((await lines.next()).value, "done");
}
const fails = (call, expected) =>
  assert.rejects(call, (error) => {
    assert.ok(error instanceof VaultError);
    for (const [name, value] of Object.entries(expected)) assert.deepEqual(error[name], value, `${name} of ${error}`);
    return true;
  });
const connections = async (vault) => (await vault.call("system.info")).connections;

const scenarios = {
  async pipelining(vault) {
    const results = await Promise.all(Array.from({ length: 1000 }, () => vault.call("token.get", alice)));
    assert.equal(new Set(results.map((each) => each.access_token.reveal())).size, 1);
    assert.equal(await connections(vault), 1);

    await please("hold");
    let isAnswered = false;
    const slow = vault.call("token.get", anew).then(() => (isAnswered = true));
    await please("arrived");
    await vault.call("system.ping");
    assert.equal(isAnswered, false);
    await please("release");
    await slow;
  },

  async restart(vault) {
    await please("hold");
    const repeatable = vault.call("token.get", anew);
    await please("arrived");
    // It waits for the grant's turn, behind the refresh; the answered ping shows that it was sent.
    const other = fails(vault.call("grant.put", { ...alice, refresh_token: "another" }), {
      type: "connection_lost", outcomeUnknown: true, retryable: false,
    });
    await vault.call("system.ping");
    await please("kill");
    await other;
    const waiting = vault.call("system.ping");
    await please("start");
    assert.deepEqual(await waiting, { pong: true });
    assert.ok((await repeatable).access_token instanceof Secret);
  },

  async unreachable() {
    const begun = Date.now();
    let tries = 0;
    const { connect } = Socket.prototype;
    Socket.prototype.connect = function (...given) {
      tries += 1;
      return connect.apply(this, given);
    };
    await fails(new VaultClient("/nowhere/socket", { timeout: 300 }).call("system.ping"), {
      type: "unreachable", outcomeUnknown: false, retryable: true,
    });
    assert.ok(Date.now() - begun >= 299);
    // Ever more slowly: after 10, 20, 40, 80, 160 ms at most.
    assert.ok(tries >= 2 && tries <= 10, `${tries} tries`);
    await fails(new VaultClient("/nowhere/socket", { patience: 0 }).call("system.ping"), { type: "unreachable" });
    // What does not pass is not waited for.
    const again = Date.now();
    await fails(new VaultClient("/dev/null/socket", { timeout: 60_000 }).call("system.ping"), { type: "unreachable" });
    assert.ok(Date.now() - again < 50_000);
  },

  async errors(vault) {
    await fails(vault.call("grant.lookup", { ...alice, subject: "user:default/nobody" }), {
      type: "not_found", retryable: false, outcomeUnknown: false,
    });
    await fails(vault.call("session.lookup"), { type: "invalid_params", data: { type: "invalid_params", retryable: false, field: "session" } });
    await fails(vault.call("no.such"), { type: "method_not_found" });
    const bob = { ...alice, subject: "user:default/bob" };
    await vault.call("grant.put", { ...bob, refresh_token: new Secret("never-given-out") });
    await assert.rejects(vault.call("token.get", bob), ({ type, data }) => {
      assert.equal(type, "reauth_required");
      assert.equal(data.reason, "refresh_token_refused");
      return data.provider_error === "invalid_grant";
    });

    const greedy = new VaultClient(path, { maxInFlight: 1000 });
    await please("hold");
    const all = Promise.allSettled(Array.from({ length: 300 }, () => greedy.call("token.get", anew)));
    await please("arrived");
    await greedy.call("system.ping").catch(() => {});
    await please("release");
    const refused = (await all).filter((each) => each.status === "rejected").map((each) => each.reason);
    assert.ok(refused.length > 0);
    for (const error of refused) {
      await fails(Promise.reject(error), { type: "overloaded", retryable: true });
      assert.ok(error.retryAfterMs > 0);
    }
  },

  async abort(vault) {
    await please("hold");
    const controller = new AbortController();
    const aborted = assert.rejects(vault.call("token.get", anew, { signal: controller.signal }), { name: "AbortError" });
    const late = fails(vault.call("token.get", anew, { timeout: 50 }), { type: "timeout", outcomeUnknown: true, retryable: true });
    await please("arrived");
    controller.abort();
    await aborted;
    await late;
    await assert.rejects(vault.call("system.ping", {}, { signal: controller.signal }), { name: "AbortError" });
    await please("release");
    // Both replies come after all, and are dropped.
    for (let count = 0; count < 10; count++) await vault.call("token.get", alice);
    assert.equal(await connections(vault), 1);
  },

  async caps() {
    const vault = new VaultClient(path, { maxReplyBytes: 1000 });
    await fails(vault.call("rpc.discover"), { type: "bad_reply" });
    assert.deepEqual(await vault.call("system.ping"), { pong: true });
    await fails(vault.call("system.ping", { more: "a".repeat(65_536) }), { type: "invalid_request" });
    assert.deepEqual(await vault.call("system.ping"), { pong: true });
  },

  async secrets(vault) {
    const result = await vault.call("token.get", alice);
    const token = result.access_token.reveal();
    assert.ok(token.length > 10);
    const shown = [inspect(result, { showHidden: true, depth: 9 }), JSON.stringify(result), `${result.access_token}`];
    shown.push(await vault.call("token.reject", { grant: "vgr_wrong", access_token: result.access_token }).catch((error) => inspect(error)));
    shown.push(await vault.call("system.ping", { token, more: "a".repeat(65_536) }).catch((error) => inspect(error)));
    for (const text of shown) assert.ok(!text.includes(token), "a secret is shown");
    // What is given as a Secret arrives as its text.
    const another = await vault.call("token.reject", { ...alice, access_token: result.access_token });
    assert.notEqual(another.access_token.reveal(), token);
    const opened = await vault.call("session.create", { subject: alice.subject });
    assert.ok(opened.session instanceof Secret && opened.set_cookie instanceof Secret);
    assert.equal((await vault.call("session.lookup", { session: opened.session })).id, opened.id);
  },

  async table(vault) {
    const { methods } = await vault.call("rpc.discover");
    const table = methods.map(({ name, result, ...more }) => {
      const secrets = Object.entries(result.schema.properties).filter(([, schema]) => schema["x-secret"]).map(([member]) => member);
      return [name, { repeatable: more["x-repeatable"], secrets }];
    });
    assert.deepEqual(METHODS, Object.fromEntries(table));
  },

  async close(vault) {
    await please("hold");
    const sent = fails(vault.call("token.get", anew), { type: "closed", outcomeUnknown: true });
    await please("arrived");
    vault.close();
    await sent;
    await fails(vault.call("system.ping"), { type: "closed", outcomeUnknown: false });
    const waiting = new VaultClient("/nowhere/socket");
    const unsent = fails(waiting.call("system.ping"), { type: "closed", outcomeUnknown: false });
    waiting.close();
    await unsent;
  },

  // Servers that are no vault.
  async strangers() {
    const asked = await strange((socket) => socket.destroy(), (vault) => fails(vault.call("system.ping"), { type: "connection_lost" }));
    assert.equal(asked, 3);
    for (const reply of ["no JSON", "[]", "7", '{"id":1}', '{"id":null,"error":{"code":-32700,"message":"unreadable"}}', "a".repeat(2000)]) {
      const answered = (socket) => socket.write(`${reply}\n`);
      await strange(answered, (vault) => fails(vault.call("system.ping"), { type: "bad_reply", outcomeUnknown: true }));
    }
    // Too long in one piece, and without an end.
    for (const text of [`{"jsonrpc":"2.0","id":1,"result":{"pong":"${"a".repeat(1000)}"}}\n`, "a".repeat(2000)]) {
      await strange((socket) => socket.write(text), (vault) => fails(vault.call("system.ping"), { type: "bad_reply" }));
    }
    const bare = '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"no data","data":null}}\n';
    await strange((socket) => socket.write(bare), (vault) => fails(vault.call("system.ping"), { type: "internal", retryable: false }));
    const odd = '{"jsonrpc":"2.0","id":1,"result":7}\n';
    await strange((socket) => socket.write(odd), async (vault) => assert.equal(await vault.call("token.get"), 7));
    // A reply in pieces, after one that nobody asked for; with a character whose bytes come apart.
    const text = Buffer.from('{"id":99,"result":{}}\n{"id":[],"result":{}}\n{"jsonrpc":"2.0","id":1,"result":{"pong":"ü"}}\n');
    const dropping = (socket) => [...text].forEach((byte, at) => setTimeout(() => socket.write(Buffer.of(byte)), at));
    await strange(dropping, async (vault) => assert.deepEqual(await vault.call("system.ping"), { pong: "ü" }));
  },
};

/** How often a server was asked that does this with each call. */
async function strange(answer, ask) {
  let count = 0;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      count += 1;
      answer(socket);
    });
  });
  const place = `${path}.strange`;
  await new Promise((resolve) => server.listen(place, resolve));
  const vault = new VaultClient(place, { maxReplyBytes: 1000 });
  await ask(vault);
  vault.close();
  await new Promise((resolve) => server.close(resolve));
  return count;
}

await scenarios[scenario](new VaultClient(path));
console.log("passed");
// A client that is idle keeps no process alive, closed or not.
process.stdin.destroy();
