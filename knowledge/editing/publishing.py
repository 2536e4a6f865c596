"""What changes the articles that are live: publishing and archiving."""

from sqlalchemy.orm import Session

from knowledge.changes import announce_articles
from knowledge.editing.checking import as_file
from knowledge.editing.content import content_of
from knowledge.editing.drafts import demand_finished
from knowledge.editing.refusals import Refused
from knowledge.editing.versions import article_row, demand_unchanged, next_number, open_version, record_current
from knowledge.load.articles import refill
from knowledge.models import Article, ArticleVersion
from knowledge.models.article_version import ARCHIVED, IN_REVIEW, PUBLISHED, REPLACED
from knowledge.models.base import now


def publish(session: Session, user_name: str, key: str, token: str) -> ArticleVersion:
    """Make what was handed in live, in the caller's transaction: readers notice it within seconds.

    Raises EditedMeanwhile, and Refused: "not_handed_in"; "two_people" with the user's `name` when the version or what
    it replaces is of high risk and the user changed something in it; "unfinished" and "nothing_changed".
    """
    demand_unchanged(session, key, token)
    version = open_version(session, key)
    if version is None or version.state != IN_REVIEW:
        raise Refused("not_handed_in")
    article = article_row(session, key)
    if needs_second_person(version, article) and user_name in version.authors:
        raise Refused("two_people", name=user_name)
    demand_finished(session, version)
    before = record_current(session, article) if article else None
    article = _made_live(session, article, version)
    if before:
        before.state = REPLACED
        session.flush()
    version.state, version.published_by, version.published_at = PUBLISHED, user_name, now()
    version.content = content_of(article)
    announce_articles(session, [key])
    return version


def archive(session: Session, user_name: str, key: str, token: str, comment: str) -> ArticleVersion:
    """Take an article off: it is not answered any more. One person is enough, so that a wrong answer goes at once.

    Raises EditedMeanwhile and Refused ("not_live").
    """
    demand_unchanged(session, key, token)
    article = article_row(session, key)
    if article is None or article.state != "published":
        raise Refused("not_live")
    before = record_current(session, article)
    article.state = "archived"
    if before:
        before.state = REPLACED
        session.flush()
    version = ArticleVersion(
        article_key=key,
        number=next_number(session, key),
        state=ARCHIVED,
        content=content_of(article),
        authors=[],
        created_by=user_name,
        changed_by=user_name,
        published_by=user_name,
        published_at=now(),
        comment=comment.strip(),
        comment_by=user_name,
    )
    session.add(version)
    announce_articles(session, [key])
    return version


def needs_second_person(version: ArticleVersion, article: Article | None) -> bool:
    """True when whoever publishes must not have written: of high risk is what is, or what it takes the place of."""
    return version.content["risk"] == "high" or (article is not None and article.risk == "high")


def _made_live(session: Session, article: Article | None, version: ArticleVersion) -> Article:
    article = article or Article(key=version.article_key)
    refill(session, article, as_file(version.content).content)
    session.add(article)
    return article
