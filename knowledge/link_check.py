"""Do web addresses still answer? Asked politely: never two requests at once to one host, with a pause between them."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal
from urllib.parse import urljoin, urlsplit

import requests

State = Literal["ok", "moved", "gone", "error", "unknown"]

PAUSE = 1.0
"""Seconds between two requests to one host."""
TIMEOUT = 10.0
"""Seconds to wait for an answer."""
_THREADS = 4
_MOST_REDIRECTS = 10
_HEAD_REFUSED = {403, 405, 501}
_GONE = {404, 410}
_NOT_KNOWN = {403, 429}
_PERMANENT = {301, 308}
_REDIRECTS = {301, 302, 303, 307, 308}
_USER_AGENT = f"Dalil/{version('dalil')} (link check: does this source of a public information service still exist?)"


@dataclass(frozen=True)
class Link:
    """What an address is worth. `detail`: the new address of what moved for good, or what went wrong."""

    state: State
    detail: str = ""


NO_CONNECTION = Link("error", "no connection")


def check_links(addresses: Iterable[str], pause: float = PAUSE, timeout: float = TIMEOUT) -> dict[str, Link]:
    """Ask each http or https address once; others are left out. Different hosts are asked at the same time.

    A server that refuses us (403, 429) says nothing about the page: "unknown". Only headers are read.
    """
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        if address.lower().startswith(("http://", "https://")):
            by_host[_host(address)].append(address)
    visitor = _Visitor(pause, timeout)
    with ThreadPoolExecutor(_THREADS) as threads:
        parts = threads.map(visitor.visit_all, by_host.values())
    return {address: link for part in parts for address, link in part.items()}


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:  # no address after all: the visit will say so
        return ""


class _Visitor:
    """Makes the requests and keeps track of the hosts."""

    def __init__(self, pause: float, timeout: float) -> None:
        self._pause = pause
        self._timeout = timeout
        self._turns: dict[str, threading.Lock] = {}
        self._last: dict[str, float] = {}

    def visit_all(self, addresses: list[str]) -> dict[str, Link]:
        """The addresses of one host, one after the other."""
        with requests.Session() as session:
            session.headers["User-Agent"] = _USER_AGENT
            return {address: self._visit(session, address) for address in addresses}

    def _visit(self, session: requests.Session, address: str) -> Link:
        try:
            return self._follow(session, address)
        except requests.exceptions.SSLError:
            return Link("error", "the certificate is not valid")
        except requests.Timeout:
            return Link("error", f"no answer within {self._timeout:g} s")
        except requests.ConnectionError:
            return NO_CONNECTION
        except (requests.RequestException, ValueError) as error:
            return Link("error", f"cannot be asked: {type(error).__name__}")

    def _follow(self, session: requests.Session, address: str) -> Link:
        """Redirects are followed by hand, because they may lead to a host that has its own turns."""
        here, moved_to = address, address
        for _ in range(_MOST_REDIRECTS):
            status, target = self._ask(session, here)
            if status not in _REDIRECTS or not target:
                return _judged(status, "" if moved_to == address else moved_to)
            following = urljoin(here, target)
            if urlsplit(following).scheme not in ("http", "https"):
                return Link("error", f"leads to {following}")
            if status in _PERMANENT and moved_to == here:
                moved_to = following
            here = following
        return Link("error", "leads from page to page without end")

    def _ask(self, session: requests.Session, address: str) -> tuple[int, str]:
        """Status and redirect target; a page when the server does not like to be asked for headers alone."""
        status, target = self._request(session, "HEAD", address)
        return self._request(session, "GET", address) if status in _HEAD_REFUSED else (status, target)

    def _request(self, session: requests.Session, method: str, address: str) -> tuple[int, str]:
        host = _host(address)
        with self._turns.setdefault(host, threading.Lock()):
            time.sleep(max(0.0, self._last.get(host, 0.0) + self._pause - time.monotonic()))
            try:
                with session.request(
                    method, address, timeout=self._timeout, allow_redirects=False, stream=True
                ) as response:
                    return response.status_code, response.headers.get("Location", "")
            finally:
                self._last[host] = time.monotonic()


def _judged(status: int, moved_to: str) -> Link:
    if status in _GONE:
        return Link("gone", f"HTTP {status}")
    if status in _NOT_KNOWN:
        return Link("unknown", f"HTTP {status}")
    if not 200 <= status < 300:
        return Link("error", f"HTTP {status}")
    return Link("moved", moved_to) if moved_to else Link("ok")
