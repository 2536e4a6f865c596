"""A desk with two live articles, and people who write."""

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine as Database

from desk.context import Desk
from tests.desk.visitors import pages_of
from tests.knowledge.articles import KEY, make_live, right_content, with_text

OTHER = "schooling.canteen"


@pytest.fixture
def live(desk_database: Database) -> None:
    """A normal article, and one of high risk with an Arabic title of its own."""
    high = with_text(right_content(risk="high"), "ar", title="زيارة الطبيب")
    make_live(desk_database, with_text(high, "fr", title="Voir un médecin"), right_content(OTHER))


@pytest.fixture
def application(desk: Desk, live: None) -> FastAPI:
    """The desk's pages, with the articles there."""
    return pages_of(desk)


__all__ = ["KEY", "OTHER"]
