"""Whether a webhook request comes from Meta: the signature over its raw body."""

import hashlib
import hmac


def is_signed(raw: bytes, header: str | None, secret: str) -> bool:
    """True when the header `X-Hub-Signature-256` is "sha256=" and the hex HMAC-SHA256 of these bytes by that secret.

    Any other header is False and never an error; so is every header when the secret is empty, which everybody knows.
    """
    if header is None or not secret:
        return False
    digest = hmac.new(secret.encode(errors="surrogateescape"), raw, hashlib.sha256).hexdigest()
    # compare_digest refuses text that is not ASCII, hence bytes
    return hmac.compare_digest(header.encode(errors="replace"), f"sha256={digest}".encode())
