"""Secrets at rest: AES-256-GCM under a data key, which is stored wrapped by a key of the keyring.

What a record belongs to is sealed in with it, so that one that was moved to another tenant, account or
version does not open. `cryptography` is imported when something is sealed or opened, not before.
"""

import secrets
from dataclasses import dataclass, field
from typing import Protocol

from memory.errors import BrokenSeal, NoCryptography
from memory.hashing import canonical

FORMAT = "1"
KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Bound:
    """What a secret belongs to; empty where it belongs to no tenant."""

    platform: str
    account: str
    credential: str
    version: int = 1
    org: str = ""
    client: str = ""

    def data(self) -> bytes:
        """The associated data: format, organisation, client, platform, account, credential, version."""
        parts = (self.org, self.client, self.platform, self.account, self.credential, str(self.version))
        return canonical([FORMAT, *parts]).encode()


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A data key as it is stored: sealed by the key `kid` of the keyring."""

    kid: str
    sealed: bytes = field(repr=False)


class Keyring(Protocol):
    """Wraps data keys. The keys that wrap never leave it; they may live in another house."""

    async def wrap(self, data_key: bytes, bound: bytes) -> Wrapped:
        """Under its newest key. Raises NoKeyring."""
        ...

    async def unwrap(self, wrapped: Wrapped, bound: bytes) -> bytes:
        """Raises NoKeyring, MissingKey, BrokenSeal."""
        ...

    async def kids(self) -> tuple[str, ...]:
        """The names of its keys, oldest first; none where there is no keyring."""
        ...


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, secret: bytes, bound: bytes) -> bytes:
    """Nonce, ciphertext and tag. Raises NoCryptography."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, secret, bound)


def open_sealed(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Raises BrokenSeal where key, binding or bytes are not those that it was sealed with."""
    cipher = _cipher(key)
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise BrokenSeal() from None


def of_key(org: str) -> bytes:
    """What the data key of an organisation is bound to."""
    return Bound("", "", "data key", org=org).data()


class _Cipher(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


def _cipher(key: bytes) -> _Cipher:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    except ModuleNotFoundError:
        raise NoCryptography() from None
    return AESGCM(key)
