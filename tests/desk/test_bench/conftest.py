"""The test bench on real databases, with a real, small engine."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from desk.context import Desk
from desk.tables import Base as DeskBase
from gateway.models import Base as GatewayBase
from knowledge import full_text
from knowledge.database import connect
from knowledge.models import Article, ArticleSample, ArticleSource, ArticleText, Place
from knowledge.models import Base as KnowledgeBase
from knowledge.models.place import PlaceName
from tests.desk.visitors import desk_on, pages_of
from tests.gateway.small_engine import SmallEngine, running

ARTICLES = {
    "schooling.no_papers": ("L'école sans papiers", "المدرسة بدون أوراق", "School without papers"),
    "schooling.documents": ("Le dossier d'inscription", "ملف التسجيل", "The school file"),
    "health.emergency": ("Urgence à l'hôpital", "الطوارئ في المستشفى", "Hospital emergency"),
}
"""Key → titles."""
SAMPLES = {
    "schooling.no_papers": "mon fils peut aller à l'école sans carte de séjour",
    "schooling.documents": "quels papiers pour inscrire ma fille",
    "health.emergency": "il saigne beaucoup où est l'hôpital",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def both_databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with three articles and one town; each test runs on both kinds."""
    if request.param == "sqlite":
        engine = connect(f"sqlite:///{tmp_path / 'bench.db'}")
    else:
        engine = connect(request.getfixturevalue("postgres_url"))
    for base in (KnowledgeBase, GatewayBase, DeskBase):
        base.metadata.drop_all(engine)
        base.metadata.create_all(engine)
    fill(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def desk_database(desk_database: Database) -> Database:
    """The desk's database with three articles and one town."""
    fill(desk_database)
    return desk_database


@pytest.fixture
def small_engine() -> Iterator[SmallEngine]:
    """An engine without answers: each test gives it its own."""
    with running(SmallEngine(lambda _: [])) as engine:
        yield engine


@pytest.fixture
def desk(desk_database: Database, small_engine: SmallEngine) -> Desk:
    """The desk with that engine."""
    return desk_on(desk_database, small_engine.url)


def fill(database: Database) -> None:
    """Three published articles, which can be found, and Rabat."""
    with Session(database) as session, session.begin():
        for key, titles in ARTICLES.items():
            session.add(_article(key, titles))
        full_text.index(session, full_text.ARTICLE, {key: [*ARTICLES[key], SAMPLES[key]] for key in ARTICLES})
        names = [PlaceName(spelling="Rabat", language="fr"), PlaceName(spelling="الرباط", language="ar")]
        session.add(Place(key="ma-rabat", type="city", region_key="ma-04", names=names))


def _article(key: str, titles: tuple[str, str, str]) -> Article:
    texts = [
        ArticleText(language=language, title=title, label=title[:24], short=f"{title}.", answer=f"{title}.")
        for language, title in zip(("fr", "ar", "en"), titles, strict=True)
    ]
    return Article(
        key=key, topic=key.partition(".")[0], risk="normal", state="published", as_of="2024",
        review_by=date(2027, 5, 31), texts=texts, samples=[ArticleSample(language="fr", text=SAMPLES[key])],
        sources=[ArticleSource(position=0, title="Loi d'exemple", year="2003")],
    )  # fmt: skip


@pytest.fixture
def application(desk: Desk) -> FastAPI:
    """Its pages, with the chat's scripts, which the previews use."""
    return pages_of(desk, with_chat=True)
