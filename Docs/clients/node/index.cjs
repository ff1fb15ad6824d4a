// Keeps one connection to vaultd, on which many calls are under way at once; every call ends: answered, refused, or given up in time.
// Node 18.18 or later, its standard library and nothing else. The protocol is told in Docs/protocol.md.
"use strict";

const { connect } = require("node:net");
const { inspect } = require("node:util");

/** A text that is shown to nobody by accident: not by console.log, not in JSON, not in a template. Parameters may be one. */
class Secret {
  #text;

  constructor(text) {
    this.#text = text;
  }

  /** The text itself, to be put where it belongs and nowhere else. */
  reveal() {
    return this.#text;
  }

  toString() {
    return "[secret]";
  }

  toJSON() {
    return "[secret]";
  }

  [inspect.custom]() {
    return "[secret]";
  }
}

/**
 * What was said instead of a result: by the vault (`type` is a word of the protocol) or by this client (`unreachable`, `timeout`,
 * `connection_lost`, `bad_reply`, `closed`). `type` is for programs, the message for people; neither ever holds a secret.
 */
class VaultError extends Error {
  constructor(type, message, data = {}, isOutcomeUnknown = false) {
    super(message);
    this.name = "VaultError";
    this.type = type;
    /** Whether the same call may succeed later although its caller changes nothing. */
    this.retryable = data.retryable === true;
    this.retryAfterMs = data.retry_after_ms;
    /** Whether the vault may have done what was asked for: then look before you ask again. */
    this.outcomeUnknown = isOutcomeUnknown;
    /** What else the type brings with it: `reason`, `field`, `scopes`, `claims`, `provider`, … as the protocol has it. */
    this.data = data;
  }
}

const LONGEST_PAUSE_MS = 1000;
// A call that ends the daemon, or a daemon that takes connections and drops them, must not be asked forever.
const MOST_SENDS = 3;
const LINE_END = 10;
// Of connect(2): these pass when the daemon is back, the others are not waited for.
const PASSING = new Set(["ENOENT", "ECONNREFUSED", "EAGAIN", "ECONNRESET", "EPIPE"]);

class VaultClient {
  #path;
  #options;
  #connection = null;
  /** Calls that are not under way: nothing of them was sent, or what was sent was lost and may be sent again. */
  #queue = [];
  #pause = null;
  #failures = 0;
  #lastID = 0;
  #isClosed = false;

  constructor(path, { timeout = 30_000, patience = Infinity, maxInFlight = 256, maxCallBytes = 65_536, maxReplyBytes = 32 << 20 } = {}) {
    this.#path = path;
    this.#options = { timeout, patience, maxInFlight, maxCallBytes, maxReplyBytes };
  }

