"""What somebody should look at again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.due import article_addresses, articles_due, months_before, service_addresses, services_due
from knowledge.load.articles import load_articles
from knowledge.models import Article, Organization, Service
from tests.knowledge.samples import small_content

TODAY = date(2026, 11, 27)
DUE = {
    "employment.job": ("normal", date(2026, 1, 1)),
    "health.doctor": ("high", date(2026, 11, 26)),
    "schooling.no_papers": ("high", date(2026, 11, 27)),
}


@pytest.fixture
def session(engine: Engine, tmp_path: Path) -> Iterator[Session]:
    """Three articles with the risks and dates of DUE."""
    with Session(engine) as session:
        load_articles(session, small_content(tmp_path / "content"))
        for article in session.scalars(select(Article)):
            article.risk, article.review_by = DUE[article.key]
        session.flush()
        yield session


def add_service(session: Session, name: str, assured: date | None, status: str = "active", source: str = "") -> None:
    organization = Organization(id=f"o-{name}-{assured}-{status}", name=name, type="association")
    service = Service(
        id=f"s-{name}-{assured}-{status}", organization=organization, name=name, description=f"{name} aide"
    )
    service.assured_date, service.status, service.source = assured, status, source
    session.add(service)
    session.flush()


def test_articles_past_their_date_come_with_the_highest_risk_first(session: Session) -> None:
    assert [due.key for due in articles_due(session, TODAY)] == ["health.doctor", "employment.job"]
    first = articles_due(session, TODAY)[0]
    assert (first.title, first.risk, first.review_by) == ("L'école sans papiers", "high", date(2026, 11, 26))


def test_of_the_same_risk_the_oldest_comes_first(session: Session) -> None:
    keys = [due.key for due in articles_due(session, TODAY, days=1)]
    assert keys == ["health.doctor", "schooling.no_papers", "employment.job"]


def test_only_published_articles_are_due(session: Session) -> None:
    for article in session.scalars(select(Article)):
        article.state = "draft"
    assert articles_due(session, TODAY, days=400) == []
    assert article_addresses(session) == {}


def test_an_address_is_named_with_all_articles_that_rest_on_it(session: Session) -> None:
    assert article_addresses(session) == {"https://www.example.org/school": sorted(DUE)}


def test_services_never_confirmed_come_first_then_the_oldest(session: Session) -> None:
    add_service(session, "Zeta", None)
    add_service(session, "Alpha", date(2025, 11, 26))
    add_service(session, "Beta", date(2025, 3, 1))
    add_service(session, "Recent", date(2025, 11, 27))
    add_service(session, "Closed", None, status="inactive")
    found = services_due(session, TODAY)
    assert [(due.organization, due.assured_date) for due in found] == [
        ("Zeta", None),
        ("Beta", date(2025, 3, 1)),
        ("Alpha", date(2025, 11, 26)),
    ]
    assert found[0].description == "Zeta aide"
    assert [due.organization for due in services_due(session, TODAY, months=18)] == ["Zeta", "Beta"]


def test_only_the_web_pages_among_the_sources_of_services_are_addresses(session: Session) -> None:
    add_service(session, "Zeta", None, source="https://zeta.example.org/a | rapport-2019.pdf | http://example.org/list")
    add_service(session, "Alpha", None, source="http://example.org/list")
    add_service(session, "Closed", None, status="defunct", source="https://closed.example.org/")
    assert service_addresses(session) == {
        "http://example.org/list": ["Alpha", "Zeta"],
        "https://zeta.example.org/a": ["Zeta"],
    }


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-11-27", 12, "2025-11-27"),
        ("2026-11-27", 0, "2026-11-27"),
        ("2026-01-31", 2, "2025-11-30"),
        ("2026-12-31", 1, "2026-11-30"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2026-03-31", 13, "2025-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
    ],
)
def test_months_before_a_day(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(before)
