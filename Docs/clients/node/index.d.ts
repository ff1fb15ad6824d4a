// What index.cjs and index.mjs export; the methods are made from the table that the daemon answers `rpc.discover` from.

/** A text that is shown to nobody by accident: not by console.log, not in JSON, not in a template. Parameters may be one. */
export declare class Secret {
  constructor(text: string);
  /** The text itself, to be put where it belongs and nowhere else. */
  reveal(): string;
}

/** What this client itself says instead of a result. */
export type ClientErrorType = "unreachable" | "timeout" | "connection_lost" | "bad_reply" | "closed";

/** A word that a later version of the protocol may bring is a `string`: treat it by `retryable`. */
export declare class VaultError extends Error {
  constructor(type: string, message: string, data?: ErrorData, isOutcomeUnknown?: boolean);
  readonly type: ErrorType | ClientErrorType | (string & {});
  /** Whether the same call may succeed later although its caller changes nothing. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  /** Whether the vault may have done what was asked for: then look before you ask again. */
  readonly outcomeUnknown: boolean;
  readonly data: ErrorData;
}

export interface ErrorData {
  type?: string;
  retryable?: boolean;
  retry_after_ms?: number;
  reason?: string;
  field?: string;
  scopes?: string[];
  claims?: string;
  acr_values?: string;
  amr_values?: string[];
  max_age?: number;
  provider?: string;
  provider_error?: string;
}

export interface ClientOptions {
  /** Milliseconds for each call, connecting included; 30,000 unless given. */
  timeout?: number;
  /** Milliseconds that a call waits for a connection while there is none; as long as its `timeout` unless given. */
  patience?: number;
  /** Calls that are under way at once, at most; the others wait for their turn. No more than the vault's `in_flight_per_connection`. */
  maxInFlight?: number;
  /** Of a call's line; the vault's `limits.frameBytes`. */
  maxCallBytes?: number;
  /** Of a reply's line. */
  maxReplyBytes?: number;
}

export interface CallOptions {
  timeout?: number;
  /** When it is aborted the call rejects with its reason, and the reply that comes later is dropped. */
  signal?: AbortSignal;
}

type CallArguments<P> = {} extends P ? [params?: P, options?: CallOptions] : [params: P, options?: CallOptions];

export declare class VaultClient {
  /** Connects with the first call. */
  constructor(path: string, options?: ClientOptions);
  /** Resolves with the result, in which tokens are `Secret`; rejects with a `VaultError`, or with the reason of `signal`. */
  call<M extends keyof Methods>(method: M, ...rest: CallArguments<Methods[M]["params"]>): Promise<Methods[M]["result"]>;
  /** Ends the connection; what waits is rejected, and so is every later call. */
  close(): void;
}

/** `repeatable`: may be sent again when its answer was lost. `secrets`: members of the result that are tokens. */
export declare const METHODS: { readonly [M in keyof Methods]: { readonly repeatable: boolean; readonly secrets: readonly string[] } };

// made from the method table: types
export type ErrorType =
  | "parse_error"
  | "invalid_request"
  | "method_not_found"
  | "invalid_params"
  | "internal"
  | "permission_denied"
  | "not_found"
  | "conflict"
  | "sealed"
  | "rate_limited"
  | "overloaded"
  | "scope_exceeded"
  | "reauth_required"
  | "step_up_required"
  | "consent_required"
  | "blocked_by_policy"
  | "provider_unavailable"
  | "client_misconfigured"
  | "subject_disabled";

export interface GrantPutParams {
  /** the user, such as `user:default/alice` */
  subject: string;
  /** the provider's name in the configuration */
  provider: string;
  /** the subject's identifier at the provider, where it may have several */
  account?: string;
  /** the secret to keep */
  refresh_token: string | Secret;
  /** when it dies, where the provider said so */
  refresh_token_expires_at?: number;
  /** a still valid one, so that the first `token.get` needs no refresh */
  access_token?: string | Secret;
  /** goes with `access_token` */
  access_token_expires_at?: number;
  /** what the user agreed to; left out where the provider knows no scopes */
  scopes?: Array<string>;
  /** up to 32 names (64 bytes) with values (256 bytes) */
  labels?: Record<string, string>;
  /** a refresh that names another identity is refused */
  pin?: { sub?: string; tid?: string };
  /** `acr` of the id token: how the user signed in; rules can require one */
  acr?: string;
  /** `amr` of the id token: by which methods (RFC 8176) */
  amr?: Array<string>;
  /** `auth_time` of the id token: when the user signed in; rules can limit its age */
  auth_time?: number;
  /** the Ed25519 key that the tokens were bound to at the sign-in (RFC 9449), the `d` of its JWK; left out: the vault makes one where the provider's entry says `dpop` */
  dpop_key?: string | Secret;
  /** store it only where there is no grant of this subject, provider and account, in whatever state; for imports, whose token may be older than what the vault has refreshed since */
  if_absent?: boolean;
}

export interface GrantPutResult {
  /** the handle; not a secret */
  grant: string;
  /** the user */
  subject: string;
  /** the provider's name in the configuration */
  provider: string;
  /** absent where it is not known */
  account?: string;
  /** `reauth_required`, `step_up_required`: it no longer mints until it is put again */
  status: "active" | "reauth_required" | "step_up_required";
  /** only with `reauth_required` */
  reason?: "refresh_token_refused" | "lost_rotation" | "refresh_token_expired" | "subject_mismatch" | "record_damaged" | "restored" | "ended";
  /** only with `step_up_required`: what the sign-in must claim */
  claims?: string;
  /** +1 with every refresh token that replaces the last */
  generation: number;
  /** sorted */
  scopes: Array<string>;
  /** as they were put */
  labels: Record<string, string>;
  /** the identity that every refresh must still name */
  pin?: { sub?: string; tid?: string };
  /** how the user had signed in, where it was put */
  acr?: string;
  /** by which methods, where they were put */
  amr?: Array<string>;
  /** when the user had signed in, where it was put */
  auth_time?: number;
  /** when it was first put */
  created_at: number;
  /** when it was last put, rotated or condemned */
  updated_at: number;
  /** when the provider last minted an access token for it */
  minted_at?: number;
  /** when a caller last got a token of it */
  last_used_at?: number;
  /** when the refresh token dies, where the provider said so */
  refresh_token_expires_at?: number;
  /** when it dies by all that is known of it and of its provider, unless it is dead already */
  dies_at?: number;
  /** goes with `dies_at` */
  dies_of?: "refresh_token_expires_at" | "absolute_life" | "idle_life";
  /** true where, with `if_absent`, there was a grant already: it is told as it stands, and nothing was changed; absent else */
  present?: boolean;
  /** absent where there are none; `issuance_cap_exceeded`: the provider lets fewer refresh tokens of this account live than there are grants of it, the oldest is dead or will be */
  warnings?: Array<"issuance_cap_exceeded">;
}

