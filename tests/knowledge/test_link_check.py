"""Asking whether web addresses still answer: what is reported, and how politely it is asked."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from knowledge.link_check import Link, check_links

Asked = tuple[str, str]


class Site(ThreadingHTTPServer):
    """A web site that keeps what it was asked and when."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.asked: list[Asked] = []
        self.times: list[float] = []
        self.user_agents: set[str] = set()
        self.at_once = 0
        self.most_at_once = 0
        self.lock = threading.Lock()
        self.redirects: dict[str, tuple[int, str]] = {}
        self.closed = threading.Event()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Page(BaseHTTPRequestHandler):
    """Answers /404 with 404, /405-200 with 405 to HEAD and 200 to GET, and takes its time for /slow."""

    server: Site
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.answer(0)

    def do_GET(self) -> None:
        self.answer(1)

    def answer(self, which: int) -> None:
        site = self.server
        with site.lock:
            site.asked.append((self.command, self.path))
            site.times.append(time.monotonic())
            site.user_agents.add(self.headers["User-Agent"])
            site.at_once += 1
            site.most_at_once = max(site.most_at_once, site.at_once)
        site.closed.wait(30 if self.path == "/silent" else 0.02)
        status, target = site.redirects.get(self.path, (0, ""))
        if not status:
            wanted = self.path.strip("/").split("-")
            status = int(wanted[min(which, len(wanted) - 1)]) if wanted[0].isdecimal() else 200
        with site.lock:
            site.at_once -= 1
        self.send_response(status)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0" if which == 0 else str(10**9))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: the output of the tests stays readable."""


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, Site]]:
    """Two sites, which are two hosts."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    both = Site(), Site()
    for site in both:
        threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield both
    for site in both:
        site.closed.set()
        site.shutdown()
        site.server_close()


@pytest.fixture
def site(sites: tuple[Site, Site]) -> Site:
    return sites[0]


def check(*addresses: str, pause: float = 0.0, timeout: float = 5.0) -> dict[str, Link]:
    return check_links(addresses, pause=pause, timeout=timeout)


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/page", Link("ok")),
        ("/404", Link("gone", "HTTP 404")),
        ("/410", Link("gone", "HTTP 410")),
        ("/405-200", Link("ok")),
        ("/501-200", Link("ok")),
        ("/403-200", Link("ok")),
        ("/405-404", Link("gone", "HTTP 404")),
        ("/403", Link("unknown", "HTTP 403")),
        ("/429", Link("unknown", "HTTP 429")),
        ("/500", Link("error", "HTTP 500")),
        ("/503", Link("error", "HTTP 503")),
    ],
)
def test_an_answer_is_judged(site: Site, path: str, link: Link) -> None:
    assert check(site.address(path)) == {site.address(path): link}


def test_a_page_is_asked_for_whole_only_when_its_headers_are_refused(site: Site) -> None:
    check(site.address("/page"), site.address("/405-200"), site.address("/404"))
    assert Counter(site.asked) == Counter(
        [("HEAD", "/page"), ("HEAD", "/405-200"), ("GET", "/405-200"), ("HEAD", "/404")]
    )


def test_a_page_is_never_read(site: Site) -> None:
    """The page says that it has 1 GB and sends none of it: whoever read it would wait until the timeout."""
    assert check(site.address("/405-200"), timeout=2.0)[site.address("/405-200")] == Link("ok")


def test_what_moved_for_good_is_reported_with_its_new_address(sites: tuple[Site, Site]) -> None:
    site, other = sites
    site.redirects = {
        "/old": (301, "/older"),
        "/older": (308, other.address("/new")),
        "/elsewhere": (302, "/page"),
        "/mixed": (301, "/elsewhere"),
        "/late": (302, "/old"),
        "/vanished": (301, "/404"),
    }
    links = check(*map(site.address, site.redirects))
    assert {path: links[site.address(path)] for path in site.redirects} == {
        "/old": Link("moved", other.address("/new")),
        "/older": Link("moved", other.address("/new")),
        "/elsewhere": Link("ok"),
        "/mixed": Link("moved", site.address("/elsewhere")),
        "/late": Link("ok"),
        "/vanished": Link("gone", "HTTP 404"),
    }


@pytest.mark.parametrize(
    ("target", "said"),
    [("/round", "without end"), ("ftp://example.org/", "leads to ftp:"), ("file:///x", "leads to file:")],
)
def test_a_redirect_that_leads_nowhere_is_an_error(site: Site, target: str, said: str) -> None:
    site.redirects = {"/round": (302, target)}
    link = check(site.address("/round"))[site.address("/round")]
    assert link.state == "error"
    assert said in link.detail


def test_a_silent_server_is_given_up_after_the_timeout(site: Site) -> None:
    started = time.monotonic()
    assert check(site.address("/silent"), timeout=0.3) == {
        site.address("/silent"): Link("error", "no answer within 0.3 s")
    }
    assert time.monotonic() - started < 5


def test_a_server_that_is_not_there_is_an_error() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert check(address) == {address: Link("error", "no connection")}


@pytest.mark.parametrize("address", ["http://[bad/", "http://", "http://127.0.0.1:99999/"])
def test_what_is_no_address_is_an_error_and_stops_nothing(site: Site, address: str) -> None:
    links = check(address, site.address("/page"))
    assert links[address].state == "error"
    assert links[site.address("/page")] == Link("ok")


def test_only_web_addresses_are_asked_and_each_once(site: Site) -> None:
    addresses = [site.address("/page"), "rapport 2019.pdf", "ftp://127.0.0.1/x", "", site.address("/page")]
    assert check(*addresses) == {site.address("/page"): Link("ok")}
    assert site.asked == [("HEAD", "/page")]


def test_who_asks_says_so(site: Site) -> None:
    check(site.address("/page"))
    (name,) = site.user_agents
    assert name.startswith("Dalil/")


def test_a_host_gets_one_request_at_a_time_also_when_others_lead_to_it(sites: tuple[Site, Site]) -> None:
    site, other = sites
    other.redirects = {f"/to-{number}": (302, site.address(f"/page-{number}")) for number in range(6)}
    check(*(site.address(f"/own-{number}") for number in range(6)), *map(other.address, other.redirects))
    assert len(site.asked) == 12
    assert (site.most_at_once, other.most_at_once) == (1, 1)


def test_there_is_a_pause_between_two_requests_to_a_host(site: Site) -> None:
    check(site.address("/405-200"), site.address("/page"), pause=0.2)
    pauses = [after - before for before, after in zip(site.times, site.times[1:], strict=False)]
    assert len(pauses) == 2
    assert min(pauses) >= 0.2


def test_different_hosts_are_asked_at_the_same_time(sites: tuple[Site, Site]) -> None:
    started = time.monotonic()
    check(*(site.address("/silent") for site in sites), timeout=1.0)
    assert time.monotonic() - started < 1.9
