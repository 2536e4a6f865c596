"""Somebody who opens the desk of a running stack, with a browser's cookies."""

import re
import subprocess
from typing import Any

import httpx

from app.settings import ROOT
from tests.running_stack import DALIL, Stack

PASSWORD = "une phrase assez longue"
"""Of everybody."""
_TOKEN = re.compile(r'<meta name="csrf" content="([^"]+)">')


def new_user(stack: Stack, name: str, role: str) -> None:
    """Let somebody sign in."""
    command = [DALIL, "user", "add", name, "--role", role, "--password-stdin"]
    subprocess.run(
        command, cwd=ROOT, env=stack.environment, input=f"{PASSWORD}\n", text=True, check=True, capture_output=True
    )


class DeskVisitor:
    """Reads pages, sends forms; has no account before `sign_in`. Redirects are not followed."""

    def __init__(self, stack: Stack) -> None:
        self._client = httpx.Client(base_url=stack.url, timeout=60, headers={"accept-language": "fr"})

    def sign_in(self, name: str) -> httpx.Response:
        """Give name and password."""
        return self.post("/desk/login", {"name": name, "password": PASSWORD}, page="/desk/login")

    def get(self, path: str) -> httpx.Response:
        return self._client.get(path)

    def post(self, path: str, fields: dict[str, Any] | None = None, page: str = "/desk", **more: Any) -> httpx.Response:
        """Send a form with the token that `page` carries."""
        found = _TOKEN.search(self._client.get(page).text)
        assert found, f"{page} carries no token"
        return self._client.post(path, data={"csrf": found[1], **(fields or {})}, **more)

    def close(self) -> None:
        self._client.close()