export interface GrantLookupParams {
  /** the grant; or leave it out and name subject and provider */
  grant?: string;
  /** the user, such as `user:default/alice` */
  subject?: string;
  /** the provider's name in the configuration */
  provider?: string;
  /** the subject's identifier at the provider; needed only where the subject has several */
  account?: string;
}

export interface GrantLookupResult {
  /** the handle; not a secret */
  grant: string;
  /** the user */
  subject: string;
  /** the provider's name in the configuration */
  provider: string;
  /** absent where it is not known */
  account?: string;
  /** `reauth_required`, `step_up_required`: it no longer mints until it is put again */
  status: "active" | "reauth_required" | "step_up_required";
  /** only with `reauth_required` */
  reason?: "refresh_token_refused" | "lost_rotation" | "refresh_token_expired" | "subject_mismatch" | "record_damaged" | "restored" | "ended";
  /** only with `step_up_required`: what the sign-in must claim */
  claims?: string;
  /** +1 with every refresh token that replaces the last */
  generation: number;
  /** sorted */
  scopes: Array<string>;
  /** as they were put */
  labels: Record<string, string>;
  /** the identity that every refresh must still name */
  pin?: { sub?: string; tid?: string };
  /** how the user had signed in, where it was put */
  acr?: string;
  /** by which methods, where they were put */
  amr?: Array<string>;
  /** when the user had signed in, where it was put */
  auth_time?: number;
  /** when it was first put */
  created_at: number;
  /** when it was last put, rotated or condemned */
  updated_at: number;
  /** when the provider last minted an access token for it */
  minted_at?: number;
  /** when a caller last got a token of it */
  last_used_at?: number;
  /** when the refresh token dies, where the provider said so */
  refresh_token_expires_at?: number;
  /** when it dies by all that is known of it and of its provider, unless it is dead already */
  dies_at?: number;
  /** goes with `dies_at` */
  dies_of?: "refresh_token_expires_at" | "absolute_life" | "idle_life";
}

export interface GrantListParams {
  /** only this user's */
  subject?: string;
  /** only at this provider */
  provider?: string;
  /** only in this state */
  status?: "active" | "reauth_required";
  /** only with this label */
  label?: { name: string; value: string };
  /** only those that can mint and whose refresh token dies within so many seconds from now, as far as that is known; the first to die comes first */
  expiring_within_seconds?: number;
  /** grants on the page; left out: 100 */
  limit?: number;
  /** `next_cursor` of the page before */
  cursor?: string;
}

export interface GrantListResult {
  /** as `grant.lookup` tells them */
  grants: Array<{ grant: string; subject: string; provider: string; account?: string; status: "active" | "reauth_required" | "step_up_required"; reason?: "refresh_token_refused" | "lost_rotation" | "refresh_token_expired" | "subject_mismatch" | "record_damaged" | "restored" | "ended"; claims?: string; generation: number; scopes: Array<string>; labels: Record<string, string>; pin?: { sub?: string; tid?: string }; acr?: string; amr?: Array<string>; auth_time?: number; created_at: number; updated_at: number; minted_at?: number; last_used_at?: number; refresh_token_expires_at?: number; dies_at?: number; dies_of?: "refresh_token_expires_at" | "absolute_life" | "idle_life" }>;
  /** absent on the last page */
  next_cursor?: string;
}

export interface GrantRevokeParams {
  /** the grant; or leave it out and name subject and provider */
  grant?: string;
  /** the user, such as `user:default/alice` */
  subject?: string;
  /** the provider's name in the configuration */
  provider?: string;
  /** the subject's identifier at the provider; needed only where the subject has several */
  account?: string;
  /** how long the answer may wait for the provider's last word; without it, for one try */
  wait_ms?: number;
}

export interface GrantRevokeResult {
  /** the handle, which is good for nothing any more */
  grant: string;
  /** always true: without it there is an error */
  revoked_locally: boolean;
  /** `queued`: the vault goes on trying */
  upstream: "revoked" | "queued" | "not_supported" | "refused";
}

export interface GrantReapParams {
  /** for how long they have been dead, at least */
  older_than_seconds: number;
  /** only at this provider */
  provider?: string;
  /** only tells which would be removed */
  dry_run?: boolean;
  /** grants that are looked at; left out: 100 */
  limit?: number;
  /** `next_cursor` of the page before */
  cursor?: string;
}

export interface GrantReapResult {
  /** as asked */
  dry_run: boolean;
  /** what was removed, or would be; a page may have none and another follow it */
  grants: Array<{ grant: string; subject: string; provider: string; account?: string; dead_since: number; dead_of: "refresh_token_expires_at" | "absolute_life" | "idle_life" | "refresh_token_refused" | "lost_rotation" | "refresh_token_expired" | "subject_mismatch" | "record_damaged" | "restored" }>;
  /** absent when all were looked at */
  next_cursor?: string;
}

export interface TokenGetParams {
  /** the grant; or leave it out and name subject and provider */
  grant?: string;
  /** the user, such as `user:default/alice` */
  subject?: string;
  /** the provider's name in the configuration */
  provider?: string;
  /** the subject's identifier at the provider; needed only where the subject has several */
  account?: string;
  /** a secret that `delegation.create` gave out for this client, instead of a grant; whatever is wrong with it is `not_found`, and only a token that is handed out counts as a use */
  delegation?: string | Secret;
  /** a subset of the grant's scopes, not empty; left out: all of them */
  scopes?: Array<string>;
  /** life that the token must have left; left out: the configured minimum */
  min_ttl_seconds?: number;
  /** ask the provider although a cached token would do */
  force_refresh?: boolean;
  /** the secret of a session of the grant's user that the call is made in; its sign-in is then the one that counts */
  session?: string | Secret;
  /** the request that the token is for, where the provider binds tokens to keys (RFC 9449) */
  proof?: { method: string; url: string; nonce?: string };
}

export interface TokenGetResult {
  /** the secret */
  access_token: Secret;
  /** how an API wants it: `Bearer` (RFC 6750), or `DPoP`, with a proof for each request (RFC 9449) */
  token_type: "Bearer" | "DPoP";
  /** the grant that it was minted from */
  grant: string;
  /** the grant's generation */
  generation: number;
  /** what it is good for */
  scopes: Array<string>;
  /** when it dies */
  expires_at: number;
  /** seconds that it has left */
  expires_in: number;
  /** with `proof`, where `token_type` is `DPoP`: to be sent once as the header `DPoP` of that very request */
  dpop_proof?: Secret;
}

