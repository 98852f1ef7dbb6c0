"""The seal on a session's values: on PostgreSQL any SQL may change a setting, so only sealed ones count.

The key grows out of the login role's password. The upgrade knows it too, and leaves the key where only the
owner can read it.
"""

import hashlib

SALT = b"stratum session seal"
ROUNDS = 20_000


def seal_key(password: str) -> bytes:
    """32 bytes by PBKDF2-HMAC-SHA256: slow to try out, since whoever runs SQL can see a seal."""
    return hashlib.pbkdf2_hmac("sha256", password.encode(), SALT, ROUNDS)


def seal(key: bytes, said: str) -> str:
    """Hexadecimal SHA-256 over the key and the hash of key and text, as `stratum_session()` makes it."""
    inner = hashlib.sha256(key + said.encode()).digest()
    return hashlib.sha256(key + inner).hexdigest()