  /** Resolves with the result, in which tokens are `Secret`; rejects with a `VaultError`, or with the reason of `signal`. */
  call(method, params = {}, { timeout = this.#options.timeout, signal } = {}) {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#isClosed) throw closed();
      const id = ++this.#lastID;
      const line = JSON.stringify({ jsonrpc: "2.0", id, method, params }, unwrapped) + "\n";
      if (Buffer.byteLength(line) > this.#options.maxCallBytes) {
        throw new VaultError("invalid_request", `the call of ${method} is longer than ${this.#options.maxCallBytes} bytes`);
      }
      const call = { id, method, line, sends: 0, since: Date.now(), isOver: false, resolve, reject };
      // Beyond this a timer would fire at once.
      const timer = setTimeout(() => this.#giveUp(call), Math.min(timeout, 2 ** 31 - 1));
      const abort = () => this.#end(call, () => reject(signal.reason));
      signal?.addEventListener("abort", abort, { once: true });
      call.release = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
      };
      this.#queue.push(call);
      this.#advance();
    });
  }

  /** Ends the connection; what waits is rejected, and so is every later call. */
  close() {
    this.#isClosed = true;
    clearTimeout(this.#pause);
    for (const call of this.#queue.splice(0)) this.#refuse(call, closed(call.sends > 0));
    this.#connection?.socket.destroy();
  }

  /** Sends what waits, as far as the vault takes it, or sees to a connection. */
  #advance() {
    const connection = this.#connection;
    if (!connection) {
      if (!this.#pause && this.#queue.length > 0) this.#open();
      return;
    }
    if (!connection.isOpen) return;
    while (this.#queue.length > 0 && connection.calls.size < this.#options.maxInFlight) {
      const call = this.#queue.shift();
      if (call.isOver) continue;
      call.sends += 1;
      connection.calls.set(call.id, call);
      connection.socket.write(call.line);
    }
    // A connection that nobody waits for keeps no process alive.
    if (connection.calls.size > 0) connection.socket.ref();
    else connection.socket.unref();
  }

  #open() {
    const connection = { socket: connect(this.#path), isOpen: false, calls: new Map(), parts: [], size: 0, failure: null };
    this.#connection = connection;
    const { socket } = connection;
    socket.on("connect", () => {
      connection.isOpen = true;
      this.#advance();
    });
    socket.on("data", (bytes) => this.#read(connection, bytes));
    socket.on("error", (error) => (connection.code = error.code)); // "close" follows.
    socket.on("close", () => this.#lost(connection));
  }

  /** What may be sent again waits for the next connection; of all else nobody knows what became of it. */
  #lost(connection) {
    this.#connection = null;
    const again = [];
    for (const call of connection.calls.values()) {
      if (call.isOver) continue;
      call.since = Date.now();
      const isLast = this.#isClosed || connection.failure || call.sends >= MOST_SENDS || !METHODS[call.method]?.repeatable;
      if (isLast) this.#refuse(call, this.#isClosed ? closed(true) : (connection.failure ?? lost(call.method)));
      else again.push(call);
    }
    this.#queue = [...again, ...this.#queue].filter((call) => !call.isOver);
    if (!connection.isOpen) this.#disappoint(connection.code);
    if (this.#isClosed || this.#queue.length === 0) return;
    const longest = Math.min(LONGEST_PAUSE_MS, 10 * 2 ** this.#failures++);
    // By chance, so that not all clients of a restarted daemon come at once.
    this.#pause = setTimeout(() => {
      this.#pause = null;
      this.#queue = this.#queue.filter((call) => !call.isOver);
      this.#advance();
    }, longest * (0.5 + Math.random() / 2));
  }

  /** No connection could be made: ends the calls that do not wait for the next try. */
  #disappoint(code) {
    const latest = PASSING.has(code) ? Date.now() - this.#options.patience : Infinity;
    for (const call of this.#queue) {
      if (call.since <= latest) this.#refuse(call, unreachable(code, call.sends > 0));
    }
    this.#queue = this.#queue.filter((call) => !call.isOver);
  }

  #read(connection, bytes) {
    let start = 0;
    for (let end; (end = bytes.indexOf(LINE_END, start)) >= 0; start = end + 1) {
      const line = Buffer.concat([...connection.parts, bytes.subarray(start, end)]);
      connection.parts = [];
      connection.size = 0;
      if (line.length > this.#options.maxReplyBytes) return this.#fail(connection, "longer than is allowed");
      if (!this.#take(connection, line)) return;
    }
    connection.parts.push(bytes.subarray(start));
    connection.size += bytes.length - start;
    if (connection.size > this.#options.maxReplyBytes) this.#fail(connection, "longer than is allowed");
    else this.#advance();
  }

  /** Replies come in any order. One that nobody waits for any more came too late, and is dropped. */
  #take(connection, line) {
    let reply;
    try {
      reply = JSON.parse(line.toString("utf8"));
    } catch {
      reply = null;
    }
    if (reply === null || typeof reply !== "object" || !("result" in reply || reply.error)) return this.#fail(connection, "no JSON-RPC");
    if (reply.id === null) return this.#fail(connection, `about a call that could not be read: ${reply.error?.message}`);
    this.#failures = 0;
    const call = connection.calls.get(reply.id);
    connection.calls.delete(reply.id);
    if (!call) return true;
    const { error } = reply;
    if (error) this.#refuse(call, new VaultError(error.data?.type ?? "internal", String(error.message), error.data ?? {}));
    else this.#end(call, () => call.resolve(wrapped(call.method, reply.result)));
    return true;
  }

  #fail(connection, what) {
    connection.failure = new VaultError("bad_reply", `the vault's reply is ${what}`, {}, true);
    connection.socket.destroy();
    return false;
  }

  #giveUp(call) {
    this.#refuse(call, call.sends === 0 && !this.#connection?.isOpen ? unreachable("none in time") : tooLate(call));
  }

  #refuse(call, error) {
    this.#end(call, () => call.reject(error));
  }

  /** What was sent keeps its place until its reply is here: the vault is still at it. */
  #end(call, tell) {
    if (call.isOver) return;
    call.isOver = true;
    call.line = "";
    call.release();
    tell();
  }
}