export interface TokenRejectParams {
  /** the grant; or leave it out and name subject and provider */
  grant?: string;
  /** the user, such as `user:default/alice` */
  subject?: string;
  /** the provider's name in the configuration */
  provider?: string;
  /** the subject's identifier at the provider; needed only where the subject has several */
  account?: string;
  /** a subset of the grant's scopes, not empty; left out: all of them */
  scopes?: Array<string>;
  /** the one that was refused */
  access_token: string | Secret;
  /** the claims challenge that came with the refusal, decoded to the text of a JSON object: from then on the answer is `step_up_required` with `data.claims`, until the grant is put again */
  claims?: string;
  /** as for token.get */
  session?: string | Secret;
}

export interface TokenRejectResult {
  /** the secret */
  access_token: Secret;
  /** how an API wants it: `Bearer` (RFC 6750), or `DPoP`, with a proof for each request (RFC 9449) */
  token_type: "Bearer" | "DPoP";
  /** the grant that it was minted from */
  grant: string;
  /** the grant's generation */
  generation: number;
  /** what it is good for */
  scopes: Array<string>;
  /** when it dies */
  expires_at: number;
  /** seconds that it has left */
  expires_in: number;
}

export interface DelegationCreateParams {
  /** the grant; or leave it out and name subject and provider */
  grant?: string;
  /** the user, such as `user:default/alice` */
  subject?: string;
  /** the provider's name in the configuration */
  provider?: string;
  /** the subject's identifier at the provider; needed only where the subject has several */
  account?: string;
  /** the client that may redeem it, by its name in the configuration */
  client: string;
  /** a subset of what the caller may have; left out: all of that */
  scopes?: Array<string>;
  /** let a full token stand in where the provider cannot narrow one to these scopes; only where the caller's rule gives it full tokens too */
  full_token?: boolean;
  /** when it ends, at most 30 days from now; this or `expires_in_seconds` */
  expires_at?: number;
  /** the same, counted from the call */
  expires_in_seconds?: number;
  /** tokens that it may be redeemed for, 1 for one that is good once; left out: as many as wanted */
  max_uses?: number;
  /** what it is for, for listings; no secrets */
  purpose?: string;
  /** the secret of a session of the grant's user: the delegation ends with it */
  session?: string | Secret;
}

export interface DelegationCreateResult {
  /** the secret `vdl_…`, told this once; hand it to the client */
  delegation: Secret;
  /** names it for listing and revoking; not a secret */
  id: string;
  /** the grant that it is good for */
  grant: string;
  /** whose grant it is */
  subject: string;
  /** the provider's name in the configuration */
  provider: string;
  /** absent where it is not known */
  account?: string;
  /** the client that made it */
  creator: string;
  /** the client that alone may redeem it */
  client: string;
  /** sorted; absent where the grant names none: then all that it has */
  scopes?: Array<string>;
  /** whether a full token may stand in where the provider cannot narrow one */
  full_token: boolean;
  /** when it was made */
  created_at: number;
  /** when it ends by itself */
  expires_at: number;
  /** absent: as often as wanted */
  max_uses?: number;
  /** id of the session that it ends with */
  session?: string;
  /** tokens that were handed out by it */
  uses: number;
  /** when the last one was */
  last_used_at?: number;
  /** its creator's words */
  purpose?: string;
}

export interface DelegationListParams {
  /** only of this grant */
  grant?: string;
  /** only of this user's grants */
  subject?: string;
  /** only those that this client may redeem */
  client?: string;
  /** delegations on the page; left out: 100 */
  limit?: number;
  /** `next_cursor` of the page before */
  cursor?: string;
}

export interface DelegationListResult {
  /** in order of ids */
  delegations: Array<{ id: string; grant: string; subject: string; provider: string; account?: string; creator: string; client: string; scopes?: Array<string>; full_token: boolean; created_at: number; expires_at: number; max_uses?: number; session?: string; uses: number; last_used_at?: number; purpose?: string }>;
  /** absent on the last page */
  next_cursor?: string;
}

export interface DelegationRevokeParams {
  /** the delegation; or leave it out and give the secret */
  id?: string;
  /** the secret */
  delegation?: string | Secret;
}

export interface DelegationRevokeResult {
  /** the delegation, which is good for nothing any more */
  id: string;
  /** always true */
  revoked: boolean;
}

export interface SessionCreateParams {
  /** who signed in, by the caller's word; or leave it and `roles` out and give `identity` */
  subject?: string;
  /** the account that signed in: the vault says who it is and which roles it has, as `identity.resolve` does, which the policy must allow, too */
  identity?: { provider: string; claims: Record<string, unknown> };
  /** the class of the configuration; left out: `browser` */
  class?: string;
  /** how the user signed in (OpenID Connect Core section 2) */
  acr?: string;
  /** by which methods (RFC 8176) */
  amr?: Array<string>;
  /** when */
  auth_time?: number;
  /** what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`) */
  roles?: Array<string>;
  /** the browser, for the user's list of devices */
  user_agent?: string;
  /** from where, for the same */
  address?: string;
  /** what is known about the user, up to 8192 bytes; only the handle opens it */
  claims?: Record<string, unknown>;
  /** what the auth backend keeps for itself; only the handle opens it */
  payload?: string;
  /** grants of the subject that belong to the session */
  grants?: Array<string>;
  /** true: they end with the session, here and at their providers, and no longer with the session that they ended with before */
  bind_grants?: boolean;
}

export interface SessionCreateResult {
  /** the secret `vse_…`, told this once, for the browser's cookie */
  session: Secret;
  /** the value of a `Set-Cookie` header with it; absent where the class has no cookie */
  set_cookie?: Secret;
  /** what the answer to the browser must say of caching (RFC 6749 section 5.1) */
  cache_control: "no-store";
  /** names it for listing and revoking; not a secret */
  id: string;
  /** whose it is */
  subject: string;
  /** the class of the configuration whose rules it has */
  class: string;
  /** when it was made */
  created_at: number;
  /** when it was looked up last */
  last_seen_at: number;
  /** when it ends unless it is looked up before */
  ends_at: number;
  /** when it ends in any case */
  expires_at: number;
  /** how the user signed in (OpenID Connect Core section 2) */
  acr?: string;
  /** by which methods (RFC 8176) */
  amr?: Array<string>;
  /** when */
  auth_time?: number;
  /** what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`) */
  roles?: Array<string>;
  /** the browser, for the user's list of devices */
  user_agent?: string;
  /** from where, for the same */
  address?: string;
  /** ids of the oldest sessions, which were ended because the subject had too many of the class */
  evicted?: Array<string>;
}

export interface SessionLookupParams {
  /** the secret, as it came in the cookie */
  session: string | Secret;
}

