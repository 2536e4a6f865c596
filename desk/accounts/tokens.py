"""Random tokens, and how they are stored."""

import hashlib
import secrets

_BYTES = 32


def new_token() -> str:
    """256 random bits, safe in addresses and cookies; 43 characters."""
    return secrets.token_urlsafe(_BYTES)


def digest(*parts: str) -> str:
    """What is stored instead: tokens are too random to be found again from it. Several parts are one thing."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
