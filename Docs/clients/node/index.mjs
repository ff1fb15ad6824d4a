// The same classes for `import`: two copies of the implementation would have two `VaultError`.
import client from "./index.cjs";

export const { VaultClient, VaultError, Secret, METHODS } = client;
