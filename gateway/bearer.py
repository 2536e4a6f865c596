"""The header that carries a secret token."""

import re

_TOKEN = re.compile(r"[!-~]+")


def bearer(token: str) -> dict[str, str]:
    """The Authorization header for a token, without the spaces and line ends that copying leaves around it.

    Raises ValueError, without the token in it, when no header can carry it: the HTTP library would write it to its log.
    """
    if not _TOKEN.fullmatch(token.strip()):
        raise ValueError("the token is empty or has characters that no token has")
    return {"Authorization": f"Bearer {token.strip()}"}
