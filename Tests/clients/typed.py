"""What the type hints of the Python client allow, and what they do not: checked, never run."""

from __future__ import annotations

from vaultd_client import AsyncVaultClient, Secret, VaultClient, VaultError


def tried(vault: VaultClient) -> str:
    token = vault.token_get(subject="user:default/alice", provider="github", timeout=1.5)
    seconds: int = token["expires_in"]
    secret: Secret = token["access_token"]
    vault.token_reject(grant="vgr_", access_token=secret)
    opened = vault.session_create(subject="user:default/alice", class_="browser")
    name: str = opened["class"]
    page = vault.grant_list(status="active")
    text: str = secret  # type: ignore[assignment]
    vault.session_lookup()  # type: ignore[call-arg]
    vault.token_get(subject=7)  # type: ignore[arg-type]
    vault.token_get(subjects="user:default/alice")  # type: ignore[call-arg]
    vault.grant_list(status="dead")  # type: ignore[arg-type]
    vault.token_got()  # type: ignore[attr-defined]
    return f"{seconds} {name} {page['grants'][0]['generation']} {text}"


async def awaited(vault: AsyncVaultClient) -> bool:
    try:
        return (await vault.system_ping())["pong"]
    except VaultError as error:
        wait: int = error.retry_after_ms or 0
        return error.retryable and wait > 0


with VaultClient("/run/vaultd/workload/socket", timeout=1.0, max_in_flight=10) as client:
    tried(client)
VaultClient("/run/vaultd/workload/socket", timeouts=1.0)  # type: ignore[call-arg]