export interface SessionLookupResult {
  /** names it for listing and revoking; not a secret */
  id: string;
  /** whose it is */
  subject: string;
  /** the class of the configuration whose rules it has */
  class: string;
  /** when it was made */
  created_at: number;
  /** when it was looked up last */
  last_seen_at: number;
  /** when it ends unless it is looked up before */
  ends_at: number;
  /** when it ends in any case */
  expires_at: number;
  /** how the user signed in (OpenID Connect Core section 2) */
  acr?: string;
  /** by which methods (RFC 8176) */
  amr?: Array<string>;
  /** when */
  auth_time?: number;
  /** what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`) */
  roles?: Array<string>;
  /** the browser, for the user's list of devices */
  user_agent?: string;
  /** from where, for the same */
  address?: string;
  /** what is known about the user, up to 8192 bytes; only the handle opens it */
  claims?: Record<string, unknown>;
  /** what the auth backend keeps for itself; only the handle opens it */
  payload?: string;
  /** grants that belong to it */
  grants?: Array<string>;
  /** whether the handle is old enough to be replaced: call session.renew */
  renewal_due: boolean;
}

export interface SessionRenewParams {
  /** the secret, as it came in the cookie */
  session: string | Secret;
  /** how the user signed in (OpenID Connect Core section 2) */
  acr?: string;
  /** by which methods (RFC 8176) */
  amr?: Array<string>;
  /** when */
  auth_time?: number;
  /** what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`) */
  roles?: Array<string>;
  /** what is known about the user, up to 8192 bytes; only the handle opens it */
  claims?: Record<string, unknown>;
  /** what the auth backend keeps for itself; only the handle opens it */
  payload?: string;
}

export interface SessionRenewResult {
  /** the secret `vse_…`, told this once, for the browser's cookie */
  session: Secret;
  /** the value of a `Set-Cookie` header with it; absent where the class has no cookie */
  set_cookie?: Secret;
  /** what the answer to the browser must say of caching (RFC 6749 section 5.1) */
  cache_control: "no-store";
  /** names it for listing and revoking; not a secret */
  id: string;
  /** whose it is */
  subject: string;
  /** the class of the configuration whose rules it has */
  class: string;
  /** when it was made */
  created_at: number;
  /** when it was looked up last */
  last_seen_at: number;
  /** when it ends unless it is looked up before */
  ends_at: number;
  /** when it ends in any case */
  expires_at: number;
  /** how the user signed in (OpenID Connect Core section 2) */
  acr?: string;
  /** by which methods (RFC 8176) */
  amr?: Array<string>;
  /** when */
  auth_time?: number;
  /** what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`) */
  roles?: Array<string>;
  /** the browser, for the user's list of devices */
  user_agent?: string;
  /** from where, for the same */
  address?: string;
}

export interface SessionRevokeParams {
  /** the session; or leave it out and give the secret */
  id?: string;
  /** the secret */
  session?: string | Secret;
}

export interface SessionRevokeResult {
  /** the session, which is over */
  id: string;
  /** always true */
  revoked: boolean;
  /** the value of a `Set-Cookie` header that makes the browser forget the secret */
  set_cookie?: string;
}

export interface SessionRevokeAllParams {
  /** only this user's */
  subject?: string;
  /** only those that a grant at this provider belongs to */
  provider?: string;
  /** true where neither is given: all there are */
  everyone?: boolean;
  /** the secret of the one that stays: the session that the user acts in */
  except?: string | Secret;
}

export interface SessionRevokeAllResult {
  /** how many were ended */
  ended: number;
}

export interface SessionListParams {
  /** only this one; where there is none, the answer is `not_found` */
  id?: string;
  /** only this user's */
  subject?: string;
  /** only of this class */
  class?: string;
  /** sessions on the page; left out: 100 */
  limit?: number;
  /** `next_cursor` of the page before */
  cursor?: string;
}

export interface SessionListResult {
  /** in order of ids */
  sessions: Array<{ id: string; subject: string; class: string; created_at: number; last_seen_at: number; ends_at: number; expires_at: number; acr?: string; amr?: Array<string>; auth_time?: number; roles?: Array<string>; user_agent?: string; address?: string }>;
  /** absent on the last page */
  next_cursor?: string;
}

export interface KeyStatusResult {
  /** by version */
  keys: Array<{ version: number; state: "prepared" | "active" | "retiring" | "destroyed"; records: number; wraps: number; created_at: number; activated_at?: number; retired_at?: number; destroyed_from?: number; destroyed_at?: number }>;
  /** how far the move to the active key is */
  rewrap: { running: boolean; done: number; left: number; damaged: number; longest_write_us: number };
  /** when the active key is replaced by itself; absent without `keys.rotate_after_days` */
  rotates_at?: number;
}

export interface KeyPrepareResult {
  /** counts up from 1; never used twice */
  version: number;
  /** one key is active at a time */
  state: "prepared" | "active" | "retiring" | "destroyed";
  /** record keys that are wrapped under it */
  records: number;
  /** record keys that were ever stored wrapped under it; never goes down */
  wraps: number;
  /** when it was prepared */
  created_at: number;
  /** when it became active; absent where that is not known */
  activated_at?: number;
  /** when another one became active */
  retired_at?: number;
  /** from when on it is destroyed by itself, once nothing needs it; absent without `keys.hold_days` */
  destroyed_from?: number;
  /** when it was destroyed */
  destroyed_at?: number;
}

export interface KeyActivateParams {
  /** left out: the one that is prepared */
  version?: number;
}

export interface KeyActivateResult {
  /** counts up from 1; never used twice */
  version: number;
  /** one key is active at a time */
  state: "prepared" | "active" | "retiring" | "destroyed";
  /** record keys that are wrapped under it */
  records: number;
  /** record keys that were ever stored wrapped under it; never goes down */
  wraps: number;
  /** when it was prepared */
  created_at: number;
  /** when it became active; absent where that is not known */
  activated_at?: number;
  /** when another one became active */
  retired_at?: number;
  /** from when on it is destroyed by itself, once nothing needs it; absent without `keys.hold_days` */
  destroyed_from?: number;
  /** when it was destroyed */
  destroyed_at?: number;
}

export interface KeyRewrapResult {
  /** by version */
  keys: Array<{ version: number; state: "prepared" | "active" | "retiring" | "destroyed"; records: number; wraps: number; created_at: number; activated_at?: number; retired_at?: number; destroyed_from?: number; destroyed_at?: number }>;
  /** how far the move to the active key is */
  rewrap: { running: boolean; done: number; left: number; damaged: number; longest_write_us: number };
  /** when the active key is replaced by itself; absent without `keys.rotate_after_days` */
  rotates_at?: number;
}

export interface KeyVerifyResult {
  /** how many open */
  good: number;
  /** how many do not */
  bad: number;
  /** the first of them; a handle that `grant.lookup` does not know is a queued revocation's */
  bad_records: Array<string>;
}

