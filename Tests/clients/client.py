"""Tries the Python client on a running vault. Says on its output what is to happen to the vault, and waits until it is done."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import json
import os
import pickle
import sys
import threading
import time
from typing import Any, Awaitable, Callable, Iterator

from vaultd_client import METHODS, AsyncVaultClient, Secret, VaultClient, VaultError

PATH = os.environ["VAULTD_SOCKET"]
ALICE: dict[str, Any] = {"subject": "user:default/alice", "provider": "sim"}
ANEW = {**ALICE, "force_refresh": True}


def please(word: str) -> None:
    print(word, flush=True)
    assert sys.stdin.readline() == "done\n"


async def wish(word: str) -> None:
    await asyncio.get_running_loop().run_in_executor(None, please, word)


@contextlib.contextmanager
def fails(type: str, **expected: Any) -> Iterator[None]:
    try:
        yield
    except VaultError as error:
        assert error.type == type, f"{error.type}: {error}"
        for name, value in expected.items():
            found = getattr(error, name) if hasattr(error, name) else error.data.get(name)
            assert found == value, f"{name} of {error!r}: {found}"
    else:
        raise AssertionError(f"no {type}")


async def async_pipelining() -> None:
    async with AsyncVaultClient(PATH) as vault:
        results = await asyncio.gather(*(vault.token_get(**ALICE) for _ in range(1000)))
        assert len({each["access_token"].reveal() for each in results}) == 1
        assert (await vault.system_info())["connections"] == 1
        await wish("hold")
        slow = asyncio.create_task(vault.token_get(**ANEW))
        await wish("arrived")
        await vault.system_ping()
        assert not slow.done()
        await wish("release")
        await slow


async def async_restart() -> None:
    async with AsyncVaultClient(PATH) as vault:
        await wish("hold")
        repeatable = asyncio.create_task(vault.token_get(**ANEW))
        await wish("arrived")
        # It waits for the grant's turn, behind the refresh; the answered ping shows that it was sent.
        other = asyncio.create_task(vault.grant_put(**ALICE, refresh_token="another"))
        await asyncio.sleep(0)
        await vault.system_ping()
        await wish("kill")
        with fails("connection_lost", outcome_unknown=True, retryable=False):
            await other
        waiting = asyncio.create_task(vault.system_ping())
        await wish("start")
        assert await waiting == {"pong": True}
        assert isinstance((await repeatable)["access_token"], Secret)


async def async_cancel() -> None:
    async with AsyncVaultClient(PATH) as vault:
        await wish("hold")
        cancelled = asyncio.create_task(vault.token_get(**ANEW))
        late = asyncio.create_task(vault.token_get(**ANEW, timeout=0.05))
        await wish("arrived")
        cancelled.cancel()
        try:
            await cancelled
        except asyncio.CancelledError:
            pass
        assert cancelled.cancelled()
        with fails("timeout", outcome_unknown=True, retryable=True):
            await late
        await wish("release")
        # Both replies come after all, and are dropped.
        for _ in range(10):
            await vault.token_get(**ALICE)
        assert (await vault.system_info())["connections"] == 1


async def async_unreachable() -> None:
    loop = asyncio.get_running_loop()
    tries = 0

    def counted(*given: Any, connect: Any = loop.create_unix_connection) -> Any:
        nonlocal tries
        tries += 1
        return connect(*given)

    setattr(loop, "create_unix_connection", counted)
    async with AsyncVaultClient("/nowhere/socket", timeout=0.3) as vault:
        with fails("unreachable", outcome_unknown=False, retryable=True):
            await vault.system_ping()
    # Ever more slowly: after 10, 20, 40, 80, 160 ms at most.
    assert 2 <= tries <= 10, tries


async def async_close() -> None:
    async with AsyncVaultClient(PATH) as vault:
        await wish("hold")
        sent = asyncio.create_task(vault.token_get(**ANEW))
        await wish("arrived")
    with fails("closed", outcome_unknown=True):
        await sent
    with fails("closed", outcome_unknown=False):
        await vault.system_ping()


async def async_strangers() -> None:
    """Servers that are no vault."""
    with fails("connection_lost"):
        await strange(None)
    for reply in [b"no JSON", b"[]", b"7", b'{"id":1}', b'{"id":null,"error":{"message":"unreadable"}}', b'{"id":[],"result":{}}', b"a" * 2000, b"[" * 900]:
        with fails("bad_reply", outcome_unknown=True):
            await strange(reply + b"\n")
    # Too long in one piece, and without an end.
    for reply in [b'{"jsonrpc":"2.0","id":1,"result":{"pong":"%s"}}\n' % (b"a" * 1000), b"a" * 2000]:
        with fails("bad_reply"):
            await strange(reply)
    with fails("internal", retryable=False):
        await strange(b'{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"no data","data":[]}}\n')
    text = '{"id":99,"result":{}}\n{"jsonrpc":"2.0","id":1,"result":{"pong":"ü"}}\n'
    await strange(text.encode())


async def strange(reply: bytes | None) -> None:
    answering: list[asyncio.Task[Any] | None] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering.append(asyncio.current_task())
        await reader.readline()
        for byte in reply or b"":
            writer.write(bytes([byte]))
            await writer.drain()
        if reply is not None:
            await reader.read()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_unix_server(answer, PATH + ".strange")
    vault = AsyncVaultClient(PATH + ".strange", max_reply_bytes=1000)
    try:
        assert await vault.call("system.ping") == {"pong": "ü"}
    finally:
        await vault.close()
        await asyncio.gather(*filter(None, answering))
        server.close()
        assert len(answering) == (3 if reply is None else 1)


def pipelining() -> None:
    with VaultClient(PATH) as vault:
        futures = [vault.submit("token.get", ALICE) for _ in range(1000)]
        assert len({each.result()["access_token"].reveal() for each in futures}) == 1
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            results = list(pool.map(lambda _: vault.token_get(**ALICE), range(200)))
        assert len(results) == 200
        assert vault.system_info()["connections"] == 1


def restart() -> None:
    with VaultClient(PATH) as vault:
        please("hold")
        repeatable = vault.submit("token.get", ANEW)
        please("arrived")
        other = vault.submit("grant.put", {**ALICE, "refresh_token": "another"})
        vault.system_ping()
        please("kill")
        with fails("connection_lost", outcome_unknown=True, retryable=False):
            other.result()
        waiting = vault.submit("system.ping")
        please("start")
        assert waiting.result() == {"pong": True}
        assert isinstance(repeatable.result()["access_token"], Secret)


def unreachable() -> None:
    begun = time.monotonic()
    with VaultClient("/nowhere/socket", timeout=0.3) as vault, fails("unreachable", outcome_unknown=False, retryable=True):
        vault.system_ping()
    assert time.monotonic() - begun >= 0.3
    with VaultClient("/nowhere/socket", patience=0) as vault, fails("unreachable"):
        vault.system_ping()
    # What does not pass is not waited for.
    begun = time.monotonic()
    with VaultClient("/dev/null/socket", timeout=60) as vault, fails("unreachable"):
        vault.system_ping()
    assert time.monotonic() - begun < 50


def errors() -> None:
    with VaultClient(PATH) as vault:
        with fails("not_found", retryable=False, outcome_unknown=False):
            vault.grant_lookup(subject="user:default/nobody", provider="sim")
        with fails("invalid_params", field="session"):
            vault.call("session.lookup")
        with fails("method_not_found"):
            vault.call("no.such")
        vault.grant_put(subject="user:default/bob", provider="sim", refresh_token=Secret("never-given-out"))
        with fails("reauth_required", reason="refresh_token_refused", provider_error="invalid_grant"):
            vault.token_get(subject="user:default/bob", provider="sim")

    with VaultClient(PATH, max_in_flight=1000) as greedy:
        please("hold")
        futures = [greedy.submit("token.get", ANEW) for _ in range(300)]
        please("arrived")
        with contextlib.suppress(VaultError):
            greedy.system_ping()
        please("release")
        refused = [error for error in (each.exception() for each in futures) if error]
        assert refused
        for error in refused:
            assert isinstance(error, VaultError) and error.type == "overloaded" and error.retryable
            assert (error.retry_after_ms or 0) > 0


def cancel() -> None:
    with VaultClient(PATH) as vault:
        please("hold")
        future = vault.submit("token.get", ANEW)
        please("arrived")
        assert future.cancel()
        with fails("timeout", outcome_unknown=True, retryable=True):
            vault.token_get(**ANEW, timeout=0.05)
        please("release")
        for _ in range(10):
            vault.token_get(**ALICE)
        assert vault.system_info()["connections"] == 1


def caps() -> None:
    with VaultClient(PATH, max_reply_bytes=1000) as vault:
        with fails("bad_reply"):
            vault.rpc_discover()
        assert vault.system_ping() == {"pong": True}
        with fails("invalid_request"):
            vault.call("system.ping", {"more": "a" * 65_536})
        assert vault.system_ping() == {"pong": True}


def secrets() -> None:
    with VaultClient(PATH) as vault:
        result = vault.token_get(**ALICE)
        secret = result["access_token"]
        token = secret.reveal()
        assert len(token) > 10
        shown = [repr(result), str(secret), f"{secret}", "%s" % secret]
        for attempt in (
            lambda: vault.token_reject(grant="vgr_wrong", access_token=secret),
            lambda: vault.call("system.ping", {"token": token, "more": "a" * 65_536}),
            lambda: vault.call("system.ping", {"token": token, "more": object()}),
            lambda: pickle.dumps(result),
            lambda: json.dumps(result),
        ):
            try:
                attempt()
            except (VaultError, TypeError) as error:
                shown.append(repr(error) + str(vars(error)))
            else:
                raise AssertionError("no error")
        for text in shown:
            assert token not in text, "a secret is shown"
        # What is given as a Secret arrives as its text.
        assert vault.token_reject(**ALICE, access_token=secret)["access_token"].reveal() != token
        opened = vault.session_create(subject=ALICE["subject"], class_="browser")
        assert isinstance(opened["session"], Secret) and isinstance(opened["set_cookie"], Secret)
        assert vault.session_lookup(session=opened["session"])["id"] == opened["id"]


def table() -> None:
    with VaultClient(PATH) as vault:
        found = {}
        for method in vault.call("rpc.discover")["methods"]:
            properties = method["result"]["schema"]["properties"]
            found[method["name"]] = (method["x-repeatable"], tuple(name for name in properties if properties[name].get("x-secret")))
            name = method["name"].replace(".", "_")
            assert hasattr(VaultClient, name) and asyncio.iscoroutinefunction(getattr(AsyncVaultClient, name))
        assert found == METHODS


def close() -> None:
    vault = VaultClient(PATH)
    please("hold")
    sent = vault.submit("token.get", ANEW)
    please("arrived")
    before = threading.active_count()
    vault.close()
    assert threading.active_count() == before - 1
    with fails("closed", outcome_unknown=True):
        sent.result()
    with fails("closed", outcome_unknown=False):
        vault.system_ping()


def fork() -> None:
    with VaultClient(PATH) as vault:
        vault.system_ping()
        child = os.fork()
        if child == 0:
            isAnswered = vault.system_ping() == {"pong": True}
            os._exit(0 if isAnswered else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert vault.system_ping() == {"pong": True}


scenario: Callable[[], Awaitable[None] | None] = globals()[sys.argv[1]]
if asyncio.iscoroutinefunction(scenario):
    asyncio.run(scenario())
else:
    scenario()
print("passed", flush=True)