const mayRepeat = (method) => ({ retryable: METHODS[method]?.repeatable === true });
const closed = (isSent = false) => new VaultError("closed", "this client was closed", {}, isSent);
const lost = (method) =>
  new VaultError("connection_lost", `the connection was lost before ${method} was answered`, mayRepeat(method), true);
const tooLate = ({ method, sends }) =>
  new VaultError("timeout", `the vault gave no answer to ${method} in time`, sends > 0 ? mayRepeat(method) : { retryable: true }, sends > 0);
const unreachable = (code, isSent = false) =>
  new VaultError("unreachable", `no connection to the vault: ${code}`, { retryable: true }, isSent);

/** JSON.stringify asks toJSON first: what it was called on is in `this`. */
function unwrapped(key, value) {
  return this[key] instanceof Secret ? this[key].reveal() : value;
}

function wrapped(method, result) {
  for (const name of METHODS[method]?.secrets ?? []) {
    if (typeof result?.[name] === "string") result[name] = new Secret(result[name]);
  }
  return result;
}

/** `repeatable`: may be sent again when its answer was lost. `secrets`: members of the result that are tokens. */
const METHODS = {
  // made from the method table: methods
  "grant.put": { repeatable: false, secrets: [] },
  "grant.lookup": { repeatable: true, secrets: [] },
  "grant.list": { repeatable: true, secrets: [] },
  "grant.revoke": { repeatable: false, secrets: [] },
  "grant.reap": { repeatable: false, secrets: [] },
  "token.get": { repeatable: true, secrets: ["access_token", "dpop_proof"] },
  "token.reject": { repeatable: true, secrets: ["access_token"] },
  "delegation.create": { repeatable: false, secrets: ["delegation"] },
  "delegation.list": { repeatable: true, secrets: [] },
  "delegation.revoke": { repeatable: false, secrets: [] },
  "session.create": { repeatable: false, secrets: ["session", "set_cookie"] },
  "session.lookup": { repeatable: true, secrets: [] },
  "session.renew": { repeatable: false, secrets: ["session", "set_cookie"] },
  "session.revoke": { repeatable: false, secrets: [] },
  "session.revoke_all": { repeatable: true, secrets: [] },
  "session.list": { repeatable: true, secrets: [] },
  "key.status": { repeatable: true, secrets: [] },
  "key.prepare": { repeatable: false, secrets: [] },
  "key.activate": { repeatable: false, secrets: [] },
  "key.rewrap": { repeatable: true, secrets: [] },
  "key.verify": { repeatable: true, secrets: [] },
  "key.destroy": { repeatable: false, secrets: [] },
  "provider.list": { repeatable: true, secrets: [] },
  "provider.test": { repeatable: true, secrets: [] },
  "backup.create": { repeatable: false, secrets: [] },
  "seal.status": { repeatable: true, secrets: [] },
  "seal.unlock": { repeatable: false, secrets: [] },
  "seal.lock": { repeatable: true, secrets: [] },
  "seal.change": { repeatable: false, secrets: [] },
  "policy.explain": { repeatable: true, secrets: [] },
  "system.ping": { repeatable: true, secrets: [] },
  "system.health": { repeatable: true, secrets: [] },
  "system.info": { repeatable: true, secrets: [] },
  "rpc.discover": { repeatable: true, secrets: [] },
  "client.list": { repeatable: true, secrets: [] },
  "subject.show": { repeatable: true, secrets: [] },
  "subject.revoke": { repeatable: true, secrets: [] },
  "subject.disable": { repeatable: true, secrets: [] },
  "subject.enable": { repeatable: true, secrets: [] },
  "report.scopes": { repeatable: true, secrets: [] },
  "identity.resolve": { repeatable: true, secrets: [] },
  "identity.forget": { repeatable: false, secrets: [] },
  "system.metrics": { repeatable: true, secrets: [] },
  "audit.status": { repeatable: true, secrets: [] },
  "audit.verify": { repeatable: true, secrets: [] },
  "audit.find": { repeatable: true, secrets: [] },
  "system.diagnose": { repeatable: true, secrets: [] },
  // end
};

module.exports = { VaultClient, VaultError, Secret, METHODS };