export interface KeyDestroyParams {
  /** the retiring key */
  version: number;
}

export interface KeyDestroyResult {
  /** as it was asked */
  version: number;
  /** whether neither the database nor its write-ahead log holds the wrapped key any more */
  erased: boolean;
}

export interface ProviderListResult {
  /** by name */
  providers: Array<{ name: string; issuer?: string; rotation: "none" | "rotates" | "rotates_with_grace" | "old_stays_valid" | "revokes_family_on_reuse"; rotation_grace_seconds?: number; narrowing: "per_token" | "lineage"; breaker: "closed" | "open" | "half_open"; reason?: string; provider_error?: string; retry_after_ms?: number }>;
}

export interface ProviderTestParams {
  /** the provider's name in the configuration */
  provider: string;
}

export interface ProviderTestResult {
  /** as it was asked */
  provider: string;
  /** whether it answered at all */
  reachable: boolean;
  /** configured or discovered */
  token_endpoint?: string;
  /** configured or discovered */
  revocation_endpoint?: string;
  /** how far the provider's clock is before the vault's; absent where it does not tell */
  clock_difference_seconds?: number;
  /** what the provider says to the client's: `indistinct` where it says the same to wrong ones, `undecided` where it gave no answer that tells, `not_asked` where it was not reached or there is no usable secret or key */
  credentials: "accepted" | "refused" | "indistinct" | "undecided" | "not_asked";
  /** with `refused`: the provider's error code */
  provider_error?: string;
  /** sentences; empty when all is well */
  problems: Array<string>;
}

export interface BackupCreateParams {
  /** an absolute path as vaultd sees it, in a directory that only its user can write to; nothing may stand there */
  file: string;
}

export interface BackupCreateResult {
  /** as it was asked */
  file: string;
  /** the moment that it shows */
  created_at: number;
  /** which store it is of */
  store: string;
  /** the versions that it holds, wrapped by the seal key of this store */
  master_keys: Array<number>;
  /** counted in the file */
  grants: number;
  /** counted in the file */
  pending_revocations: number;
  /** its length */
  bytes: number;
}

export interface SealStatusResult {
  /** whether it is sealed now */
  sealed: boolean;
  /** why, while it is sealed */
  reason?: "locked" | "awaiting_passphrase" | "seal_key_unreadable" | "wrong_seal_key" | "other_seal_source" | "master_keys_damaged" | "unusable_passphrase" | "configuration_unusable" | "rollback_detected" | "busy" | "unseal_failed";
  /** the same as a sentence that says what to do */
  problem?: string;
  /** where the configuration says now that the seal key comes from; absent where it cannot be read */
  source?: "file" | "credential" | "environment" | "command" | "passphrase";
  /** what the store is sealed by */
  store: "key" | "passphrase";
  /** until the next try at unsealing */
  retry_after_ms?: number;
}

export interface SealUnlockParams {
  /** needed where the configuration names a passphrase; never kept */
  passphrase?: string;
}

export interface SealUnlockResult {
  /** whether it is sealed now */
  sealed: boolean;
  /** why, while it is sealed */
  reason?: "locked" | "awaiting_passphrase" | "seal_key_unreadable" | "wrong_seal_key" | "other_seal_source" | "master_keys_damaged" | "unusable_passphrase" | "configuration_unusable" | "rollback_detected" | "busy" | "unseal_failed";
  /** the same as a sentence that says what to do */
  problem?: string;
  /** where the configuration says now that the seal key comes from; absent where it cannot be read */
  source?: "file" | "credential" | "environment" | "command" | "passphrase";
  /** what the store is sealed by */
  store: "key" | "passphrase";
  /** until the next try at unsealing */
  retry_after_ms?: number;
}

export interface SealLockParams {
  /** wipe the keys without waiting for refreshes that are under way */
  now?: boolean;
}

export interface SealLockResult {
  /** whether it is sealed now */
  sealed: boolean;
  /** why, while it is sealed */
  reason?: "locked" | "awaiting_passphrase" | "seal_key_unreadable" | "wrong_seal_key" | "other_seal_source" | "master_keys_damaged" | "unusable_passphrase" | "configuration_unusable" | "rollback_detected" | "busy" | "unseal_failed";
  /** the same as a sentence that says what to do */
  problem?: string;
  /** where the configuration says now that the seal key comes from; absent where it cannot be read */
  source?: "file" | "credential" | "environment" | "command" | "passphrase";
  /** what the store is sealed by */
  store: "key" | "passphrase";
  /** until the next try at unsealing */
  retry_after_ms?: number;
}

export interface SealChangeParams {
  /** needed where the configuration names a passphrase; never kept */
  passphrase?: string;
}

export interface SealChangeResult {
  /** whether it is sealed now */
  sealed: boolean;
  /** why, while it is sealed */
  reason?: "locked" | "awaiting_passphrase" | "seal_key_unreadable" | "wrong_seal_key" | "other_seal_source" | "master_keys_damaged" | "unusable_passphrase" | "configuration_unusable" | "rollback_detected" | "busy" | "unseal_failed";
  /** the same as a sentence that says what to do */
  problem?: string;
  /** where the configuration says now that the seal key comes from; absent where it cannot be read */
  source?: "file" | "credential" | "environment" | "command" | "passphrase";
  /** what the store is sealed by */
  store: "key" | "passphrase";
  /** until the next try at unsealing */
  retry_after_ms?: number;
}

export interface PolicyExplainParams {
  /** who would call: a client's name in the configuration */
  client: string;
  /** what it would call */
  method: "grant.put" | "grant.lookup" | "grant.list" | "grant.revoke" | "grant.reap" | "token.get" | "token.reject" | "delegation.create" | "delegation.list" | "delegation.revoke" | "session.create" | "session.lookup" | "session.renew" | "session.revoke" | "session.revoke_all" | "session.list" | "key.status" | "key.prepare" | "key.activate" | "key.rewrap" | "key.verify" | "key.destroy" | "provider.list" | "provider.test" | "backup.create" | "seal.status" | "seal.unlock" | "seal.lock" | "seal.change" | "policy.explain" | "system.ping" | "system.health" | "system.info" | "rpc.discover" | "client.list" | "subject.show" | "subject.revoke" | "subject.disable" | "subject.enable" | "report.scopes" | "identity.resolve" | "identity.forget" | "system.metrics" | "audit.status" | "audit.verify" | "audit.find" | "system.diagnose";
  /** by which socket; left out: the one that offers the method */
  socket?: "workload" | "admin";
  /** for which provider; left out: whether there is any */
  provider?: string;
  /** for whose grant; left out: whether there is any */
  subject?: string;
  /** which scopes it would ask for */
  scopes?: Array<string>;
}

