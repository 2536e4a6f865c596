"""What tests of several rooms share, and which tests share a process."""

from collections.abc import Iterator

import pytest

from app.settings import ROOT
from tests.postgres import postgres_server
from tests.running_stack import Stack

_TOGETHER = "tests/bot/"
"""The room whose tests share something that takes long to make."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several processes, the tests of a file run in the same one, and so do those of the room that shares much."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(_TOGETHER if file.startswith(_TOGETHER) else file))


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The whole stack, started once. Its data folder stays, so that the model is only trained when its data change."""
    running = Stack(ROOT / "var" / "test")
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with postgres_server() as url:
        yield url
