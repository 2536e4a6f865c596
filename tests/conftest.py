"""What tests of several rooms share."""

from collections.abc import Iterator

import pytest

from app.settings import ROOT
from tests.postgres import postgres_server
from tests.running_stack import Stack


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