export interface PolicyExplainResult {
  /** whether the call would be allowed */
  allowed: boolean;
  /** why not */
  reason?: "unknown_client" | "method_not_allowed" | "provider_not_allowed" | "subject_not_allowed" | "scope_exceeded" | "wrong_socket";
  /** the rule that decides, as messages about the configuration name it */
  rule?: string;
  /** what the rule lets the client have at most; absent: all that a grant has */
  scopes?: Array<string>;
  /** whether a token for more may stand in where the provider cannot narrow one */
  full_token?: boolean;
  /** seconds that a token may have left at most */
  max_token_life?: number;
  /** the grant must come of a sign-in of one of these classes */
  require_acr?: Array<string>;
  /** it must have used all of these methods */
  require_amr?: Array<string>;
  /** seconds since it, at most */
  max_auth_age?: number;
  /** true where the call must be made in a session of the user */
  require_session?: boolean;
  /** the session must have one of these roles */
  require_role?: Array<string>;
  /** of the scopes that were asked about, those that the rule does not give */
  scopes_beyond?: Array<string>;
}

export interface SystemPingResult {
  /** true */
  pong: boolean;
}

export interface SystemHealthResult {
  /** `degraded`: it serves, but an operator should look */
  status: "ok" | "degraded" | "sealed";
  /** true: it answers */
  live: boolean;
  /** whether callers are to be sent here: false while a reason holds that stops the service */
  ready: boolean;
  /** the sentences of `reasons`, the most important first */
  problems: Array<string>;
  /** why the status is not `ok` */
  reasons: Array<{ code: "sealed" | "audit_failing" | "store_failing" | "shutting_down" | "audit_log_behind" | "provider_held_back"; text: string }>;
  /** still to be done at their providers */
  pending_revocations: number;
}

export interface SystemInfoResult {
  /** of vaultd */
  version: string;
  /** of this protocol */
  protocol: string;
  /** of the daemon */
  pid: number;
  /** when it started */
  started_at: number;
  /** by a clock that is never set */
  uptime_seconds: number;
  /** open now, this one included */
  connections: number;
  /** calls that wait for the disk or a provider */
  in_flight: number;
  /** in the configuration */
  providers: number;
  /** true in development mode, in which guests may come in; else absent */
  development?: boolean;
  /** copied so far, while a backup is being made */
  backup_done_bytes?: number;
  /** of the store, while a backup is being made */
  backup_total_bytes?: number;
}

export interface RpcDiscoverResult {
  /** version of the OpenRPC specification */
  openrpc: string;
  /** title and version */
  info: Record<string, unknown>;
  /** one entry per method */
  methods: Array<Record<string, unknown>>;
}

export interface ClientListParams {
  /** only those recognised as this client */
  client?: string;
  /** processes at most; left out: 1000 */
  limit?: number;
}

export interface ClientListResult {
  /** in the order of client and pid */
  clients: Array<{ client?: string; match?: string; socket: "workload" | "admin"; uid: number; gid: number; pid: number; executable?: string; unit?: string; since: number; connections: number; calls: number; in_flight: number }>;
  /** how many more there are than `limit` */
  left_out: number;
}

export interface SubjectShowParams {
  /** which user */
  subject: string;
}

export interface SubjectShowResult {
  /** the user */
  subject: string;
  /** whether new sessions and grants are refused */
  disabled: boolean;
  /** since when */
  disabled_at?: number;
  /** how many there are */
  grants: number;
  /** how many there are */
  sessions: number;
  /** how many there are */
  delegations: number;
  /** refresh tokens that are still to be revoked at their providers */
  pending_revocations: number;
}

export interface SubjectRevokeParams {
  /** which user */
  subject: string;
}

export interface SubjectRevokeResult {
  /** the user */
  subject: string;
  /** whether new sessions and grants are refused */
  disabled: boolean;
  /** how many were ended */
  sessions: number;
  /** how many were ended, those of ended sessions included */
  delegations: number;
  /** what was ended, in order of ids */
  grants: Array<{ grant: string; provider: string; account?: string; upstream: "revoked" | "queued" | "not_supported" | "refused" }>;
}

export interface SubjectDisableParams {
  /** which user */
  subject: string;
}

export interface SubjectDisableResult {
  /** the user */
  subject: string;
  /** whether new sessions and grants are refused */
  disabled: boolean;
  /** how many were ended */
  sessions: number;
  /** how many were ended, those of ended sessions included */
  delegations: number;
  /** what was ended, in order of ids */
  grants: Array<{ grant: string; provider: string; account?: string; upstream: "revoked" | "queued" | "not_supported" | "refused" }>;
}

export interface SubjectEnableParams {
  /** which user */
  subject: string;
}

export interface SubjectEnableResult {
  /** the user */
  subject: string;
  /** whether new sessions and grants are refused */
  disabled: boolean;
  /** since when */
  disabled_at?: number;
  /** how many there are */
  grants: number;
  /** how many there are */
  sessions: number;
  /** how many there are */
  delegations: number;
  /** refresh tokens that are still to be revoked at their providers */
  pending_revocations: number;
}

export interface ReportScopesParams {
  /** only this client */
  client?: string;
  /** only this provider, and the rules that reach it */
  provider?: string;
  /** days of UTC, today as the last; left out: 30 */
  days?: number;
}

export interface ReportScopesResult {
  /** as asked */
  days: number;
  /** what is said holds from here on: the first of the days, or `recorded_since` if that is later */
  since: number;
  /** when counting began, after a restore anew */
  recorded_since?: number;
  /** in the order of client and provider */
  uses: Array<{ client: string; provider: string; narrowing: "per_token" | "lineage"; allows_all: boolean; allowed: Array<string>; calls_naming_scopes: number; calls_naming_none: number; calls_given_more: number; calls_given_unnamed: number; not_told_apart: number; asked: Array<{ scope: string; calls: number }>; used: Array<{ scope: string; calls: number }>; granted: Array<string>; delegated: Array<string>; never_used: Array<string>; unneeded: Array<string>; broader: Array<"not_called" | "rule_allows_all" | "rule_names_more" | "token_has_more">; scopes_left_out?: number }>;
  /** the clients' rules for `token.get`, in the order of the configuration */
  rules: Array<{ rule: string; scopes?: Array<string>; advice: "tighten" | "fits" | "not_called" | "asks_for_all" | "tokens_name_none" | "not_told_apart" | "too_many"; suggested?: Array<string>; lines: Array<string> }>;
  /** how many entries of both lists there was no room for: name a client or a provider */
  left_out: number;
}

export interface IdentityResolveParams {
  /** where the user signed in: its name in the configuration */
  provider: string;
  /** what the provider says of the user, with `sub`, verified by the caller: the claims of the identity token; up to 16384 bytes, neither stored nor logged */
  claims: Record<string, unknown>;
}

