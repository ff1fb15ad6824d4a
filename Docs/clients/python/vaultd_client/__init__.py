"""Keeps one connection to vaultd, on which many calls are under way at once; every call ends: answered, refused, or given up in time.

Python 3.9 or later, its standard library and nothing else. The protocol is told in Docs/protocol.md.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import errno
import json
import os
import random
import threading
from typing import TYPE_CHECKING, Any, Literal, Mapping, NoReturn, TypedDict, cast

if TYPE_CHECKING:
    from types import TracebackType
    from typing_extensions import NotRequired, Self, Unpack

__all__ = ["AsyncVaultClient", "Secret", "VaultClient", "VaultError", "METHODS"]


class Secret:
    """A text that is shown to nobody by accident: not by print, not in a format, not in a pickle. Parameters may be one."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, to be put where it belongs and nowhere else."""
        return self._text

    def __repr__(self) -> str:
        return "[secret]"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")


class VaultError(Exception):
    """What was said instead of a result.

    `type` is a word of the protocol, or of this client: `unreachable`, `timeout`, `connection_lost`, `bad_reply`, `closed`. It is for
    programs, the message for people; neither ever holds a secret.
    """

    def __init__(self, type: str, message: str, data: Mapping[str, Any] | None = None, outcome_unknown: bool = False) -> None:
        super().__init__(message)
        self.type = type
        #: What else the type brings with it: `reason`, `field`, `scopes`, `claims`, `provider`, ... as the protocol has it.
        self.data: Mapping[str, Any] = data or {}
        #: Whether the same call may succeed later although its caller changes nothing.
        self.retryable: bool = self.data.get("retryable") is True
        self.retry_after_ms: int | None = self.data.get("retry_after_ms")
        #: Whether the vault may have done what was asked for: then look before you ask again.
        self.outcome_unknown = outcome_unknown


class Options(TypedDict, total=False):
    """How a client calls."""

    #: Seconds for each call, connecting included; 30 unless given.
    timeout: float
    #: Seconds that a call waits for a connection while there is none; as long as its `timeout` unless given.
    patience: float
    #: Calls that are under way at once, at most; the others wait. No more than the vault's `in_flight_per_connection`; 256.
    max_in_flight: int
    #: Of a call's line; the vault's `limits.frameBytes`.
    max_call_bytes: int
    #: Of a reply's line; 32 MiB.
    max_reply_bytes: int


_LONGEST_PAUSE = 1.0
# A call that ends the daemon, or a daemon that takes connections and drops them, must not be asked forever.
_MOST_SENDS = 3
# Of connect(2): these pass when the daemon is back, the others are not waited for.
_PASSING = {errno.ENOENT, errno.ECONNREFUSED, errno.EAGAIN, errno.ECONNRESET, errno.EPIPE}


class _Call:
    __slots__ = ("id", "method", "line", "future", "since", "sends")

    def __init__(self, id: int, method: str, line: bytes, future: asyncio.Future[Any], since: float) -> None:
        self.id = id
        self.method = method
        self.line = line
        self.future = future
        self.since = since
        self.sends = 0

    @property
    def repeatable(self) -> bool:
        return METHODS.get(self.method, (False, ()))[0]

    def refuse(self, error: VaultError) -> None:
        if not self.future.done():
            self.future.set_exception(error)


class _Connection(asyncio.Protocol):
    """One connection and the calls that were sent on it; what was sent keeps its place until its reply is here."""

    def __init__(self, client: AsyncVaultClient, most: int) -> None:
        self._client = client
        self._most = most
        self._rest = bytearray()
        self.calls: dict[int, _Call] = {}
        self.failure: VaultError | None = None
        self.is_lost = False
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self.failure:
            return
        begun = len(self._rest)
        self._rest += data
        start = 0
        while (end := self._rest.find(b"\n", max(start, begun))) >= 0:
            line = bytes(self._rest[start:end])
            start = end + 1
            if len(line) > self._most:
                return self.fail("longer than is allowed")
            if not self._take(line):
                return
        del self._rest[:start]
        if len(self._rest) > self._most:
            return self.fail("longer than is allowed")
        self._client._advance()

    def _take(self, line: bytes) -> bool:
        """Replies come in any order. One that nobody waits for any more came too late, and is dropped."""
        try:
            reply = json.loads(line)
        except (ValueError, RecursionError):
            reply = None
        if not isinstance(reply, dict) or not ("result" in reply or isinstance(reply.get("error"), dict)):
            self.fail("no JSON-RPC")
            return False
        error = reply.get("error")
        if not isinstance(reply.get("id"), int):
            self.fail(f"about a call that could not be read: {(error or {}).get('message')}")
            return False
        self._client._failures = 0
        call = self.calls.pop(reply["id"], None)
        if call is None or call.future.done():
            return True
        if error:
            data = error["data"] if isinstance(error.get("data"), dict) else {}
            call.refuse(VaultError(data.get("type", "internal"), str(error.get("message")), data))
        else:
            call.future.set_result(_wrapped(call.method, reply["result"]))
        return True

    def fail(self, what: str) -> None:
        self.failure = VaultError("bad_reply", f"the vault's reply is {what}", None, True)
        self.transport.abort()

    def connection_lost(self, _: Exception | None) -> None:
        self.is_lost = True
        self._client._lost(self)


