"""Somebody who works at the desk of a running stack, with a browser's cookies."""

import re
from typing import Any

import httpx

from tests.running_stack import Stack

_TOKEN = re.compile(r'<meta name="csrf" content="([^"]+)">')


class DeskVisitor:
    """Signs in with a password, reads pages, sends forms. Redirects are not followed."""

    def __init__(self, stack: Stack, name: str, password: str) -> None:
        self._client = httpx.Client(base_url=stack.url, timeout=60, headers={"accept-language": "fr"})
        answer = self.post("/desk/login", {"name": name, "password": password}, page="/desk/login")
        assert answer.status_code == 303, answer.text

    def get(self, path: str) -> httpx.Response:
        return self._client.get(path)

    def post(self, path: str, fields: dict[str, Any] | None = None, page: str = "/desk", **more: Any) -> httpx.Response:
        """Send a form with the token that `page` carries."""
        found = _TOKEN.search(self._client.get(page).text)
        assert found, f"{page} carries no token"
        return self._client.post(path, data={"csrf": found[1], **(fields or {})}, **more)

    def close(self) -> None:
        self._client.close()