export interface IdentityResolveResult {
  /** who it is */
  subject: string;
  /** of the rule and of all groups that it is in: for session.create */
  roles: Array<string>;
  /** the rule that decided, as messages about the configuration name it */
  rule: string;
}

export interface IdentityForgetParams {
  /** whose accounts */
  subject: string;
  /** only those at this provider */
  provider?: string;
}

export interface IdentityForgetResult {
  /** how many accounts */
  forgotten: number;
}

export interface SystemMetricsResult {
  /** of `text`, for whoever passes it on */
  content_type: string;
  /** Prometheus' text format, version 0.0.4: a line for each series */
  text: string;
}

export interface AuditStatusResult {
  /** which log it is */
  log: string;
  /** Ed25519: what a verifier needs beside the files */
  public_key: string;
  /** the same as openssl reads it (RFC 8410) */
  public_key_pem: string;
  /** the number of the last record */
  sequence: number;
  /** the last record that a seal covers */
  sealed: number;
  /** closed ones and the one that is written */
  files: number;
  /** of all of them */
  bytes: number;
  /** of records that are not in the file yet */
  waiting_bytes: number;
  /** whether the last try to write failed */
  failing: boolean;
}

export interface AuditVerifyResult {
  /** whether it is */
  whole: boolean;
  /** the first record that is there */
  from?: number;
  /** the last that was looked at */
  to?: number;
  /** how many of them stand in spans that are as they were signed */
  sealed: number;
  /** how many no seal covers yet */
  unsealed?: number;
  /** whether those were verified */
  unsealed_verified?: boolean;
  /** what crashes have left of lines, as seals say */
  torn_bytes?: number;
  /** of before records had numbers */
  unnumbered_files?: Array<string>;
  /** only where it is not whole */
  flaw?: { kind: "edited" | "missing" | "inserted" | "moved" | "no_record" | "unsealed" | "forged" | "other_log" | "unreadable"; sequence: number; last: number; file: string; line?: number; text: string };
}

export interface AuditFindParams {
  /** about this user */
  subject?: string;
  /** of calls of this client */
  client?: string;
  /** about this provider */
  provider?: string;
  /** about this grant */
  grant?: string;
  /** about this session (`vsi_…`) */
  session?: string;
  /** about this delegation */
  delegation?: string;
  /** of calls of this method */
  method?: "grant.put" | "grant.lookup" | "grant.list" | "grant.revoke" | "grant.reap" | "token.get" | "token.reject" | "delegation.create" | "delegation.list" | "delegation.revoke" | "session.create" | "session.lookup" | "session.renew" | "session.revoke" | "session.revoke_all" | "session.list" | "key.status" | "key.prepare" | "key.activate" | "key.rewrap" | "key.verify" | "key.destroy" | "provider.list" | "provider.test" | "backup.create" | "seal.status" | "seal.unlock" | "seal.lock" | "seal.change" | "policy.explain" | "system.ping" | "system.health" | "system.info" | "rpc.discover" | "client.list" | "subject.show" | "subject.revoke" | "subject.disable" | "subject.enable" | "report.scopes" | "identity.resolve" | "identity.forget" | "system.metrics" | "audit.status" | "audit.verify" | "audit.find" | "system.diagnose";
  /** of this kind */
  kind?: "decision" | "connection_unmatched" | "connection_refused" | "grant_stored" | "issuance_cap_exceeded" | "grant_revoked" | "grant_reaped" | "token_minted" | "refresh_failed" | "reauth_required" | "answer_quarantined" | "step_up_required" | "refresh_token_expiring" | "token_served" | "token_rejected" | "provider_held_back" | "provider_recovered" | "delegation_created" | "delegation_redeemed" | "delegation_refused" | "delegation_revoked" | "session_created" | "session_renewed" | "session_ended" | "session_refused" | "session_reused" | "session_guessing" | "subject_revoked" | "subject_disabled" | "subject_enabled" | "identity_resolved" | "identity_refused" | "identities_forgotten" | "upstream_revoked" | "upstream_revoke_failed" | "intent_resolved" | "integrity_failure" | "records_lost" | "audit_span" | "audit_sealed" | "audit_broken" | "audit_pruned" | "sink_failing" | "sink_lost" | "sink_recovered" | "alert" | "alert_undelivered" | "heartbeat" | "backup_created" | "audit_log_behind" | "rollback_detected" | "store_restored" | "master_key_prepared" | "master_key_activated" | "record_keys_rewrapped" | "master_keys_verified" | "master_key_destroyed" | "configuration_reloaded" | "sealed" | "unsealed" | "resealed" | "started" | "stopped";
  /** with this outcome */
  outcome?: "allow" | "deny" | "done" | "failed";
  /** about this token, or handle of a delegation or session; the log has a keyed hash of each */
  token?: string | Secret;
  /** from then on */
  since?: number;
  /** before then */
  until?: number;
  /** behind the record with this number */
  after?: number;
  /** the newest of them instead of the oldest */
  newest?: boolean;
  /** at most so many; left out: 100 */
  limit?: number;
}

export interface AuditFindResult {
  /** as they stand in the log, in their order */
  records: Array<Record<string, unknown>>;
  /** what is behind this record was not looked at: give it as `after` to go on */
  reached?: number;
  /** whether there was no room for all */
  more: boolean;
}

export interface SystemDiagnoseResult {
  /** one or more for each check */
  findings: Array<{ check: "configuration" | "disk" | "memory" | "clock" | "descriptors" | "confinement" | "master_key" | "backup" | "audit" | "seal" | "provider" | "versions"; state: "ok" | "warning" | "failing"; text: string; remedy?: string }>;
  /** the version of the library */
  sqlite: string;
  /** the version of the library */
  libsodium: string;
  /** the version that is active */
  master_key?: number;
  /** when it was made active */
  master_key_since?: number;
  /** when the newest backup in `backup.directory` was made */
  backup_at?: number;
}