class AsyncVaultClient:
    """Calls the vault from one event loop. Connects with the first call; cancelling a call drops its reply."""

    def __init__(self, path: str, **options: Unpack[Options]) -> None:
        self._path = path
        self._timeout = options.get("timeout", 30.0)
        self._patience = options.get("patience", float("inf"))
        self._max_in_flight = options.get("max_in_flight", 256)
        self._max_call_bytes = options.get("max_call_bytes", 65_536)
        self._max_reply_bytes = options.get("max_reply_bytes", 32 << 20)
        self._connection: _Connection | None = None
        self._connecting: asyncio.Task[None] | None = None
        # Nothing of them was sent, or what was sent was lost and may be sent again.
        self._queue: list[_Call] = []
        self._failures = 0
        self._last_id = 0
        self._is_closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def call(self, method: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None) -> Any:
        """The result, in which tokens are `Secret`; raises `VaultError`."""
        if self._is_closed:
            raise _closed()
        loop = asyncio.get_running_loop()
        self._last_id += 1
        call = {"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": params or {}}
        line = json.dumps(call, default=_unwrapped, allow_nan=False, separators=(",", ":")).encode() + b"\n"
        if len(line) > self._max_call_bytes:
            raise VaultError("invalid_request", f"the call of {method} is longer than {self._max_call_bytes} bytes")
        waiting = _Call(self._last_id, method, line, loop.create_future(), loop.time())
        timer = loop.call_later(self._timeout if timeout is None else timeout, self._give_up, waiting)
        self._queue.append(waiting)
        self._advance()
        try:
            return await waiting.future
        finally:
            timer.cancel()
            waiting.line = b""

    async def close(self) -> None:
        """Ends the connection; what waits is refused, and so is every later call."""
        self._is_closed = True
        for call in self._queue:
            call.refuse(_closed(call.sends > 0))
        self._queue = []
        if self._connecting:
            self._connecting.cancel()
        if self._connection:
            self._connection.transport.abort()
            # In the loop's next round it is closed, and whoever waited on it is told.
            await asyncio.sleep(0)

    def _advance(self) -> None:
        """Sends what waits, as far as the vault takes it, or sees to a connection."""
        connection = self._connection
        if connection is None:
            if self._connecting is None and self._queue:
                self._connecting = asyncio.get_running_loop().create_task(self._connect())
            return
        room = max(0, self._max_in_flight - len(connection.calls))
        batch: list[bytes] = []
        taken = 0
        for call in self._queue:
            if len(batch) == room:
                break
            taken += 1
            if call.future.done():
                continue
            call.sends += 1
            connection.calls[call.id] = call
            batch.append(call.line)
        del self._queue[:taken]
        if batch:
            connection.transport.write(b"".join(batch))

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while True:
                if self._failures:
                    # By chance, so that not all clients of a restarted daemon come at once.
                    longest = min(_LONGEST_PAUSE, 0.01 * 2.0 ** min(self._failures - 1, 10))
                    await asyncio.sleep(longest * random.uniform(0.5, 1))
                self._queue = [call for call in self._queue if not call.future.done()]
                if not self._queue:
                    return
                try:
                    _, connection = await loop.create_unix_connection(
                        lambda: _Connection(self, self._max_reply_bytes), self._path
                    )
                except OSError as error:
                    self._failures += 1
                    self._disappoint(error.errno)
                    continue
                # It may be over already, before this task came to its turn.
                if not connection.is_lost:
                    self._connection = connection
                    return
        finally:
            self._connecting = None
            if self._connection and not self._is_closed:
                self._advance()

    def _disappoint(self, code: int | None) -> None:
        """No connection could be made: ends the calls that do not wait for the next try."""
        latest = asyncio.get_running_loop().time() - self._patience if code in _PASSING else float("inf")
        for call in self._queue:
            if call.since <= latest:
                call.refuse(_unreachable(errno.errorcode.get(code or 0, "failed"), call.sends > 0))

    def _lost(self, connection: _Connection) -> None:
        """What may be sent again waits for the next connection; of all else nobody knows what became of it."""
        if self._connection is connection:
            self._connection = None
        self._failures += 1
        again = []
        for call in connection.calls.values():
            if call.future.done():
                continue
            if self._is_closed or connection.failure or call.sends >= _MOST_SENDS or not call.repeatable:
                call.refuse(_closed(True) if self._is_closed else connection.failure or _connection_lost(call))
            else:
                call.since = asyncio.get_running_loop().time()
                again.append(call)
        self._queue = again + self._queue
        if not self._is_closed:
            self._advance()

    def _give_up(self, call: _Call) -> None:
        call.refuse(_unreachable("none in time") if not (call.sends or self._connection) else _too_late(call))

    # made from the method table: async methods
    async def grant_put(
        self, *, timeout: float | None = None, **params: Unpack[GrantPutParams]
    ) -> GrantPutResult:
        """stores a refresh token; the same subject, provider and account replace the lineage and raise the generation."""
        return cast(GrantPutResult, await self.call("grant.put", _named(params), timeout=timeout))

    async def grant_lookup(
        self, *, timeout: float | None = None, **params: Unpack[GrantLookupParams]
    ) -> GrantLookupResult:
        """tells what is stored about one grant, never its secrets."""
        return cast(GrantLookupResult, await self.call("grant.lookup", _named(params), timeout=timeout))

    async def grant_list(
        self, *, timeout: float | None = None, **params: Unpack[GrantListParams]
    ) -> GrantListResult:
        """lists the grants that this client may see, page by page."""
        return cast(GrantListResult, await self.call("grant.list", _named(params), timeout=timeout))

    async def grant_revoke(
        self, *, timeout: float | None = None, **params: Unpack[GrantRevokeParams]
    ) -> GrantRevokeResult:
        """ends a grant: durably here before it answers, then at the provider, again and again until that is done too."""
        return cast(GrantRevokeResult, await self.call("grant.revoke", _named(params), timeout=timeout))

    async def grant_reap(
        self, *, timeout: float | None = None, **params: Unpack[GrantReapParams]
    ) -> GrantReapResult:
        """removes grants that have been dead for long, with all that belongs to them: those that need re-authentication, and those whose refresh token has died by all that is known; none while an access token of it lives."""
        return cast(GrantReapResult, await self.call("grant.reap", _named(params), timeout=timeout))

    async def token_get(
        self, *, timeout: float | None = None, **params: Unpack[TokenGetParams]
    ) -> TokenGetResult:
        """gives an access token that lives long enough, refreshed at the provider if there is none."""
        return cast(TokenGetResult, await self.call("token.get", _named(params), timeout=timeout))

    async def token_reject(
        self, *, timeout: float | None = None, **params: Unpack[TokenRejectParams]
    ) -> TokenRejectResult:
        """says that an API refused this access token, and gets another; the same one twice costs one refresh."""
        return cast(TokenRejectResult, await self.call("token.reject", _named(params), timeout=timeout))

    async def delegation_create(
        self, *, timeout: float | None = None, **params: Unpack[DelegationCreateParams]
    ) -> DelegationCreateResult:
        """lets one other client get tokens of a grant by a secret, narrowed in scope, time and number of uses; never more than the caller may have by `token.get` itself."""
        return cast(DelegationCreateResult, await self.call("delegation.create", _named(params), timeout=timeout))

    async def delegation_list(
        self, *, timeout: float | None = None, **params: Unpack[DelegationListParams]
    ) -> DelegationListResult:
        """lists the delegations of grants that this client reaches, page by page, never their secrets."""
        return cast(DelegationListResult, await self.call("delegation.list", _named(params), timeout=timeout))

    async def delegation_revoke(
        self, *, timeout: float | None = None, **params: Unpack[DelegationRevokeParams]
    ) -> DelegationRevokeResult:
        """ends a delegation, durably before it answers; tokens that it gave out live until they expire."""
        return cast(DelegationRevokeResult, await self.call("delegation.revoke", _named(params), timeout=timeout))

    async def session_create(
        self, *, timeout: float | None = None, **params: Unpack[SessionCreateParams]
    ) -> SessionCreateResult:
        """opens a session for a user whose sign-in the caller has verified, durably before it answers."""
        return cast(SessionCreateResult, await self.call("session.create", _named(params), timeout=timeout))

    async def session_lookup(
        self, *, timeout: float | None = None, **params: Unpack[SessionLookupParams]
    ) -> SessionLookupResult:
        """tells whose session a handle opens, and notes that it was used; whatever is wrong with a handle, the answer is the same."""
        return cast(SessionLookupResult, await self.call("session.lookup", _named(params), timeout=timeout))

    async def session_renew(
        self, *, timeout: float | None = None, **params: Unpack[SessionRenewParams]
    ) -> SessionRenewResult:
        """gives a session a new handle, and what changed with it; the old one is good for the overlap of its class only, and ends the session when it comes again after that."""
        return cast(SessionRenewResult, await self.call("session.renew", _named(params), timeout=timeout))

    async def session_revoke(
        self, *, timeout: float | None = None, **params: Unpack[SessionRevokeParams]
    ) -> SessionRevokeResult:
        """ends a session, its delegations and the grants that are bound to it, durably before it answers."""
        return cast(SessionRevokeResult, await self.call("session.revoke", _named(params), timeout=timeout))

    async def session_revoke_all(
        self, *, timeout: float | None = None, **params: Unpack[SessionRevokeAllParams]
    ) -> SessionRevokeAllResult:
        """ends all sessions of a subject, of users of a provider, or of everyone, durably before it answers."""
        return cast(SessionRevokeAllResult, await self.call("session.revoke_all", _named(params), timeout=timeout))

    async def session_list(
        self, *, timeout: float | None = None, **params: Unpack[SessionListParams]
    ) -> SessionListResult:
        """lists sessions with their devices, page by page, never their secrets or what these open."""
        return cast(SessionListResult, await self.call("session.list", _named(params), timeout=timeout))

    async def key_status(
        self, *, timeout: float | None = None
    ) -> KeyStatusResult:
        """tells the master keys, what needs them, and how far a rotation is."""
        return cast(KeyStatusResult, await self.call("key.status", None, timeout=timeout))

    async def key_prepare(
        self, *, timeout: float | None = None
    ) -> KeyPrepareResult:
        """makes the next master key; nothing uses it before it is activated."""
        return cast(KeyPrepareResult, await self.call("key.prepare", None, timeout=timeout))

    async def key_activate(
        self, *, timeout: float | None = None, **params: Unpack[KeyActivateParams]
    ) -> KeyActivateResult:
        """puts the prepared master key into use; the one before is retiring from then on."""
        return cast(KeyActivateResult, await self.call("key.activate", _named(params), timeout=timeout))

    async def key_rewrap(
        self, *, timeout: float | None = None
    ) -> KeyRewrapResult:
        """moves records from retiring master keys to the active one in the background; `key.status` tells how far it is."""
        return cast(KeyRewrapResult, await self.call("key.rewrap", None, timeout=timeout))

    async def key_verify(
        self, *, timeout: float | None = None
    ) -> KeyVerifyResult:
        """opens every record key under the master key that it names; takes seconds with a million records."""
        return cast(KeyVerifyResult, await self.call("key.verify", None, timeout=timeout))

    async def key_destroy(
        self, *, timeout: float | None = None, **params: Unpack[KeyDestroyParams]
    ) -> KeyDestroyResult:
        """destroys a retiring master key that no record needs any more; what was wrapped under it is gone."""
        return cast(KeyDestroyResult, await self.call("key.destroy", _named(params), timeout=timeout))

    async def provider_list(
        self, *, timeout: float | None = None
    ) -> ProviderListResult:
        """lists the providers of the configuration that this client may use."""
        return cast(ProviderListResult, await self.call("provider.list", None, timeout=timeout))

    async def provider_test(
        self, *, timeout: float | None = None, **params: Unpack[ProviderTestParams]
    ) -> ProviderTestResult:
        """asks a provider for its metadata, and with a made-up refresh token whether it accepts the client; tells what an operator should correct."""
        return cast(ProviderTestResult, await self.call("provider.test", _named(params), timeout=timeout))

    async def backup_create(
        self, *, timeout: float | None = None, **params: Unpack[BackupCreateParams]
    ) -> BackupCreateResult:
        """copies the store into a new file while the vault serves; verified and synced when it answers."""
        return cast(BackupCreateResult, await self.call("backup.create", _named(params), timeout=timeout))

    async def seal_status(
        self, *, timeout: float | None = None
    ) -> SealStatusResult:
        """tells whether the vault is sealed, and what would unseal it."""
        return cast(SealStatusResult, await self.call("seal.status", None, timeout=timeout))

    async def seal_unlock(
        self, *, timeout: float | None = None, **params: Unpack[SealUnlockParams]
    ) -> SealUnlockResult:
        """unseals the vault with the seal key that the configuration names; after a wrong one the next try must wait."""
        return cast(SealUnlockResult, await self.call("seal.unlock", _named(params), timeout=timeout))

    async def seal_lock(
        self, *, timeout: float | None = None, **params: Unpack[SealLockParams]
    ) -> SealLockResult:
        """seals the vault: answers `sealed` at once, lets answers of providers that were asked before be committed, for up to 10 s or the longest `deadline` of a provider, then wipes all keys."""
        return cast(SealLockResult, await self.call("seal.lock", _named(params), timeout=timeout))

    async def seal_change(
        self, *, timeout: float | None = None, **params: Unpack[SealChangeParams]
    ) -> SealChangeResult:
        """wraps the master keys under the seal key that the configuration names now, in one step, while it goes on serving."""
        return cast(SealChangeResult, await self.call("seal.change", _named(params), timeout=timeout))

    async def policy_explain(
        self, *, timeout: float | None = None, **params: Unpack[PolicyExplainParams]
    ) -> PolicyExplainResult:
        """tells what the policy in force would say to a call, and by which rule; nothing is called."""
        return cast(PolicyExplainResult, await self.call("policy.explain", _named(params), timeout=timeout))

    async def system_ping(
        self, *, timeout: float | None = None
    ) -> SystemPingResult:
        """answers at once; open to everyone who can connect."""
        return cast(SystemPingResult, await self.call("system.ping", None, timeout=timeout))

    async def system_health(
        self, *, timeout: float | None = None
    ) -> SystemHealthResult:
        """tells whether the vault is fit to serve."""
        return cast(SystemHealthResult, await self.call("system.health", None, timeout=timeout))

    async def system_info(
        self, *, timeout: float | None = None
    ) -> SystemInfoResult:
        """tells about the running daemon."""
        return cast(SystemInfoResult, await self.call("system.info", None, timeout=timeout))

    async def rpc_discover(
        self, *, timeout: float | None = None
    ) -> RpcDiscoverResult:
        """gives this table as an OpenRPC document."""
        return cast(RpcDiscoverResult, await self.call("rpc.discover", None, timeout=timeout))

    async def client_list(
        self, *, timeout: float | None = None, **params: Unpack[ClientListParams]
    ) -> ClientListResult:
        """lists the processes that are connected and who each was recognised as, connections of one process as one."""
        return cast(ClientListResult, await self.call("client.list", _named(params), timeout=timeout))

    async def subject_show(
        self, *, timeout: float | None = None, **params: Unpack[SubjectShowParams]
    ) -> SubjectShowResult:
        """tells what the vault holds of one user, in numbers, and whether the user is disabled."""
        return cast(SubjectShowResult, await self.call("subject.show", _named(params), timeout=timeout))

    async def subject_revoke(
        self, *, timeout: float | None = None, **params: Unpack[SubjectRevokeParams]
    ) -> SubjectRevokeResult:
        """ends all sessions, delegations and grants of one user: in one durable step here before it answers, then at the providers, again and again until that is done too."""
        return cast(SubjectRevokeResult, await self.call("subject.revoke", _named(params), timeout=timeout))

    async def subject_disable(
        self, *, timeout: float | None = None, **params: Unpack[SubjectDisableParams]
    ) -> SubjectDisableResult:
        """the same, and lets no new session or grant of the user in, from the same step on, until subject.enable."""
        return cast(SubjectDisableResult, await self.call("subject.disable", _named(params), timeout=timeout))

    async def subject_enable(
        self, *, timeout: float | None = None, **params: Unpack[SubjectEnableParams]
    ) -> SubjectEnableResult:
        """lets new sessions and grants of a user in again; what was ended stays ended."""
        return cast(SubjectEnableResult, await self.call("subject.enable", _named(params), timeout=timeout))

    async def report_scopes(
        self, *, timeout: float | None = None, **params: Unpack[ReportScopesParams]
    ) -> ReportScopesResult:
        """tells for each client and provider which scopes it may have, asked for, used and never used, and how its rules could be narrower."""
        return cast(ReportScopesResult, await self.call("report.scopes", _named(params), timeout=timeout))

    async def identity_resolve(
        self, *, timeout: float | None = None, **params: Unpack[IdentityResolveParams]
    ) -> IdentityResolveResult:
        """tells which subject an account of a provider is, and its roles, by the rules of the configuration; remembers it."""
        return cast(IdentityResolveResult, await self.call("identity.resolve", _named(params), timeout=timeout))

    async def identity_forget(
        self, *, timeout: float | None = None, **params: Unpack[IdentityForgetParams]
    ) -> IdentityForgetResult:
        """forgets which accounts are a subject, so that the next one that the rules map to it may be it."""
        return cast(IdentityForgetResult, await self.call("identity.forget", _named(params), timeout=timeout))

    async def system_metrics(
        self, *, timeout: float | None = None
    ) -> SystemMetricsResult:
        """gives the metrics of [metrics.md](metrics.md) as Prometheus reads them."""
        return cast(SystemMetricsResult, await self.call("system.metrics", None, timeout=timeout))

    async def audit_status(
        self, *, timeout: float | None = None
    ) -> AuditStatusResult:
        """tells how far the audit log has come and by which key it is sealed."""
        return cast(AuditStatusResult, await self.call("audit.status", None, timeout=timeout))

    async def audit_verify(
        self, *, timeout: float | None = None
    ) -> AuditVerifyResult:
        """reads the whole audit log and tells whether it is as it was written, and else which record is the first that is not."""
        return cast(AuditVerifyResult, await self.call("audit.verify", None, timeout=timeout))

    async def audit_find(
        self, *, timeout: float | None = None, **params: Unpack[AuditFindParams]
    ) -> AuditFindResult:
        """finds records in the audit log; what is not asked for does not matter."""
        return cast(AuditFindResult, await self.call("audit.find", _named(params), timeout=timeout))

    async def system_diagnose(
        self, *, timeout: float | None = None
    ) -> SystemDiagnoseResult:
        """looks at the configuration file, the files and disks that the daemon uses, its memory, its clock, its keys and its backups."""
        return cast(SystemDiagnoseResult, await self.call("system.diagnose", None, timeout=timeout))
    # end


