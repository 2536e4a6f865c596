"""What became of a message, read from the reply."""

import pytest

from gateway import outcomes
from gateway.outcomes import offered_articles, outcome_of
from reply import Choice, Reply, ServiceCard, Trace

ARTICLE = Choice("École", '/ask_schooling{"article": "schooling.free"}')
MENU = Choice("Tous les sujets", "/menu")
CARD = ServiceCard("Caritas", "food")


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply("", "fr", trace=Trace("question", "ask_health", 0.9, "health", "health.free")), outcomes.ANSWERED),
        (Reply("", "fr", (ARTICLE, MENU), trace=Trace("question", "ask_health", 0.4, "health")), outcomes.CHOICES),
        (Reply("", "fr", (ARTICLE, MENU), trace=Trace("ambiguous", "ask_health", 0.4)), outcomes.CHOICES),
        (Reply("", "fr", (MENU,), trace=Trace("ambiguous")), outcomes.OTHER),
        (Reply("", "fr", (MENU,), trace=Trace("out_of_scope", "ask_health", 0.9)), outcomes.UNANSWERED),
        (Reply("", "fr", urgent=True, trace=Trace("question", "danger", 0.9)), outcomes.URGENT),
        (Reply("", "fr", trace=Trace("emergency", "danger", 0.9)), outcomes.URGENT),
        (
            Reply("", "fr", services=(CARD,), trace=Trace("service", "find_service", category="health", place="Rabat")),
            outcomes.SERVICE_FOUND,
        ),
        (
            Reply("", "fr", trace=Trace("service", "find_service", category="health", place="Rabat")),
            outcomes.NO_SERVICE,
        ),
        (Reply("", "fr", trace=Trace("service", "find_service", category="health")), outcomes.ASKED_BACK),
        (Reply("", "fr", trace=Trace("command", "talk_to_human", article="human")), outcomes.HUMAN_ASKED),
        (Reply("", "fr", trace=Trace("command", "menu", article="menu")), outcomes.OTHER),
        (Reply("", "fr", trace=Trace("smalltalk", "greet", article="greet")), outcomes.OTHER),
        (Reply("a picture cannot be read", "fr"), outcomes.NOT_READ),
    ],
)
def test_each_reply_has_one_outcome(reply: Reply, outcome: str) -> None:
    assert outcome_of(reply) == outcome


def test_only_the_choices_that_are_articles_are_offered_articles() -> None:
    assert offered_articles(Reply("", "fr", (MENU, ARTICLE))) == {ARTICLE.payload: "schooling.free"}
