"""What somebody should look at again: articles whose review is due, services nobody confirmed for long."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from knowledge.models import Article, Service
from knowledge.models.article import RISKS


@dataclass(frozen=True)
class DueArticle:
    """A published article to review."""

    key: str
    title: str
    risk: str
    review_by: date


@dataclass(frozen=True)
class DueService:
    """An active service to confirm. `assured_date` is None when nobody ever confirmed it."""

    organization: str
    description: str
    assured_date: date | None


def articles_due(session: Session, today: date, days: int = 0) -> list[DueArticle]:
    """Published articles whose `review_by` will have passed in so many days; high risk first, then the oldest."""
    query = select(Article).where(Article.state == "published", Article.review_by < today + timedelta(days=days))
    articles = session.scalars(query)
    found = [DueArticle(article.key, _title(article), article.risk, article.review_by) for article in articles]
    return sorted(found, key=lambda due: (-RISKS.index(due.risk), due.review_by, due.key))


def services_due(session: Session, today: date, months: int = 12) -> list[DueService]:
    """Active services never confirmed, then those confirmed longer ago than so many months, the oldest first."""
    long_ago = Service.assured_date < months_before(today, months)
    services = session.scalars(_active_services().where(or_(Service.assured_date.is_(None), long_ago)))
    found = [DueService(service.organization.name, service.description, service.assured_date) for service in services]
    return sorted(found, key=lambda due: (due.assured_date or date.min, due.organization, due.description))


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def article_addresses(session: Session) -> dict[str, list[str]]:
    """Addresses that published articles name as sources → the articles' keys."""
    found: dict[str, list[str]] = {}
    query = select(Article).where(Article.state == "published").order_by(Article.key)
    for article in session.scalars(query):
        for url in dict.fromkeys(source.url for source in article.sources if source.url):
            found.setdefault(url, []).append(article.key)
    return found


def service_addresses(session: Session) -> dict[str, list[str]]:
    """Addresses of pages in which active services were read → the names of their organisations."""
    found: dict[str, list[str]] = {}
    for service in session.scalars(_active_services()):
        for url in service.source.split(" | "):
            names = found.setdefault(url.strip(), [])
            if service.organization.name not in names:
                names.append(service.organization.name)
    return {url: sorted(names) for url, names in sorted(found.items()) if url.startswith(("http://", "https://"))}


def _active_services() -> Select[Service]:
    return select(Service).where(Service.status == "active").options(joinedload(Service.organization))


def _title(article: Article) -> str:
    titles = {text.language: text.title for text in article.texts}
    return titles.get("en") or next(iter(titles.values()), "")
