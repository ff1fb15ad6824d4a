// Keeps one connection to vaultd, on which many calls are under way at once; every call ends: answered, refused, or given up in time.
import { connect } from "node:net";

/** What the vault said instead of a result. Its `type` is for programs, its message for people; neither ever holds a secret. */
export class VaultError extends Error {
  constructor(type, message, data = {}) {
    super(message);
    this.type = type;
    this.retryable = data.retryable === true;
    this.data = data;
  }
}

// What Docs/protocol.md says may be sent again when its answer was lost. Anything else might be done twice.
const SENT_AGAIN = new Set([
  "session.lookup", "session.list", "session.revoke_all", "identity.resolve", "grant.lookup", "token.get", "system.ping",
]);
const LONGEST_LINE = 4 * 1024 * 1024;

export class VaultClient {
  #path;
  #timeout;
  #connection = null;
  #lastID = 0;

  /** `timeout`: of each call, in milliseconds. */
  constructor(path, { timeout = 15_000 } = {}) {
    this.#path = path;
    this.#timeout = timeout;
  }

  async call(method, params = {}) {
    try {
      return await this.#send(method, params);
    } catch (error) {
      // The vault may have been restarted since the last call: then the connection is new, and the call is not known there.
      const isLost = error instanceof VaultError && error.type === "connection_lost";
      if (!isLost || !SENT_AGAIN.has(method)) throw error;
      return await this.#send(method, params);
    }
  }

  close() {
    this.#connection?.socket.destroy();
  }

  #send(method, params) {
    const connection = (this.#connection ??= this.#open());
    const id = ++this.#lastID;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        connection.waiting.delete(id);
        reject(new VaultError("timeout", `the vault gave no answer to ${method} in time`, { retryable: true }));
      }, this.#timeout);
      connection.waiting.set(id, { resolve, reject, timer });
      connection.socket.write(JSON.stringify({ jsonrpc: "2.0", id, method, params }) + "\n");
    });
  }

  #open() {
    const connection = { socket: connect(this.#path), waiting: new Map(), rest: "" };
    const { socket } = connection;
    socket.setEncoding("utf8");
    socket.on("data", (text) => this.#read(connection, text));
    socket.on("error", () => {}); // "close" follows, and tells everyone who waits.
    socket.on("close", () => {
      if (this.#connection === connection) this.#connection = null;
      for (const { reject, timer } of connection.waiting.values()) {
        clearTimeout(timer);
        reject(new VaultError("connection_lost", "the vault is not there, or went away", { retryable: true }));
      }
      connection.waiting.clear();
    });
    return connection;
  }

  #read(connection, text) {
    const lines = (connection.rest + text).split("\n");
    connection.rest = lines.pop();
    for (const line of lines) this.#take(connection, line);
    if (connection.rest.length > LONGEST_LINE) connection.socket.destroy();
  }

  /** Replies come in any order. One that nobody waits for any more came too late. */
  #take(connection, line) {
    let reply;
    try {
      reply = JSON.parse(line);
    } catch {
      connection.socket.destroy();
      return;
    }
    const waiting = connection.waiting.get(reply.id);
    if (!waiting) return;
    connection.waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if (reply.error) {
      const { data = {}, message } = reply.error;
      waiting.reject(new VaultError(data.type ?? "internal", message, data));
    } else {
      waiting.resolve(reply.result);
    }
  }
}
