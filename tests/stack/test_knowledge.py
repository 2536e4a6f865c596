"""What is published, and the directory, reach people and programs through the running stack, without a restart."""

import time
from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.changes import announce_articles
from knowledge.database import connect
from knowledge.models import Article, ArticleSample, ArticleSource, ArticleText
from tests.running_stack import Stack, descendants

pytestmark = pytest.mark.stack

KEY = "housing.beehive"
SECONDS_UNTIL_LIVE = 5.0
QUESTION = "est-ce que je peux louer une chambre avec ma ruche d'abeilles ?"
SAMPLES = (
    "Je peux louer une chambre avec une ruche d'abeilles ?",
    "louer un appartement avec ma ruche et mes abeilles",
    "le bail interdit les abeilles et la ruche, c'est légal ?",
)


@pytest.fixture
def published(stack: Stack) -> Iterator[None]:
    """An article that no file has, published in the database of the running stack; taken away afterwards."""
    engine = connect(f"sqlite:///{stack.data / 'dalil.db'}")
    texts = [
        ArticleText(
            language=language, title="Déclarer une ruche", label="Ruche", short="Oui.", answer="Oui, à la commune.",
            steps=[], papers=[], cost="", next="",
        )
        for language in ("fr", "ar", "en")
    ]  # fmt: skip
    article = Article(
        key=KEY, topic="housing", risk="normal", state="published", as_of="2026", review_by=date(2027, 1, 1),
        services=[], related=[], texts=texts,
        samples=[ArticleSample(language="fr", text=text) for text in SAMPLES],
        sources=[ArticleSource(position=0, title="Essai", year="2026")],
    )  # fmt: skip
    with Session(engine) as session, session.begin():
        session.add(article)
        announce_articles(session)
    yield
    with Session(engine) as session, session.begin():
        session.delete(session.scalars(select(Article).where(Article.key == KEY)).one())
        announce_articles(session)
    engine.dispose()


def test_an_article_that_is_published_now_is_answered_within_seconds_and_while_it_is_learned(
    stack: Stack, published: None
) -> None:
    time.sleep(SECONDS_UNTIL_LIVE)
    for _ in range(5):
        assert stack.ask(QUESTION)["trace"]["article"] == KEY
        assert stack.ask("comment inscrire mon fils à l'école ?")["trace"]["topic"] == "schooling"
        time.sleep(2)
    assert httpx.get(f"{stack.url}/api/articles/{KEY}").json()["answer"] == "Oui, à la commune."


def test_the_actions_are_one_process_so_that_what_was_read_at_the_start_is_what_answers(stack: Stack) -> None:
    (serving,) = stack.processes("bot.actions")
    assert not descendants(serving)


def test_programs_read_the_directory_beside_the_chat(stack: Stack) -> None:
    page = httpx.get(f"{stack.url}/api/services", params={"full": True, "per_page": 100}, timeout=30).json()
    assert page["total_items"] == 278
    assert len(page["contents"]) == 100
    assert httpx.get(f"{stack.url}/api/services", params={"search": "avocat"}).json()["total_items"] > 0


def test_a_service_says_whether_it_is_open(stack: Stack) -> None:
    reply = stack.ask("where is UNHCR in Rabat?")
    office = next(card for card in reply["services"] if "05 37 54 54 00" in card["phones"])
    assert office["hours"] == "Monday–Friday 09:00–15:00"
    assert office["open_now"]
