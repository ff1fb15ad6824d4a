// The same declarations for `require`: compiled, never run.
import client = require("vaultd-client");

export const ping = async (vault: client.VaultClient): Promise<boolean> => (await vault.call("system.ping")).pong;
// @ts-expect-error: a token is no text.
export const text = async (vault: client.VaultClient): Promise<string> => (await vault.call("token.get")).access_token;