/** Every method with what it takes and gives. */
export interface Methods {
  /** stores a refresh token; the same subject, provider and account replace the lineage and raise the generation. */
  "grant.put": { params: GrantPutParams; result: GrantPutResult };
  /** tells what is stored about one grant, never its secrets. */
  "grant.lookup": { params: GrantLookupParams; result: GrantLookupResult };
  /** lists the grants that this client may see, page by page. */
  "grant.list": { params: GrantListParams; result: GrantListResult };
  /** ends a grant: durably here before it answers, then at the provider, again and again until that is done too. */
  "grant.revoke": { params: GrantRevokeParams; result: GrantRevokeResult };
  /** removes grants that have been dead for long, with all that belongs to them: those that need re-authentication, and those whose refresh token has died by all that is known; none while an access token of it lives. */
  "grant.reap": { params: GrantReapParams; result: GrantReapResult };
  /** gives an access token that lives long enough, refreshed at the provider if there is none. */
  "token.get": { params: TokenGetParams; result: TokenGetResult };
  /** says that an API refused this access token, and gets another; the same one twice costs one refresh. */
  "token.reject": { params: TokenRejectParams; result: TokenRejectResult };
  /** lets one other client get tokens of a grant by a secret, narrowed in scope, time and number of uses; never more than the caller may have by `token.get` itself. */
  "delegation.create": { params: DelegationCreateParams; result: DelegationCreateResult };
  /** lists the delegations of grants that this client reaches, page by page, never their secrets. */
  "delegation.list": { params: DelegationListParams; result: DelegationListResult };
  /** ends a delegation, durably before it answers; tokens that it gave out live until they expire. */
  "delegation.revoke": { params: DelegationRevokeParams; result: DelegationRevokeResult };
  /** opens a session for a user whose sign-in the caller has verified, durably before it answers. */
  "session.create": { params: SessionCreateParams; result: SessionCreateResult };
  /** tells whose session a handle opens, and notes that it was used; whatever is wrong with a handle, the answer is the same. */
  "session.lookup": { params: SessionLookupParams; result: SessionLookupResult };
  /** gives a session a new handle, and what changed with it; the old one is good for the overlap of its class only, and ends the session when it comes again after that. */
  "session.renew": { params: SessionRenewParams; result: SessionRenewResult };
  /** ends a session, its delegations and the grants that are bound to it, durably before it answers. */
  "session.revoke": { params: SessionRevokeParams; result: SessionRevokeResult };
  /** ends all sessions of a subject, of users of a provider, or of everyone, durably before it answers. */
  "session.revoke_all": { params: SessionRevokeAllParams; result: SessionRevokeAllResult };
  /** lists sessions with their devices, page by page, never their secrets or what these open. */
  "session.list": { params: SessionListParams; result: SessionListResult };
  /** tells the master keys, what needs them, and how far a rotation is. */
  "key.status": { params: Record<string, never>; result: KeyStatusResult };
  /** makes the next master key; nothing uses it before it is activated. */
  "key.prepare": { params: Record<string, never>; result: KeyPrepareResult };
  /** puts the prepared master key into use; the one before is retiring from then on. */
  "key.activate": { params: KeyActivateParams; result: KeyActivateResult };
  /** moves records from retiring master keys to the active one in the background; `key.status` tells how far it is. */
  "key.rewrap": { params: Record<string, never>; result: KeyRewrapResult };
  /** opens every record key under the master key that it names; takes seconds with a million records. */
  "key.verify": { params: Record<string, never>; result: KeyVerifyResult };
  /** destroys a retiring master key that no record needs any more; what was wrapped under it is gone. */
  "key.destroy": { params: KeyDestroyParams; result: KeyDestroyResult };
  /** lists the providers of the configuration that this client may use. */
  "provider.list": { params: Record<string, never>; result: ProviderListResult };
  /** asks a provider for its metadata, and with a made-up refresh token whether it accepts the client; tells what an operator should correct. */
  "provider.test": { params: ProviderTestParams; result: ProviderTestResult };
  /** copies the store into a new file while the vault serves; verified and synced when it answers. */
  "backup.create": { params: BackupCreateParams; result: BackupCreateResult };
  /** tells whether the vault is sealed, and what would unseal it. */
  "seal.status": { params: Record<string, never>; result: SealStatusResult };
  /** unseals the vault with the seal key that the configuration names; after a wrong one the next try must wait. */
  "seal.unlock": { params: SealUnlockParams; result: SealUnlockResult };
  /** seals the vault: answers `sealed` at once, lets answers of providers that were asked before be committed, for up to 10 s or the longest `deadline` of a provider, then wipes all keys. */
  "seal.lock": { params: SealLockParams; result: SealLockResult };
  /** wraps the master keys under the seal key that the configuration names now, in one step, while it goes on serving. */
  "seal.change": { params: SealChangeParams; result: SealChangeResult };
  /** tells what the policy in force would say to a call, and by which rule; nothing is called. */
  "policy.explain": { params: PolicyExplainParams; result: PolicyExplainResult };
  /** answers at once; open to everyone who can connect. */
  "system.ping": { params: Record<string, never>; result: SystemPingResult };
  /** tells whether the vault is fit to serve. */
  "system.health": { params: Record<string, never>; result: SystemHealthResult };
  /** tells about the running daemon. */
  "system.info": { params: Record<string, never>; result: SystemInfoResult };
  /** gives this table as an OpenRPC document. */
  "rpc.discover": { params: Record<string, never>; result: RpcDiscoverResult };
  /** lists the processes that are connected and who each was recognised as, connections of one process as one. */
  "client.list": { params: ClientListParams; result: ClientListResult };
  /** tells what the vault holds of one user, in numbers, and whether the user is disabled. */
  "subject.show": { params: SubjectShowParams; result: SubjectShowResult };
  /** ends all sessions, delegations and grants of one user: in one durable step here before it answers, then at the providers, again and again until that is done too. */
  "subject.revoke": { params: SubjectRevokeParams; result: SubjectRevokeResult };
  /** the same, and lets no new session or grant of the user in, from the same step on, until subject.enable. */
  "subject.disable": { params: SubjectDisableParams; result: SubjectDisableResult };
  /** lets new sessions and grants of a user in again; what was ended stays ended. */
  "subject.enable": { params: SubjectEnableParams; result: SubjectEnableResult };
  /** tells for each client and provider which scopes it may have, asked for, used and never used, and how its rules could be narrower. */
  "report.scopes": { params: ReportScopesParams; result: ReportScopesResult };
  /** tells which subject an account of a provider is, and its roles, by the rules of the configuration; remembers it. */
  "identity.resolve": { params: IdentityResolveParams; result: IdentityResolveResult };
  /** forgets which accounts are a subject, so that the next one that the rules map to it may be it. */
  "identity.forget": { params: IdentityForgetParams; result: IdentityForgetResult };
  /** gives the metrics of [metrics.md](metrics.md) as Prometheus reads them. */
  "system.metrics": { params: Record<string, never>; result: SystemMetricsResult };
  /** tells how far the audit log has come and by which key it is sealed. */
  "audit.status": { params: Record<string, never>; result: AuditStatusResult };
  /** reads the whole audit log and tells whether it is as it was written, and else which record is the first that is not. */
  "audit.verify": { params: Record<string, never>; result: AuditVerifyResult };
  /** finds records in the audit log; what is not asked for does not matter. */
  "audit.find": { params: AuditFindParams; result: AuditFindResult };
  /** looks at the configuration file, the files and disks that the daemon uses, its memory, its clock, its keys and its backups. */
  "system.diagnose": { params: Record<string, never>; result: SystemDiagnoseResult };
}
// end
