"""Who works at the desk of the running stack: the same people for all its tests."""

from collections.abc import Iterator

import pytest

from tests.running_stack import Stack
from tests.stack.desk_visitor import DeskVisitor, new_user


@pytest.fixture(scope="session")
def administrator(stack: Stack) -> Iterator[DeskVisitor]:
    yield from _at_work(stack, "Nadia", "administrator")


@pytest.fixture(scope="session")
def editor(stack: Stack) -> Iterator[DeskVisitor]:
    yield from _at_work(stack, "Youssef", "editor")


def _at_work(stack: Stack, name: str, role: str) -> Iterator[DeskVisitor]:
    new_user(stack, name, role)
    visitor = DeskVisitor(stack)
    assert visitor.sign_in(name).headers.get("location") == "/desk"
    yield visitor
    visitor.close()