class VaultClient:
    """Calls the vault from any thread, all on one connection; after a fork the child makes its own.

    It runs an `AsyncVaultClient` on a thread of its own, which begins with the first call.
    """

    def __init__(self, path: str, **options: Unpack[Options]) -> None:
        self._path = path
        self._options = options
        self._begin()

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._running: tuple[asyncio.AbstractEventLoop, AsyncVaultClient, threading.Thread] | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def submit(
        self, method: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> concurrent.futures.Future[Any]:
        """Begins a call and does not wait for it: so that many are under way. Cancelling the future drops the reply."""
        loop, client = self._started()
        return asyncio.run_coroutine_threadsafe(client.call(method, params, timeout=timeout), loop)

    def call(self, method: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None) -> Any:
        """The result, in which tokens are `Secret`; raises `VaultError`."""
        future = self.submit(method, params, timeout=timeout)
        try:
            return future.result()
        finally:
            # Ctrl-C while it waits: the reply is dropped. Of a call that has ended this is nothing.
            future.cancel()

    def close(self) -> None:
        """Ends the connection and the thread; what waits is refused, and so is every later call."""
        with self._lock:
            self._is_closed = True
            running, self._running = self._running, None
        if running and self._process == os.getpid():
            loop, client, thread = running
            asyncio.run_coroutine_threadsafe(_ended(client), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _started(self) -> tuple[asyncio.AbstractEventLoop, AsyncVaultClient]:
        if self._process != os.getpid():
            # The thread is the parent's, and the vault answers on a connection only to the process that made it. The parent's loop is kept
            # and left alone: the two share what it waits for.
            self._inherited = self._running
            self._begin()
        with self._lock:
            if self._is_closed:
                raise _closed()
            if self._running is None:
                loop = asyncio.new_event_loop()
                thread = threading.Thread(target=loop.run_forever, name="vaultd-client", daemon=True)
                self._running = (loop, AsyncVaultClient(self._path, **self._options), thread)
                thread.start()
            return self._running[:2]

    # made from the method table: methods
    def grant_put(
        self, *, timeout: float | None = None, **params: Unpack[GrantPutParams]
    ) -> GrantPutResult:
        """stores a refresh token; the same subject, provider and account replace the lineage and raise the generation."""
        return cast(GrantPutResult, self.call("grant.put", _named(params), timeout=timeout))

    def grant_lookup(
        self, *, timeout: float | None = None, **params: Unpack[GrantLookupParams]
    ) -> GrantLookupResult:
        """tells what is stored about one grant, never its secrets."""
        return cast(GrantLookupResult, self.call("grant.lookup", _named(params), timeout=timeout))

    def grant_list(
        self, *, timeout: float | None = None, **params: Unpack[GrantListParams]
    ) -> GrantListResult:
        """lists the grants that this client may see, page by page."""
        return cast(GrantListResult, self.call("grant.list", _named(params), timeout=timeout))

    def grant_revoke(
        self, *, timeout: float | None = None, **params: Unpack[GrantRevokeParams]
    ) -> GrantRevokeResult:
        """ends a grant: durably here before it answers, then at the provider, again and again until that is done too."""
        return cast(GrantRevokeResult, self.call("grant.revoke", _named(params), timeout=timeout))

    def grant_reap(
        self, *, timeout: float | None = None, **params: Unpack[GrantReapParams]
    ) -> GrantReapResult:
        """removes grants that have been dead for long, with all that belongs to them: those that need re-authentication, and those whose refresh token has died by all that is known; none while an access token of it lives."""
        return cast(GrantReapResult, self.call("grant.reap", _named(params), timeout=timeout))

    def token_get(
        self, *, timeout: float | None = None, **params: Unpack[TokenGetParams]
    ) -> TokenGetResult:
        """gives an access token that lives long enough, refreshed at the provider if there is none."""
        return cast(TokenGetResult, self.call("token.get", _named(params), timeout=timeout))

    def token_reject(
        self, *, timeout: float | None = None, **params: Unpack[TokenRejectParams]
    ) -> TokenRejectResult:
        """says that an API refused this access token, and gets another; the same one twice costs one refresh."""
        return cast(TokenRejectResult, self.call("token.reject", _named(params), timeout=timeout))

    def delegation_create(
        self, *, timeout: float | None = None, **params: Unpack[DelegationCreateParams]
    ) -> DelegationCreateResult:
        """lets one other client get tokens of a grant by a secret, narrowed in scope, time and number of uses; never more than the caller may have by `token.get` itself."""
        return cast(DelegationCreateResult, self.call("delegation.create", _named(params), timeout=timeout))

    def delegation_list(
        self, *, timeout: float | None = None, **params: Unpack[DelegationListParams]
    ) -> DelegationListResult:
        """lists the delegations of grants that this client reaches, page by page, never their secrets."""
        return cast(DelegationListResult, self.call("delegation.list", _named(params), timeout=timeout))

    def delegation_revoke(
        self, *, timeout: float | None = None, **params: Unpack[DelegationRevokeParams]
    ) -> DelegationRevokeResult:
        """ends a delegation, durably before it answers; tokens that it gave out live until they expire."""
        return cast(DelegationRevokeResult, self.call("delegation.revoke", _named(params), timeout=timeout))

    def session_create(
        self, *, timeout: float | None = None, **params: Unpack[SessionCreateParams]
    ) -> SessionCreateResult:
        """opens a session for a user whose sign-in the caller has verified, durably before it answers."""
        return cast(SessionCreateResult, self.call("session.create", _named(params), timeout=timeout))

    def session_lookup(
        self, *, timeout: float | None = None, **params: Unpack[SessionLookupParams]
    ) -> SessionLookupResult:
        """tells whose session a handle opens, and notes that it was used; whatever is wrong with a handle, the answer is the same."""
        return cast(SessionLookupResult, self.call("session.lookup", _named(params), timeout=timeout))

    def session_renew(
        self, *, timeout: float | None = None, **params: Unpack[SessionRenewParams]
    ) -> SessionRenewResult:
        """gives a session a new handle, and what changed with it; the old one is good for the overlap of its class only, and ends the session when it comes again after that."""
        return cast(SessionRenewResult, self.call("session.renew", _named(params), timeout=timeout))

    def session_revoke(
        self, *, timeout: float | None = None, **params: Unpack[SessionRevokeParams]
    ) -> SessionRevokeResult:
        """ends a session, its delegations and the grants that are bound to it, durably before it answers."""
        return cast(SessionRevokeResult, self.call("session.revoke", _named(params), timeout=timeout))

    def session_revoke_all(
        self, *, timeout: float | None = None, **params: Unpack[SessionRevokeAllParams]
    ) -> SessionRevokeAllResult:
        """ends all sessions of a subject, of users of a provider, or of everyone, durably before it answers."""
        return cast(SessionRevokeAllResult, self.call("session.revoke_all", _named(params), timeout=timeout))

    def session_list(
        self, *, timeout: float | None = None, **params: Unpack[SessionListParams]
    ) -> SessionListResult:
        """lists sessions with their devices, page by page, never their secrets or what these open."""
        return cast(SessionListResult, self.call("session.list", _named(params), timeout=timeout))

    def key_status(
        self, *, timeout: float | None = None
    ) -> KeyStatusResult:
        """tells the master keys, what needs them, and how far a rotation is."""
        return cast(KeyStatusResult, self.call("key.status", None, timeout=timeout))

    def key_prepare(
        self, *, timeout: float | None = None
    ) -> KeyPrepareResult:
        """makes the next master key; nothing uses it before it is activated."""
        return cast(KeyPrepareResult, self.call("key.prepare", None, timeout=timeout))

    def key_activate(
        self, *, timeout: float | None = None, **params: Unpack[KeyActivateParams]
    ) -> KeyActivateResult:
        """puts the prepared master key into use; the one before is retiring from then on."""
        return cast(KeyActivateResult, self.call("key.activate", _named(params), timeout=timeout))

    def key_rewrap(
        self, *, timeout: float | None = None
    ) -> KeyRewrapResult:
        """moves records from retiring master keys to the active one in the background; `key.status` tells how far it is."""
        return cast(KeyRewrapResult, self.call("key.rewrap", None, timeout=timeout))

    def key_verify(
        self, *, timeout: float | None = None
    ) -> KeyVerifyResult:
        """opens every record key under the master key that it names; takes seconds with a million records."""
        return cast(KeyVerifyResult, self.call("key.verify", None, timeout=timeout))

    def key_destroy(
        self, *, timeout: float | None = None, **params: Unpack[KeyDestroyParams]
    ) -> KeyDestroyResult:
        """destroys a retiring master key that no record needs any more; what was wrapped under it is gone."""
        return cast(KeyDestroyResult, self.call("key.destroy", _named(params), timeout=timeout))

    def provider_list(
        self, *, timeout: float | None = None
    ) -> ProviderListResult:
        """lists the providers of the configuration that this client may use."""
        return cast(ProviderListResult, self.call("provider.list", None, timeout=timeout))

    def provider_test(
        self, *, timeout: float | None = None, **params: Unpack[ProviderTestParams]
    ) -> ProviderTestResult:
        """asks a provider for its metadata, and with a made-up refresh token whether it accepts the client; tells what an operator should correct."""
        return cast(ProviderTestResult, self.call("provider.test", _named(params), timeout=timeout))

    def backup_create(
        self, *, timeout: float | None = None, **params: Unpack[BackupCreateParams]
    ) -> BackupCreateResult:
        """copies the store into a new file while the vault serves; verified and synced when it answers."""
        return cast(BackupCreateResult, self.call("backup.create", _named(params), timeout=timeout))

    def seal_status(
        self, *, timeout: float | None = None
    ) -> SealStatusResult:
        """tells whether the vault is sealed, and what would unseal it."""
        return cast(SealStatusResult, self.call("seal.status", None, timeout=timeout))

    def seal_unlock(
        self, *, timeout: float | None = None, **params: Unpack[SealUnlockParams]
    ) -> SealUnlockResult:
        """unseals the vault with the seal key that the configuration names; after a wrong one the next try must wait."""
        return cast(SealUnlockResult, self.call("seal.unlock", _named(params), timeout=timeout))

    def seal_lock(
        self, *, timeout: float | None = None, **params: Unpack[SealLockParams]
    ) -> SealLockResult:
        """seals the vault: answers `sealed` at once, lets answers of providers that were asked before be committed, for up to 10 s or the longest `deadline` of a provider, then wipes all keys."""
        return cast(SealLockResult, self.call("seal.lock", _named(params), timeout=timeout))

    def seal_change(
        self, *, timeout: float | None = None, **params: Unpack[SealChangeParams]
    ) -> SealChangeResult:
        """wraps the master keys under the seal key that the configuration names now, in one step, while it goes on serving."""
        return cast(SealChangeResult, self.call("seal.change", _named(params), timeout=timeout))

    def policy_explain(
        self, *, timeout: float | None = None, **params: Unpack[PolicyExplainParams]
    ) -> PolicyExplainResult:
        """tells what the policy in force would say to a call, and by which rule; nothing is called."""
        return cast(PolicyExplainResult, self.call("policy.explain", _named(params), timeout=timeout))

    def system_ping(
        self, *, timeout: float | None = None
    ) -> SystemPingResult:
        """answers at once; open to everyone who can connect."""
        return cast(SystemPingResult, self.call("system.ping", None, timeout=timeout))

    def system_health(
        self, *, timeout: float | None = None
    ) -> SystemHealthResult:
        """tells whether the vault is fit to serve."""
        return cast(SystemHealthResult, self.call("system.health", None, timeout=timeout))

    def system_info(
        self, *, timeout: float | None = None
    ) -> SystemInfoResult:
        """tells about the running daemon."""
        return cast(SystemInfoResult, self.call("system.info", None, timeout=timeout))

    def rpc_discover(
        self, *, timeout: float | None = None
    ) -> RpcDiscoverResult:
        """gives this table as an OpenRPC document."""
        return cast(RpcDiscoverResult, self.call("rpc.discover", None, timeout=timeout))

    def client_list(
        self, *, timeout: float | None = None, **params: Unpack[ClientListParams]
    ) -> ClientListResult:
        """lists the processes that are connected and who each was recognised as, connections of one process as one."""
        return cast(ClientListResult, self.call("client.list", _named(params), timeout=timeout))

    def subject_show(
        self, *, timeout: float | None = None, **params: Unpack[SubjectShowParams]
    ) -> SubjectShowResult:
        """tells what the vault holds of one user, in numbers, and whether the user is disabled."""
        return cast(SubjectShowResult, self.call("subject.show", _named(params), timeout=timeout))

    def subject_revoke(
        self, *, timeout: float | None = None, **params: Unpack[SubjectRevokeParams]
    ) -> SubjectRevokeResult:
        """ends all sessions, delegations and grants of one user: in one durable step here before it answers, then at the providers, again and again until that is done too."""
        return cast(SubjectRevokeResult, self.call("subject.revoke", _named(params), timeout=timeout))

    def subject_disable(
        self, *, timeout: float | None = None, **params: Unpack[SubjectDisableParams]
    ) -> SubjectDisableResult:
        """the same, and lets no new session or grant of the user in, from the same step on, until subject.enable."""
        return cast(SubjectDisableResult, self.call("subject.disable", _named(params), timeout=timeout))

    def subject_enable(
        self, *, timeout: float | None = None, **params: Unpack[SubjectEnableParams]
    ) -> SubjectEnableResult:
        """lets new sessions and grants of a user in again; what was ended stays ended."""
        return cast(SubjectEnableResult, self.call("subject.enable", _named(params), timeout=timeout))

    def report_scopes(
        self, *, timeout: float | None = None, **params: Unpack[ReportScopesParams]
    ) -> ReportScopesResult:
        """tells for each client and provider which scopes it may have, asked for, used and never used, and how its rules could be narrower."""
        return cast(ReportScopesResult, self.call("report.scopes", _named(params), timeout=timeout))

    def identity_resolve(
        self, *, timeout: float | None = None, **params: Unpack[IdentityResolveParams]
    ) -> IdentityResolveResult:
        """tells which subject an account of a provider is, and its roles, by the rules of the configuration; remembers it."""
        return cast(IdentityResolveResult, self.call("identity.resolve", _named(params), timeout=timeout))

    def identity_forget(
        self, *, timeout: float | None = None, **params: Unpack[IdentityForgetParams]
    ) -> IdentityForgetResult:
        """forgets which accounts are a subject, so that the next one that the rules map to it may be it."""
        return cast(IdentityForgetResult, self.call("identity.forget", _named(params), timeout=timeout))

    def system_metrics(
        self, *, timeout: float | None = None
    ) -> SystemMetricsResult:
        """gives the metrics of [metrics.md](metrics.md) as Prometheus reads them."""
        return cast(SystemMetricsResult, self.call("system.metrics", None, timeout=timeout))

    def audit_status(
        self, *, timeout: float | None = None
    ) -> AuditStatusResult:
        """tells how far the audit log has come and by which key it is sealed."""
        return cast(AuditStatusResult, self.call("audit.status", None, timeout=timeout))

    def audit_verify(
        self, *, timeout: float | None = None
    ) -> AuditVerifyResult:
        """reads the whole audit log and tells whether it is as it was written, and else which record is the first that is not."""
        return cast(AuditVerifyResult, self.call("audit.verify", None, timeout=timeout))

    def audit_find(
        self, *, timeout: float | None = None, **params: Unpack[AuditFindParams]
    ) -> AuditFindResult:
        """finds records in the audit log; what is not asked for does not matter."""
        return cast(AuditFindResult, self.call("audit.find", _named(params), timeout=timeout))

    def system_diagnose(
        self, *, timeout: float | None = None
    ) -> SystemDiagnoseResult:
        """looks at the configuration file, the files and disks that the daemon uses, its memory, its clock, its keys and its backups."""
        return cast(SystemDiagnoseResult, self.call("system.diagnose", None, timeout=timeout))
    # end


async def _ended(client: AsyncVaultClient) -> None:
    await client.close()
    # Those who wait are told before the loop stops.
    others = asyncio.all_tasks() - {cast("asyncio.Task[Any]", asyncio.current_task())}
    await asyncio.gather(*others, return_exceptions=True)


def _may_repeat(call: _Call) -> dict[str, Any]:
    return {"retryable": call.repeatable or call.sends == 0}


def _closed(is_sent: bool = False) -> VaultError:
    return VaultError("closed", "this client was closed", None, is_sent)


def _connection_lost(call: _Call) -> VaultError:
    return VaultError("connection_lost", f"the connection was lost before {call.method} was answered", _may_repeat(call), True)


def _too_late(call: _Call) -> VaultError:
    return VaultError("timeout", f"the vault gave no answer to {call.method} in time", _may_repeat(call), call.sends > 0)


def _unreachable(code: str, is_sent: bool = False) -> VaultError:
    return VaultError("unreachable", f"no connection to the vault: {code}", {"retryable": True}, is_sent)


def _unwrapped(value: object) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(f"a parameter cannot be JSON: {type(value).__name__}")


def _wrapped(method: str, result: Any) -> Any:
    for name in METHODS.get(method, (False, ()))[1]:
        if isinstance(result, dict) and isinstance(result.get(name), str):
            result[name] = Secret(result[name])
    return result


def _named(params: Mapping[str, Any]) -> dict[str, Any]:
    """What Python has as a keyword is written with `_` behind it: `class_`, `except_`."""
    return {name.rstrip("_"): value for name, value in params.items()}


#: Whether a method may be sent again when its answer was lost; the members of its result that are tokens.
METHODS: dict[str, tuple[bool, tuple[str, ...]]] = {
    # made from the method table: table
    "grant.put": (False, ()),
    "grant.lookup": (True, ()),
    "grant.list": (True, ()),
    "grant.revoke": (False, ()),
    "grant.reap": (False, ()),
    "token.get": (True, ("access_token", "dpop_proof",)),
    "token.reject": (True, ("access_token",)),
    "delegation.create": (False, ("delegation",)),
    "delegation.list": (True, ()),
    "delegation.revoke": (False, ()),
    "session.create": (False, ("session", "set_cookie",)),
    "session.lookup": (True, ()),
    "session.renew": (False, ("session", "set_cookie",)),
    "session.revoke": (False, ()),
    "session.revoke_all": (True, ()),
    "session.list": (True, ()),
    "key.status": (True, ()),
    "key.prepare": (False, ()),
    "key.activate": (False, ()),
    "key.rewrap": (True, ()),
    "key.verify": (True, ()),
    "key.destroy": (False, ()),
    "provider.list": (True, ()),
    "provider.test": (True, ()),
    "backup.create": (False, ()),
    "seal.status": (True, ()),
    "seal.unlock": (False, ()),
    "seal.lock": (True, ()),
    "seal.change": (False, ()),
    "policy.explain": (True, ()),
    "system.ping": (True, ()),
    "system.health": (True, ()),
    "system.info": (True, ()),
    "rpc.discover": (True, ()),
    "client.list": (True, ()),
    "subject.show": (True, ()),
    "subject.revoke": (True, ()),
    "subject.disable": (True, ()),
    "subject.enable": (True, ()),
    "report.scopes": (True, ()),
    "identity.resolve": (True, ()),
    "identity.forget": (False, ()),
    "system.metrics": (True, ()),
    "audit.status": (True, ()),
    "audit.verify": (True, ()),
    "audit.find": (True, ()),
    "system.diagnose": (True, ()),
    # end
}


# made from the method table: types


class GrantPutParamsPin(TypedDict):
    #: the `sub` of the id token
    sub: NotRequired[str]
    #: the tenant
    tid: NotRequired[str]


class GrantPutParams(TypedDict):
    #: the user, such as `user:default/alice`
    subject: str
    #: the provider's name in the configuration
    provider: str
    #: the subject's identifier at the provider, where it may have several
    account: NotRequired[str]
    #: the secret to keep
    refresh_token: str | Secret
    #: when it dies, where the provider said so
    refresh_token_expires_at: NotRequired[int]
    #: a still valid one, so that the first `token.get` needs no refresh
    access_token: NotRequired[str | Secret]
    #: goes with `access_token`
    access_token_expires_at: NotRequired[int]
    #: what the user agreed to; left out where the provider knows no scopes
    scopes: NotRequired[list[str]]
    #: up to 32 names (64 bytes) with values (256 bytes)
    labels: NotRequired[dict[str, str]]
    #: a refresh that names another identity is refused
    pin: NotRequired[GrantPutParamsPin]
    #: `acr` of the id token: how the user signed in; rules can require one
    acr: NotRequired[str]
    #: `amr` of the id token: by which methods (RFC 8176)
    amr: NotRequired[list[str]]
    #: `auth_time` of the id token: when the user signed in; rules can limit its age
    auth_time: NotRequired[int]
    #: the Ed25519 key that the tokens were bound to at the sign-in (RFC 9449), the `d` of its JWK; left out: the vault makes one where the provider's entry says `dpop`
    dpop_key: NotRequired[str | Secret]
    #: store it only where there is no grant of this subject, provider and account, in whatever state; for imports, whose token may be older than what the vault has refreshed since
    if_absent: NotRequired[bool]


class GrantPutResultPin(TypedDict):
    #: the `sub` of the id token
    sub: NotRequired[str]
    #: the tenant
    tid: NotRequired[str]


class GrantPutResult(TypedDict):
    #: the handle; not a secret
    grant: str
    #: the user
    subject: str
    #: the provider's name in the configuration
    provider: str
    #: absent where it is not known
    account: NotRequired[str]
    #: `reauth_required`, `step_up_required`: it no longer mints until it is put again
    status: Literal['active', 'reauth_required', 'step_up_required']
    #: only with `reauth_required`
    reason: NotRequired[Literal['refresh_token_refused', 'lost_rotation', 'refresh_token_expired', 'subject_mismatch', 'record_damaged', 'restored', 'ended']]
    #: only with `step_up_required`: what the sign-in must claim
    claims: NotRequired[str]
    #: +1 with every refresh token that replaces the last
    generation: int
    #: sorted
    scopes: list[str]
    #: as they were put
    labels: dict[str, str]
    #: the identity that every refresh must still name
    pin: NotRequired[GrantPutResultPin]
    #: how the user had signed in, where it was put
    acr: NotRequired[str]
    #: by which methods, where they were put
    amr: NotRequired[list[str]]
    #: when the user had signed in, where it was put
    auth_time: NotRequired[int]
    #: when it was first put
    created_at: int
    #: when it was last put, rotated or condemned
    updated_at: int
    #: when the provider last minted an access token for it
    minted_at: NotRequired[int]
    #: when a caller last got a token of it
    last_used_at: NotRequired[int]
    #: when the refresh token dies, where the provider said so
    refresh_token_expires_at: NotRequired[int]
    #: when it dies by all that is known of it and of its provider, unless it is dead already
    dies_at: NotRequired[int]
    #: goes with `dies_at`
    dies_of: NotRequired[Literal['refresh_token_expires_at', 'absolute_life', 'idle_life']]
    #: true where, with `if_absent`, there was a grant already: it is told as it stands, and nothing was changed; absent else
    present: NotRequired[bool]
    #: absent where there are none; `issuance_cap_exceeded`: the provider lets fewer refresh tokens of this account live than there are grants of it, the oldest is dead or will be
    warnings: NotRequired[list[Literal['issuance_cap_exceeded']]]


class GrantLookupParams(TypedDict):
    #: the grant; or leave it out and name subject and provider
    grant: NotRequired[str]
    #: the user, such as `user:default/alice`
    subject: NotRequired[str]
    #: the provider's name in the configuration
    provider: NotRequired[str]
    #: the subject's identifier at the provider; needed only where the subject has several
    account: NotRequired[str]


class GrantLookupResultPin(TypedDict):
    #: the `sub` of the id token
    sub: NotRequired[str]
    #: the tenant
    tid: NotRequired[str]


class GrantLookupResult(TypedDict):
    #: the handle; not a secret
    grant: str
    #: the user
    subject: str
    #: the provider's name in the configuration
    provider: str
    #: absent where it is not known
    account: NotRequired[str]
    #: `reauth_required`, `step_up_required`: it no longer mints until it is put again
    status: Literal['active', 'reauth_required', 'step_up_required']
    #: only with `reauth_required`
    reason: NotRequired[Literal['refresh_token_refused', 'lost_rotation', 'refresh_token_expired', 'subject_mismatch', 'record_damaged', 'restored', 'ended']]
    #: only with `step_up_required`: what the sign-in must claim
    claims: NotRequired[str]
    #: +1 with every refresh token that replaces the last
    generation: int
    #: sorted
    scopes: list[str]
    #: as they were put
    labels: dict[str, str]
    #: the identity that every refresh must still name
    pin: NotRequired[GrantLookupResultPin]
    #: how the user had signed in, where it was put
    acr: NotRequired[str]
    #: by which methods, where they were put
    amr: NotRequired[list[str]]
    #: when the user had signed in, where it was put
    auth_time: NotRequired[int]
    #: when it was first put
    created_at: int
    #: when it was last put, rotated or condemned
    updated_at: int
    #: when the provider last minted an access token for it
    minted_at: NotRequired[int]
    #: when a caller last got a token of it
    last_used_at: NotRequired[int]
    #: when the refresh token dies, where the provider said so
    refresh_token_expires_at: NotRequired[int]
    #: when it dies by all that is known of it and of its provider, unless it is dead already
    dies_at: NotRequired[int]
    #: goes with `dies_at`
    dies_of: NotRequired[Literal['refresh_token_expires_at', 'absolute_life', 'idle_life']]


class GrantListParamsLabel(TypedDict):
    #: the label's name
    name: str
    #: the label's value
    value: str


class GrantListParams(TypedDict):
    #: only this user's
    subject: NotRequired[str]
    #: only at this provider
    provider: NotRequired[str]
    #: only in this state
    status: NotRequired[Literal['active', 'reauth_required']]
    #: only with this label
    label: NotRequired[GrantListParamsLabel]
    #: only those that can mint and whose refresh token dies within so many seconds from now, as far as that is known; the first to die comes first
    expiring_within_seconds: NotRequired[int]
    #: grants on the page; left out: 100
    limit: NotRequired[int]
    #: `next_cursor` of the page before
    cursor: NotRequired[str]


class GrantListResultGrantsPin(TypedDict):
    #: the `sub` of the id token
    sub: NotRequired[str]
    #: the tenant
    tid: NotRequired[str]


class GrantListResultGrants(TypedDict):
    #: the handle; not a secret
    grant: str
    #: the user
    subject: str
    #: the provider's name in the configuration
    provider: str
    #: absent where it is not known
    account: NotRequired[str]
    #: `reauth_required`, `step_up_required`: it no longer mints until it is put again
    status: Literal['active', 'reauth_required', 'step_up_required']
    #: only with `reauth_required`
    reason: NotRequired[Literal['refresh_token_refused', 'lost_rotation', 'refresh_token_expired', 'subject_mismatch', 'record_damaged', 'restored', 'ended']]
    #: only with `step_up_required`: what the sign-in must claim
    claims: NotRequired[str]
    #: +1 with every refresh token that replaces the last
    generation: int
    #: sorted
    scopes: list[str]
    #: as they were put
    labels: dict[str, str]
    #: the identity that every refresh must still name
    pin: NotRequired[GrantListResultGrantsPin]
    #: how the user had signed in, where it was put
    acr: NotRequired[str]
    #: by which methods, where they were put
    amr: NotRequired[list[str]]
    #: when the user had signed in, where it was put
    auth_time: NotRequired[int]
    #: when it was first put
    created_at: int
    #: when it was last put, rotated or condemned
    updated_at: int
    #: when the provider last minted an access token for it
    minted_at: NotRequired[int]
    #: when a caller last got a token of it
    last_used_at: NotRequired[int]
    #: when the refresh token dies, where the provider said so
    refresh_token_expires_at: NotRequired[int]
    #: when it dies by all that is known of it and of its provider, unless it is dead already
    dies_at: NotRequired[int]
    #: goes with `dies_at`
    dies_of: NotRequired[Literal['refresh_token_expires_at', 'absolute_life', 'idle_life']]


class GrantListResult(TypedDict):
    #: as `grant.lookup` tells them
    grants: list[GrantListResultGrants]
    #: absent on the last page
    next_cursor: NotRequired[str]


class GrantRevokeParams(TypedDict):
    #: the grant; or leave it out and name subject and provider
    grant: NotRequired[str]
    #: the user, such as `user:default/alice`
    subject: NotRequired[str]
    #: the provider's name in the configuration
    provider: NotRequired[str]
    #: the subject's identifier at the provider; needed only where the subject has several
    account: NotRequired[str]
    #: how long the answer may wait for the provider's last word; without it, for one try
    wait_ms: NotRequired[int]


class GrantRevokeResult(TypedDict):
    #: the handle, which is good for nothing any more
    grant: str
    #: always true: without it there is an error
    revoked_locally: bool
    #: `queued`: the vault goes on trying
    upstream: Literal['revoked', 'queued', 'not_supported', 'refused']


class GrantReapParams(TypedDict):
    #: for how long they have been dead, at least
    older_than_seconds: int
    #: only at this provider
    provider: NotRequired[str]
    #: only tells which would be removed
    dry_run: NotRequired[bool]
    #: grants that are looked at; left out: 100
    limit: NotRequired[int]
    #: `next_cursor` of the page before
    cursor: NotRequired[str]


class GrantReapResultGrants(TypedDict):
    #: the handle
    grant: str
    #: the user
    subject: str
    #: the provider's name in the configuration
    provider: str
    #: absent where it is not known
    account: NotRequired[str]
    #: when it died
    dead_since: int
    #: which life of its refresh token has ended, or why it needs re-authentication
    dead_of: Literal['refresh_token_expires_at', 'absolute_life', 'idle_life', 'refresh_token_refused', 'lost_rotation', 'refresh_token_expired', 'subject_mismatch', 'record_damaged', 'restored']


class GrantReapResult(TypedDict):
    #: as asked
    dry_run: bool
    #: what was removed, or would be; a page may have none and another follow it
    grants: list[GrantReapResultGrants]
    #: absent when all were looked at
    next_cursor: NotRequired[str]


class TokenGetParamsProof(TypedDict):
    #: the method of the request to the API, such as `GET`
    method: str
    #: its address; query and fragment are left out of the proof
    url: str
    #: what the API said last in `DPoP-Nonce`, where it did
    nonce: NotRequired[str]


class TokenGetParams(TypedDict):
    #: the grant; or leave it out and name subject and provider
    grant: NotRequired[str]
    #: the user, such as `user:default/alice`
    subject: NotRequired[str]
    #: the provider's name in the configuration
    provider: NotRequired[str]
    #: the subject's identifier at the provider; needed only where the subject has several
    account: NotRequired[str]
    #: a secret that `delegation.create` gave out for this client, instead of a grant; whatever is wrong with it is `not_found`, and only a token that is handed out counts as a use
    delegation: NotRequired[str | Secret]
    #: a subset of the grant's scopes, not empty; left out: all of them
    scopes: NotRequired[list[str]]
    #: life that the token must have left; left out: the configured minimum
    min_ttl_seconds: NotRequired[int]
    #: ask the provider although a cached token would do
    force_refresh: NotRequired[bool]
    #: the secret of a session of the grant's user that the call is made in; its sign-in is then the one that counts
    session: NotRequired[str | Secret]
    #: the request that the token is for, where the provider binds tokens to keys (RFC 9449)
    proof: NotRequired[TokenGetParamsProof]


class TokenGetResult(TypedDict):
    #: the secret
    access_token: Secret
    #: how an API wants it: `Bearer` (RFC 6750), or `DPoP`, with a proof for each request (RFC 9449)
    token_type: Literal['Bearer', 'DPoP']
    #: the grant that it was minted from
    grant: str
    #: the grant's generation
    generation: int
    #: what it is good for
    scopes: list[str]
    #: when it dies
    expires_at: int
    #: seconds that it has left
    expires_in: int
    #: with `proof`, where `token_type` is `DPoP`: to be sent once as the header `DPoP` of that very request
    dpop_proof: NotRequired[Secret]


class TokenRejectParams(TypedDict):
    #: the grant; or leave it out and name subject and provider
    grant: NotRequired[str]
    #: the user, such as `user:default/alice`
    subject: NotRequired[str]
    #: the provider's name in the configuration
    provider: NotRequired[str]
    #: the subject's identifier at the provider; needed only where the subject has several
    account: NotRequired[str]
    #: a subset of the grant's scopes, not empty; left out: all of them
    scopes: NotRequired[list[str]]
    #: the one that was refused
    access_token: str | Secret
    #: the claims challenge that came with the refusal, decoded to the text of a JSON object: from then on the answer is `step_up_required` with `data.claims`, until the grant is put again
    claims: NotRequired[str]
    #: as for token.get
    session: NotRequired[str | Secret]


class TokenRejectResult(TypedDict):
    #: the secret
    access_token: Secret
    #: how an API wants it: `Bearer` (RFC 6750), or `DPoP`, with a proof for each request (RFC 9449)
    token_type: Literal['Bearer', 'DPoP']
    #: the grant that it was minted from
    grant: str
    #: the grant's generation
    generation: int
    #: what it is good for
    scopes: list[str]
    #: when it dies
    expires_at: int
    #: seconds that it has left
    expires_in: int


class DelegationCreateParams(TypedDict):
    #: the grant; or leave it out and name subject and provider
    grant: NotRequired[str]
    #: the user, such as `user:default/alice`
    subject: NotRequired[str]
    #: the provider's name in the configuration
    provider: NotRequired[str]
    #: the subject's identifier at the provider; needed only where the subject has several
    account: NotRequired[str]
    #: the client that may redeem it, by its name in the configuration
    client: str
    #: a subset of what the caller may have; left out: all of that
    scopes: NotRequired[list[str]]
    #: let a full token stand in where the provider cannot narrow one to these scopes; only where the caller's rule gives it full tokens too
    full_token: NotRequired[bool]
    #: when it ends, at most 30 days from now; this or `expires_in_seconds`
    expires_at: NotRequired[int]
    #: the same, counted from the call
    expires_in_seconds: NotRequired[int]
    #: tokens that it may be redeemed for, 1 for one that is good once; left out: as many as wanted
    max_uses: NotRequired[int]
    #: what it is for, for listings; no secrets
    purpose: NotRequired[str]
    #: the secret of a session of the grant's user: the delegation ends with it
    session: NotRequired[str | Secret]


class DelegationCreateResult(TypedDict):
    #: the secret `vdl_…`, told this once; hand it to the client
    delegation: Secret
    #: names it for listing and revoking; not a secret
    id: str
    #: the grant that it is good for
    grant: str
    #: whose grant it is
    subject: str
    #: the provider's name in the configuration
    provider: str
    #: absent where it is not known
    account: NotRequired[str]
    #: the client that made it
    creator: str
    #: the client that alone may redeem it
    client: str
    #: sorted; absent where the grant names none: then all that it has
    scopes: NotRequired[list[str]]
    #: whether a full token may stand in where the provider cannot narrow one
    full_token: bool
    #: when it was made
    created_at: int
    #: when it ends by itself
    expires_at: int
    #: absent: as often as wanted
    max_uses: NotRequired[int]
    #: id of the session that it ends with
    session: NotRequired[str]
    #: tokens that were handed out by it
    uses: int
    #: when the last one was
    last_used_at: NotRequired[int]
    #: its creator's words
    purpose: NotRequired[str]


class DelegationListParams(TypedDict):
    #: only of this grant
    grant: NotRequired[str]
    #: only of this user's grants
    subject: NotRequired[str]
    #: only those that this client may redeem
    client: NotRequired[str]
    #: delegations on the page; left out: 100
    limit: NotRequired[int]
    #: `next_cursor` of the page before
    cursor: NotRequired[str]


class DelegationListResultDelegations(TypedDict):
    #: names it for listing and revoking; not a secret
    id: str
    #: the grant that it is good for
    grant: str
    #: whose grant it is
    subject: str
    #: the provider's name in the configuration
    provider: str
    #: absent where it is not known
    account: NotRequired[str]
    #: the client that made it
    creator: str
    #: the client that alone may redeem it
    client: str
    #: sorted; absent where the grant names none: then all that it has
    scopes: NotRequired[list[str]]
    #: whether a full token may stand in where the provider cannot narrow one
    full_token: bool
    #: when it was made
    created_at: int
    #: when it ends by itself
    expires_at: int
    #: absent: as often as wanted
    max_uses: NotRequired[int]
    #: id of the session that it ends with
    session: NotRequired[str]
    #: tokens that were handed out by it
    uses: int
    #: when the last one was
    last_used_at: NotRequired[int]
    #: its creator's words
    purpose: NotRequired[str]


class DelegationListResult(TypedDict):
    #: in order of ids
    delegations: list[DelegationListResultDelegations]
    #: absent on the last page
    next_cursor: NotRequired[str]


class DelegationRevokeParams(TypedDict):
    #: the delegation; or leave it out and give the secret
    id: NotRequired[str]
    #: the secret
    delegation: NotRequired[str | Secret]


class DelegationRevokeResult(TypedDict):
    #: the delegation, which is good for nothing any more
    id: str
    #: always true
    revoked: bool


class SessionCreateParamsIdentity(TypedDict):
    #: where the user signed in: its name in the configuration
    provider: str
    #: what the provider says of the user, with `sub`, verified by the caller: the claims of the identity token; up to 16384 bytes, neither stored nor logged
    claims: dict[str, Any]


class SessionCreateParams(TypedDict):
    #: who signed in, by the caller's word; or leave it and `roles` out and give `identity`
    subject: NotRequired[str]
    #: the account that signed in: the vault says who it is and which roles it has, as `identity.resolve` does, which the policy must allow, too
    identity: NotRequired[SessionCreateParamsIdentity]
    #: the class of the configuration; left out: `browser`
    class_: NotRequired[str]
    #: how the user signed in (OpenID Connect Core section 2)
    acr: NotRequired[str]
    #: by which methods (RFC 8176)
    amr: NotRequired[list[str]]
    #: when
    auth_time: NotRequired[int]
    #: what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`)
    roles: NotRequired[list[str]]
    #: the browser, for the user's list of devices
    user_agent: NotRequired[str]
    #: from where, for the same
    address: NotRequired[str]
    #: what is known about the user, up to 8192 bytes; only the handle opens it
    claims: NotRequired[dict[str, Any]]
    #: what the auth backend keeps for itself; only the handle opens it
    payload: NotRequired[str]
    #: grants of the subject that belong to the session
    grants: NotRequired[list[str]]
    #: true: they end with the session, here and at their providers, and no longer with the session that they ended with before
    bind_grants: NotRequired[bool]


SessionCreateResult = TypedDict(
    "SessionCreateResult",
    {
        #: the secret `vse_…`, told this once, for the browser's cookie
        "session": "Secret",
        #: the value of a `Set-Cookie` header with it; absent where the class has no cookie
        "set_cookie": "NotRequired[Secret]",
        #: what the answer to the browser must say of caching (RFC 6749 section 5.1)
        "cache_control": "Literal['no-store']",
        #: names it for listing and revoking; not a secret
        "id": "str",
        #: whose it is
        "subject": "str",
        #: the class of the configuration whose rules it has
        "class": "str",
        #: when it was made
        "created_at": "int",
        #: when it was looked up last
        "last_seen_at": "int",
        #: when it ends unless it is looked up before
        "ends_at": "int",
        #: when it ends in any case
        "expires_at": "int",
        #: how the user signed in (OpenID Connect Core section 2)
        "acr": "NotRequired[str]",
        #: by which methods (RFC 8176)
        "amr": "NotRequired[list[str]]",
        #: when
        "auth_time": "NotRequired[int]",
        #: what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`)
        "roles": "NotRequired[list[str]]",
        #: the browser, for the user's list of devices
        "user_agent": "NotRequired[str]",
        #: from where, for the same
        "address": "NotRequired[str]",
        #: ids of the oldest sessions, which were ended because the subject had too many of the class
        "evicted": "NotRequired[list[str]]",
    },
)


class SessionLookupParams(TypedDict):
    #: the secret, as it came in the cookie
    session: str | Secret


SessionLookupResult = TypedDict(
    "SessionLookupResult",
    {
        #: names it for listing and revoking; not a secret
        "id": "str",
        #: whose it is
        "subject": "str",
        #: the class of the configuration whose rules it has
        "class": "str",
        #: when it was made
        "created_at": "int",
        #: when it was looked up last
        "last_seen_at": "int",
        #: when it ends unless it is looked up before
        "ends_at": "int",
        #: when it ends in any case
        "expires_at": "int",
        #: how the user signed in (OpenID Connect Core section 2)
        "acr": "NotRequired[str]",
        #: by which methods (RFC 8176)
        "amr": "NotRequired[list[str]]",
        #: when
        "auth_time": "NotRequired[int]",
        #: what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`)
        "roles": "NotRequired[list[str]]",
        #: the browser, for the user's list of devices
        "user_agent": "NotRequired[str]",
        #: from where, for the same
        "address": "NotRequired[str]",
        #: what is known about the user, up to 8192 bytes; only the handle opens it
        "claims": "NotRequired[dict[str, Any]]",
        #: what the auth backend keeps for itself; only the handle opens it
        "payload": "NotRequired[str]",
        #: grants that belong to it
        "grants": "NotRequired[list[str]]",
        #: whether the handle is old enough to be replaced: call session.renew
        "renewal_due": "bool",
    },
)


class SessionRenewParams(TypedDict):
    #: the secret, as it came in the cookie
    session: str | Secret
    #: how the user signed in (OpenID Connect Core section 2)
    acr: NotRequired[str]
    #: by which methods (RFC 8176)
    amr: NotRequired[list[str]]
    #: when
    auth_time: NotRequired[int]
    #: what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`)
    roles: NotRequired[list[str]]
    #: what is known about the user, up to 8192 bytes; only the handle opens it
    claims: NotRequired[dict[str, Any]]
    #: what the auth backend keeps for itself; only the handle opens it
    payload: NotRequired[str]


SessionRenewResult = TypedDict(
    "SessionRenewResult",
    {
        #: the secret `vse_…`, told this once, for the browser's cookie
        "session": "Secret",
        #: the value of a `Set-Cookie` header with it; absent where the class has no cookie
        "set_cookie": "NotRequired[Secret]",
        #: what the answer to the browser must say of caching (RFC 6749 section 5.1)
        "cache_control": "Literal['no-store']",
        #: names it for listing and revoking; not a secret
        "id": "str",
        #: whose it is
        "subject": "str",
        #: the class of the configuration whose rules it has
        "class": "str",
        #: when it was made
        "created_at": "int",
        #: when it was looked up last
        "last_seen_at": "int",
        #: when it ends unless it is looked up before
        "ends_at": "int",
        #: when it ends in any case
        "expires_at": "int",
        #: how the user signed in (OpenID Connect Core section 2)
        "acr": "NotRequired[str]",
        #: by which methods (RFC 8176)
        "amr": "NotRequired[list[str]]",
        #: when
        "auth_time": "NotRequired[int]",
        #: what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`)
        "roles": "NotRequired[list[str]]",
        #: the browser, for the user's list of devices
        "user_agent": "NotRequired[str]",
        #: from where, for the same
        "address": "NotRequired[str]",
    },
)


class SessionRevokeParams(TypedDict):
    #: the session; or leave it out and give the secret
    id: NotRequired[str]
    #: the secret
    session: NotRequired[str | Secret]


class SessionRevokeResult(TypedDict):
    #: the session, which is over
    id: str
    #: always true
    revoked: bool
    #: the value of a `Set-Cookie` header that makes the browser forget the secret
    set_cookie: NotRequired[str]


class SessionRevokeAllParams(TypedDict):
    #: only this user's
    subject: NotRequired[str]
    #: only those that a grant at this provider belongs to
    provider: NotRequired[str]
    #: true where neither is given: all there are
    everyone: NotRequired[bool]
    #: the secret of the one that stays: the session that the user acts in
    except_: NotRequired[str | Secret]


class SessionRevokeAllResult(TypedDict):
    #: how many were ended
    ended: int


class SessionListParams(TypedDict):
    #: only this one; where there is none, the answer is `not_found`
    id: NotRequired[str]
    #: only this user's
    subject: NotRequired[str]
    #: only of this class
    class_: NotRequired[str]
    #: sessions on the page; left out: 100
    limit: NotRequired[int]
    #: `next_cursor` of the page before
    cursor: NotRequired[str]


SessionListResultSessions = TypedDict(
    "SessionListResultSessions",
    {
        #: names it for listing and revoking; not a secret
        "id": "str",
        #: whose it is
        "subject": "str",
        #: the class of the configuration whose rules it has
        "class": "str",
        #: when it was made
        "created_at": "int",
        #: when it was looked up last
        "last_seen_at": "int",
        #: when it ends unless it is looked up before
        "ends_at": "int",
        #: when it ends in any case
        "expires_at": "int",
        #: how the user signed in (OpenID Connect Core section 2)
        "acr": "NotRequired[str]",
        #: by which methods (RFC 8176)
        "amr": "NotRequired[list[str]]",
        #: when
        "auth_time": "NotRequired[int]",
        #: what the user may do, as `identity.resolve` told it; policy may ask for one (`require_role`)
        "roles": "NotRequired[list[str]]",
        #: the browser, for the user's list of devices
        "user_agent": "NotRequired[str]",
        #: from where, for the same
        "address": "NotRequired[str]",
    },
)


class SessionListResult(TypedDict):
    #: in order of ids
    sessions: list[SessionListResultSessions]
    #: absent on the last page
    next_cursor: NotRequired[str]


class KeyStatusResultKeys(TypedDict):
    #: counts up from 1; never used twice
    version: int
    #: one key is active at a time
    state: Literal['prepared', 'active', 'retiring', 'destroyed']
    #: record keys that are wrapped under it
    records: int
    #: record keys that were ever stored wrapped under it; never goes down
    wraps: int
    #: when it was prepared
    created_at: int
    #: when it became active; absent where that is not known
    activated_at: NotRequired[int]
    #: when another one became active
    retired_at: NotRequired[int]
    #: from when on it is destroyed by itself, once nothing needs it; absent without `keys.hold_days`
    destroyed_from: NotRequired[int]
    #: when it was destroyed
    destroyed_at: NotRequired[int]


class KeyStatusResultRewrap(TypedDict):
    #: whether records are being moved now
    running: bool
    #: moved since the daemon started
    done: int
    #: still under a retiring key
    left: int
    #: of these, those that do not open
    damaged: int
    #: the longest that a batch was on the writer until it was durable, since the daemon started
    longest_write_us: int


class KeyStatusResult(TypedDict):
    #: by version
    keys: list[KeyStatusResultKeys]
    #: how far the move to the active key is
    rewrap: KeyStatusResultRewrap
    #: when the active key is replaced by itself; absent without `keys.rotate_after_days`
    rotates_at: NotRequired[int]


class KeyPrepareResult(TypedDict):
    #: counts up from 1; never used twice
    version: int
    #: one key is active at a time
    state: Literal['prepared', 'active', 'retiring', 'destroyed']
    #: record keys that are wrapped under it
    records: int
    #: record keys that were ever stored wrapped under it; never goes down
    wraps: int
    #: when it was prepared
    created_at: int
    #: when it became active; absent where that is not known
    activated_at: NotRequired[int]
    #: when another one became active
    retired_at: NotRequired[int]
    #: from when on it is destroyed by itself, once nothing needs it; absent without `keys.hold_days`
    destroyed_from: NotRequired[int]
    #: when it was destroyed
    destroyed_at: NotRequired[int]


class KeyActivateParams(TypedDict):
    #: left out: the one that is prepared
    version: NotRequired[int]


class KeyActivateResult(TypedDict):
    #: counts up from 1; never used twice
    version: int
    #: one key is active at a time
    state: Literal['prepared', 'active', 'retiring', 'destroyed']
    #: record keys that are wrapped under it
    records: int
    #: record keys that were ever stored wrapped under it; never goes down
    wraps: int
    #: when it was prepared
    created_at: int
    #: when it became active; absent where that is not known
    activated_at: NotRequired[int]
    #: when another one became active
    retired_at: NotRequired[int]
    #: from when on it is destroyed by itself, once nothing needs it; absent without `keys.hold_days`
    destroyed_from: NotRequired[int]
    #: when it was destroyed
    destroyed_at: NotRequired[int]


class KeyRewrapResultKeys(TypedDict):
    #: counts up from 1; never used twice
    version: int
    #: one key is active at a time
    state: Literal['prepared', 'active', 'retiring', 'destroyed']
    #: record keys that are wrapped under it
    records: int
    #: record keys that were ever stored wrapped under it; never goes down
    wraps: int
    #: when it was prepared
    created_at: int
    #: when it became active; absent where that is not known
    activated_at: NotRequired[int]
    #: when another one became active
    retired_at: NotRequired[int]
    #: from when on it is destroyed by itself, once nothing needs it; absent without `keys.hold_days`
    destroyed_from: NotRequired[int]
    #: when it was destroyed
    destroyed_at: NotRequired[int]


class KeyRewrapResultRewrap(TypedDict):
    #: whether records are being moved now
    running: bool
    #: moved since the daemon started
    done: int
    #: still under a retiring key
    left: int
    #: of these, those that do not open
    damaged: int
    #: the longest that a batch was on the writer until it was durable, since the daemon started
    longest_write_us: int


class KeyRewrapResult(TypedDict):
    #: by version
    keys: list[KeyRewrapResultKeys]
    #: how far the move to the active key is
    rewrap: KeyRewrapResultRewrap
    #: when the active key is replaced by itself; absent without `keys.rotate_after_days`
    rotates_at: NotRequired[int]


class KeyVerifyResult(TypedDict):
    #: how many open
    good: int
    #: how many do not
    bad: int
    #: the first of them; a handle that `grant.lookup` does not know is a queued revocation's
    bad_records: list[str]


class KeyDestroyParams(TypedDict):
    #: the retiring key
    version: int


class KeyDestroyResult(TypedDict):
    #: as it was asked
    version: int
    #: whether neither the database nor its write-ahead log holds the wrapped key any more
    erased: bool


class ProviderListResultProviders(TypedDict):
    #: the name in the configuration
    name: str
    #: where its metadata is discovered
    issuer: NotRequired[str]
    #: what it does to a used refresh token
    rotation: Literal['none', 'rotates', 'rotates_with_grace', 'old_stays_valid', 'revokes_family_on_reuse']
    #: only with `rotates_with_grace`
    rotation_grace_seconds: NotRequired[int]
    #: `per_token`: `token.get` may ask for fewer scopes than the grant has
    narrowing: Literal['per_token', 'lineage']
    #: `open`: it is not asked for now; `half_open`: one refresh finds out whether it may be again
    breaker: Literal['closed', 'open', 'half_open']
    #: why it is not `closed`
    reason: NotRequired[str]
    #: the provider's error code, where the client registration is at fault
    provider_error: NotRequired[str]
    #: with `open`: when it is asked again
    retry_after_ms: NotRequired[int]


class ProviderListResult(TypedDict):
    #: by name
    providers: list[ProviderListResultProviders]


class ProviderTestParams(TypedDict):
    #: the provider's name in the configuration
    provider: str


class ProviderTestResult(TypedDict):
    #: as it was asked
    provider: str
    #: whether it answered at all
    reachable: bool
    #: configured or discovered
    token_endpoint: NotRequired[str]
    #: configured or discovered
    revocation_endpoint: NotRequired[str]
    #: how far the provider's clock is before the vault's; absent where it does not tell
    clock_difference_seconds: NotRequired[int]
    #: what the provider says to the client's: `indistinct` where it says the same to wrong ones, `undecided` where it gave no answer that tells, `not_asked` where it was not reached or there is no usable secret or key
    credentials: Literal['accepted', 'refused', 'indistinct', 'undecided', 'not_asked']
    #: with `refused`: the provider's error code
    provider_error: NotRequired[str]
    #: sentences; empty when all is well
    problems: list[str]


class BackupCreateParams(TypedDict):
    #: an absolute path as vaultd sees it, in a directory that only its user can write to; nothing may stand there
    file: str


class BackupCreateResult(TypedDict):
    #: as it was asked
    file: str
    #: the moment that it shows
    created_at: int
    #: which store it is of
    store: str
    #: the versions that it holds, wrapped by the seal key of this store
    master_keys: list[int]
    #: counted in the file
    grants: int
    #: counted in the file
    pending_revocations: int
    #: its length
    bytes: int


class SealStatusResult(TypedDict):
    #: whether it is sealed now
    sealed: bool
    #: why, while it is sealed
    reason: NotRequired[Literal['locked', 'awaiting_passphrase', 'seal_key_unreadable', 'wrong_seal_key', 'other_seal_source', 'master_keys_damaged', 'unusable_passphrase', 'configuration_unusable', 'rollback_detected', 'busy', 'unseal_failed']]
    #: the same as a sentence that says what to do
    problem: NotRequired[str]
    #: where the configuration says now that the seal key comes from; absent where it cannot be read
    source: NotRequired[Literal['file', 'credential', 'environment', 'command', 'passphrase']]
    #: what the store is sealed by
    store: Literal['key', 'passphrase']
    #: until the next try at unsealing
    retry_after_ms: NotRequired[int]


class SealUnlockParams(TypedDict):
    #: needed where the configuration names a passphrase; never kept
    passphrase: NotRequired[str]


class SealUnlockResult(TypedDict):
    #: whether it is sealed now
    sealed: bool
    #: why, while it is sealed
    reason: NotRequired[Literal['locked', 'awaiting_passphrase', 'seal_key_unreadable', 'wrong_seal_key', 'other_seal_source', 'master_keys_damaged', 'unusable_passphrase', 'configuration_unusable', 'rollback_detected', 'busy', 'unseal_failed']]
    #: the same as a sentence that says what to do
    problem: NotRequired[str]
    #: where the configuration says now that the seal key comes from; absent where it cannot be read
    source: NotRequired[Literal['file', 'credential', 'environment', 'command', 'passphrase']]
    #: what the store is sealed by
    store: Literal['key', 'passphrase']
    #: until the next try at unsealing
    retry_after_ms: NotRequired[int]


class SealLockParams(TypedDict):
    #: wipe the keys without waiting for refreshes that are under way
    now: NotRequired[bool]


class SealLockResult(TypedDict):
    #: whether it is sealed now
    sealed: bool
    #: why, while it is sealed
    reason: NotRequired[Literal['locked', 'awaiting_passphrase', 'seal_key_unreadable', 'wrong_seal_key', 'other_seal_source', 'master_keys_damaged', 'unusable_passphrase', 'configuration_unusable', 'rollback_detected', 'busy', 'unseal_failed']]
    #: the same as a sentence that says what to do
    problem: NotRequired[str]
    #: where the configuration says now that the seal key comes from; absent where it cannot be read
    source: NotRequired[Literal['file', 'credential', 'environment', 'command', 'passphrase']]
    #: what the store is sealed by
    store: Literal['key', 'passphrase']
    #: until the next try at unsealing
    retry_after_ms: NotRequired[int]


class SealChangeParams(TypedDict):
    #: needed where the configuration names a passphrase; never kept
    passphrase: NotRequired[str]


class SealChangeResult(TypedDict):
    #: whether it is sealed now
    sealed: bool
    #: why, while it is sealed
    reason: NotRequired[Literal['locked', 'awaiting_passphrase', 'seal_key_unreadable', 'wrong_seal_key', 'other_seal_source', 'master_keys_damaged', 'unusable_passphrase', 'configuration_unusable', 'rollback_detected', 'busy', 'unseal_failed']]
    #: the same as a sentence that says what to do
    problem: NotRequired[str]
    #: where the configuration says now that the seal key comes from; absent where it cannot be read
    source: NotRequired[Literal['file', 'credential', 'environment', 'command', 'passphrase']]
    #: what the store is sealed by
    store: Literal['key', 'passphrase']
    #: until the next try at unsealing
    retry_after_ms: NotRequired[int]


class PolicyExplainParams(TypedDict):
    #: who would call: a client's name in the configuration
    client: str
    #: what it would call
    method: Literal['grant.put', 'grant.lookup', 'grant.list', 'grant.revoke', 'grant.reap', 'token.get', 'token.reject', 'delegation.create', 'delegation.list', 'delegation.revoke', 'session.create', 'session.lookup', 'session.renew', 'session.revoke', 'session.revoke_all', 'session.list', 'key.status', 'key.prepare', 'key.activate', 'key.rewrap', 'key.verify', 'key.destroy', 'provider.list', 'provider.test', 'backup.create', 'seal.status', 'seal.unlock', 'seal.lock', 'seal.change', 'policy.explain', 'system.ping', 'system.health', 'system.info', 'rpc.discover', 'client.list', 'subject.show', 'subject.revoke', 'subject.disable', 'subject.enable', 'report.scopes', 'identity.resolve', 'identity.forget', 'system.metrics', 'audit.status', 'audit.verify', 'audit.find', 'system.diagnose']
    #: by which socket; left out: the one that offers the method
    socket: NotRequired[Literal['workload', 'admin']]
    #: for which provider; left out: whether there is any
    provider: NotRequired[str]
    #: for whose grant; left out: whether there is any
    subject: NotRequired[str]
    #: which scopes it would ask for
    scopes: NotRequired[list[str]]


class PolicyExplainResult(TypedDict):
    #: whether the call would be allowed
    allowed: bool
    #: why not
    reason: NotRequired[Literal['unknown_client', 'method_not_allowed', 'provider_not_allowed', 'subject_not_allowed', 'scope_exceeded', 'wrong_socket']]
    #: the rule that decides, as messages about the configuration name it
    rule: NotRequired[str]
    #: what the rule lets the client have at most; absent: all that a grant has
    scopes: NotRequired[list[str]]
    #: whether a token for more may stand in where the provider cannot narrow one
    full_token: NotRequired[bool]
    #: seconds that a token may have left at most
    max_token_life: NotRequired[int]
    #: the grant must come of a sign-in of one of these classes
    require_acr: NotRequired[list[str]]
    #: it must have used all of these methods
    require_amr: NotRequired[list[str]]
    #: seconds since it, at most
    max_auth_age: NotRequired[int]
    #: true where the call must be made in a session of the user
    require_session: NotRequired[bool]
    #: the session must have one of these roles
    require_role: NotRequired[list[str]]
    #: of the scopes that were asked about, those that the rule does not give
    scopes_beyond: NotRequired[list[str]]


class SystemPingResult(TypedDict):
    #: true
    pong: bool


class SystemHealthResultReasons(TypedDict):
    #: for programs; `sealed`, `audit_failing`, `store_failing`, `shutting_down` stop the service
    code: Literal['sealed', 'audit_failing', 'store_failing', 'shutting_down', 'audit_log_behind', 'provider_held_back']
    #: for people
    text: str


class SystemHealthResult(TypedDict):
    #: `degraded`: it serves, but an operator should look
    status: Literal['ok', 'degraded', 'sealed']
    #: true: it answers
    live: bool
    #: whether callers are to be sent here: false while a reason holds that stops the service
    ready: bool
    #: the sentences of `reasons`, the most important first
    problems: list[str]
    #: why the status is not `ok`
    reasons: list[SystemHealthResultReasons]
    #: still to be done at their providers
    pending_revocations: int


class SystemInfoResult(TypedDict):
    #: of vaultd
    version: str
    #: of this protocol
    protocol: str
    #: of the daemon
    pid: int
    #: when it started
    started_at: int
    #: by a clock that is never set
    uptime_seconds: int
    #: open now, this one included
    connections: int
    #: calls that wait for the disk or a provider
    in_flight: int
    #: in the configuration
    providers: int
    #: true in development mode, in which guests may come in; else absent
    development: NotRequired[bool]
    #: copied so far, while a backup is being made
    backup_done_bytes: NotRequired[int]
    #: of the store, while a backup is being made
    backup_total_bytes: NotRequired[int]


class RpcDiscoverResult(TypedDict):
    #: version of the OpenRPC specification
    openrpc: str
    #: title and version
    info: dict[str, Any]
    #: one entry per method
    methods: list[dict[str, Any]]


class ClientListParams(TypedDict):
    #: only those recognised as this client
    client: NotRequired[str]
    #: processes at most; left out: 1000
    limit: NotRequired[int]


class ClientListResultClients(TypedDict):
    #: who it is; absent where it matched no client, which may only ping
    client: NotRequired[str]
    #: the set of selectors that decided, as messages about the configuration name it
    match: NotRequired[str]
    #: which one it is connected to
    socket: Literal['workload', 'admin']
    #: by the kernel's word
    uid: int
    #: by the kernel's word
    gid: int
    #: by the kernel's word
    pid: int
    #: where a selector had it looked up
    executable: NotRequired[str]
    #: the systemd unit, where a selector had it looked up
    unit: NotRequired[str]
    #: when the oldest of its connections was made
    since: int
    #: open now
    connections: int
    #: that came in on them so far
    calls: int
    #: that are being worked on
    in_flight: int


class ClientListResult(TypedDict):
    #: in the order of client and pid
    clients: list[ClientListResultClients]
    #: how many more there are than `limit`
    left_out: int


class SubjectShowParams(TypedDict):
    #: which user
    subject: str


class SubjectShowResult(TypedDict):
    #: the user
    subject: str
    #: whether new sessions and grants are refused
    disabled: bool
    #: since when
    disabled_at: NotRequired[int]
    #: how many there are
    grants: int
    #: how many there are
    sessions: int
    #: how many there are
    delegations: int
    #: refresh tokens that are still to be revoked at their providers
    pending_revocations: int


class SubjectRevokeParams(TypedDict):
    #: which user
    subject: str


class SubjectRevokeResultGrants(TypedDict):
    #: the handle, which is good for nothing any more
    grant: str
    #: where it is from
    provider: str
    #: which account there, where it is known
    account: NotRequired[str]
    #: `queued`: the vault goes on trying
    upstream: Literal['revoked', 'queued', 'not_supported', 'refused']


class SubjectRevokeResult(TypedDict):
    #: the user
    subject: str
    #: whether new sessions and grants are refused
    disabled: bool
    #: how many were ended
    sessions: int
    #: how many were ended, those of ended sessions included
    delegations: int
    #: what was ended, in order of ids
    grants: list[SubjectRevokeResultGrants]


class SubjectDisableParams(TypedDict):
    #: which user
    subject: str


class SubjectDisableResultGrants(TypedDict):
    #: the handle, which is good for nothing any more
    grant: str
    #: where it is from
    provider: str
    #: which account there, where it is known
    account: NotRequired[str]
    #: `queued`: the vault goes on trying
    upstream: Literal['revoked', 'queued', 'not_supported', 'refused']


class SubjectDisableResult(TypedDict):
    #: the user
    subject: str
    #: whether new sessions and grants are refused
    disabled: bool
    #: how many were ended
    sessions: int
    #: how many were ended, those of ended sessions included
    delegations: int
    #: what was ended, in order of ids
    grants: list[SubjectDisableResultGrants]


class SubjectEnableParams(TypedDict):
    #: which user
    subject: str


class SubjectEnableResult(TypedDict):
    #: the user
    subject: str
    #: whether new sessions and grants are refused
    disabled: bool
    #: since when
    disabled_at: NotRequired[int]
    #: how many there are
    grants: int
    #: how many there are
    sessions: int
    #: how many there are
    delegations: int
    #: refresh tokens that are still to be revoked at their providers
    pending_revocations: int


class ReportScopesParams(TypedDict):
    #: only this client
    client: NotRequired[str]
    #: only this provider, and the rules that reach it
    provider: NotRequired[str]
    #: days of UTC, today as the last; left out: 30
    days: NotRequired[int]


class ReportScopesResultUsesAsked(TypedDict):
    #: the scope
    scope: str
    #: that named it
    calls: int


class ReportScopesResultUsesUsed(TypedDict):
    #: the scope
    scope: str
    #: that named it
    calls: int


class ReportScopesResultUses(TypedDict):
    #: the client's name in the configuration
    client: str
    #: the provider's
    provider: str
    #: whether narrower tokens can be minted there
    narrowing: Literal['per_token', 'lineage']
    #: whether a rule has no `scopes`, so that all of a grant's are allowed
    allows_all: bool
    #: what rules name
    allowed: list[str]
    #: that got a token
    calls_naming_scopes: int
    #: that got a token for all that they may have
    calls_naming_none: int
    #: whose token is for more than they named
    calls_given_more: int
    #: whose token came without names of scopes
    calls_given_unnamed: int
    #: calls and scopes beyond what is counted one by one; where there are some, less is said
    not_told_apart: int
    #: by name, also without getting it, where the grant has it or a rule names it
    asked: list[ReportScopesResultUsesAsked]
    #: asked for by name, and on the token
    used: list[ReportScopesResultUsesUsed]
    #: what tokens carried
    granted: list[str]
    #: what it handed on by delegations
    delegated: list[str]
    #: named by rules, and not needed since `since`
    never_used: list[str]
    #: what tokens carried and no call asked for
    unneeded: list[str]
    #: in which way rules or tokens are broader than what was asked for
    broader: list[Literal['not_called', 'rule_allows_all', 'rule_names_more', 'token_has_more']]
    #: scopes that the lists had no room for
    scopes_left_out: NotRequired[int]


class ReportScopesResultRules(TypedDict):
    #: as messages about the configuration name it
    rule: str
    #: its ceiling; absent where it has none
    scopes: NotRequired[list[str]]
    #: whether it could be narrower, or why nothing is said
    advice: Literal['tighten', 'fits', 'not_called', 'asks_for_all', 'tokens_name_none', 'not_told_apart', 'too_many']
    #: with `tighten`: a ceiling under which all calls that got a token would have got it
    suggested: NotRequired[list[str]]
    #: the members of the rule that say so
    lines: list[str]


class ReportScopesResult(TypedDict):
    #: as asked
    days: int
    #: what is said holds from here on: the first of the days, or `recorded_since` if that is later
    since: int
    #: when counting began, after a restore anew
    recorded_since: NotRequired[int]
    #: in the order of client and provider
    uses: list[ReportScopesResultUses]
    #: the clients' rules for `token.get`, in the order of the configuration
    rules: list[ReportScopesResultRules]
    #: how many entries of both lists there was no room for: name a client or a provider
    left_out: int


class IdentityResolveParams(TypedDict):
    #: where the user signed in: its name in the configuration
    provider: str
    #: what the provider says of the user, with `sub`, verified by the caller: the claims of the identity token; up to 16384 bytes, neither stored nor logged
    claims: dict[str, Any]


class IdentityResolveResult(TypedDict):
    #: who it is
    subject: str
    #: of the rule and of all groups that it is in: for session.create
    roles: list[str]
    #: the rule that decided, as messages about the configuration name it
    rule: str


class IdentityForgetParams(TypedDict):
    #: whose accounts
    subject: str
    #: only those at this provider
    provider: NotRequired[str]


class IdentityForgetResult(TypedDict):
    #: how many accounts
    forgotten: int


class SystemMetricsResult(TypedDict):
    #: of `text`, for whoever passes it on
    content_type: str
    #: Prometheus' text format, version 0.0.4: a line for each series
    text: str


class AuditStatusResult(TypedDict):
    #: which log it is
    log: str
    #: Ed25519: what a verifier needs beside the files
    public_key: str
    #: the same as openssl reads it (RFC 8410)
    public_key_pem: str
    #: the number of the last record
    sequence: int
    #: the last record that a seal covers
    sealed: int
    #: closed ones and the one that is written
    files: int
    #: of all of them
    bytes: int
    #: of records that are not in the file yet
    waiting_bytes: int
    #: whether the last try to write failed
    failing: bool


class AuditVerifyResultFlaw(TypedDict):
    #: what was done
    kind: Literal['edited', 'missing', 'inserted', 'moved', 'no_record', 'unsealed', 'forged', 'other_log', 'unreadable']
    #: the first record concerned
    sequence: int
    #: the last
    last: int
    #: where
    file: str
    #: which line of it
    line: NotRequired[int]
    #: the same as a sentence
    text: str


AuditVerifyResult = TypedDict(
    "AuditVerifyResult",
    {
        #: whether it is
        "whole": "bool",
        #: the first record that is there
        "from": "NotRequired[int]",
        #: the last that was looked at
        "to": "NotRequired[int]",
        #: how many of them stand in spans that are as they were signed
        "sealed": "int",
        #: how many no seal covers yet
        "unsealed": "NotRequired[int]",
        #: whether those were verified
        "unsealed_verified": "NotRequired[bool]",
        #: what crashes have left of lines, as seals say
        "torn_bytes": "NotRequired[int]",
        #: of before records had numbers
        "unnumbered_files": "NotRequired[list[str]]",
        #: only where it is not whole
        "flaw": "NotRequired[AuditVerifyResultFlaw]",
    },
)


class AuditFindParams(TypedDict):
    #: about this user
    subject: NotRequired[str]
    #: of calls of this client
    client: NotRequired[str]
    #: about this provider
    provider: NotRequired[str]
    #: about this grant
    grant: NotRequired[str]
    #: about this session (`vsi_…`)
    session: NotRequired[str]
    #: about this delegation
    delegation: NotRequired[str]
    #: of calls of this method
    method: NotRequired[Literal['grant.put', 'grant.lookup', 'grant.list', 'grant.revoke', 'grant.reap', 'token.get', 'token.reject', 'delegation.create', 'delegation.list', 'delegation.revoke', 'session.create', 'session.lookup', 'session.renew', 'session.revoke', 'session.revoke_all', 'session.list', 'key.status', 'key.prepare', 'key.activate', 'key.rewrap', 'key.verify', 'key.destroy', 'provider.list', 'provider.test', 'backup.create', 'seal.status', 'seal.unlock', 'seal.lock', 'seal.change', 'policy.explain', 'system.ping', 'system.health', 'system.info', 'rpc.discover', 'client.list', 'subject.show', 'subject.revoke', 'subject.disable', 'subject.enable', 'report.scopes', 'identity.resolve', 'identity.forget', 'system.metrics', 'audit.status', 'audit.verify', 'audit.find', 'system.diagnose']]
    #: of this kind
    kind: NotRequired[Literal['decision', 'connection_unmatched', 'connection_refused', 'grant_stored', 'issuance_cap_exceeded', 'grant_revoked', 'grant_reaped', 'token_minted', 'refresh_failed', 'reauth_required', 'answer_quarantined', 'step_up_required', 'refresh_token_expiring', 'token_served', 'token_rejected', 'provider_held_back', 'provider_recovered', 'delegation_created', 'delegation_redeemed', 'delegation_refused', 'delegation_revoked', 'session_created', 'session_renewed', 'session_ended', 'session_refused', 'session_reused', 'session_guessing', 'subject_revoked', 'subject_disabled', 'subject_enabled', 'identity_resolved', 'identity_refused', 'identities_forgotten', 'upstream_revoked', 'upstream_revoke_failed', 'intent_resolved', 'integrity_failure', 'records_lost', 'audit_span', 'audit_sealed', 'audit_broken', 'audit_pruned', 'sink_failing', 'sink_lost', 'sink_recovered', 'alert', 'alert_undelivered', 'heartbeat', 'backup_created', 'audit_log_behind', 'rollback_detected', 'store_restored', 'master_key_prepared', 'master_key_activated', 'record_keys_rewrapped', 'master_keys_verified', 'master_key_destroyed', 'configuration_reloaded', 'sealed', 'unsealed', 'resealed', 'started', 'stopped']]
    #: with this outcome
    outcome: NotRequired[Literal['allow', 'deny', 'done', 'failed']]
    #: about this token, or handle of a delegation or session; the log has a keyed hash of each
    token: NotRequired[str | Secret]
    #: from then on
    since: NotRequired[int]
    #: before then
    until: NotRequired[int]
    #: behind the record with this number
    after: NotRequired[int]
    #: the newest of them instead of the oldest
    newest: NotRequired[bool]
    #: at most so many; left out: 100
    limit: NotRequired[int]


class AuditFindResult(TypedDict):
    #: as they stand in the log, in their order
    records: list[dict[str, Any]]
    #: what is behind this record was not looked at: give it as `after` to go on
    reached: NotRequired[int]
    #: whether there was no room for all
    more: bool


class SystemDiagnoseResultFindings(TypedDict):
    #: what was looked at
    check: Literal['configuration', 'disk', 'memory', 'clock', 'descriptors', 'confinement', 'master_key', 'backup', 'audit', 'seal', 'provider', 'versions']
    #: `failing`: it does not work, or will not after the next start
    state: Literal['ok', 'warning', 'failing']
    #: what was found, as a sentence
    text: str
    #: what to do about it
    remedy: NotRequired[str]


class SystemDiagnoseResult(TypedDict):
    #: one or more for each check
    findings: list[SystemDiagnoseResultFindings]
    #: the version of the library
    sqlite: str
    #: the version of the library
    libsodium: str
    #: the version that is active
    master_key: NotRequired[int]
    #: when it was made active
    master_key_since: NotRequired[int]
    #: when the newest backup in `backup.directory` was made
    backup_at: NotRequired[int]

# end
