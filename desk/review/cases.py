"""Which exchanges of the message log are to be reviewed, and why.

Never those of danger: what people write then is kept nowhere else. Never those that a human answered: the log has no
reply of the assistant to them.
"""

from sqlalchemy.orm import Session

from gateway.exchanges import THUMB_DOWN, Exchange, Next, earlier, following
from gateway.outcomes import (
    ANSWERED,
    ASKED_BACK,
    CHOICES,
    NO_SERVICE,
    SERVICE_FOUND,
    UNANSWERED,
    URGENT,
    offered_articles,
    outcome_of,
)
from knowledge.models import ReviewEntry, review
from knowledge.review import review_entry, says_something
from knowledge.review.alike import is_alike
from reply import Reply

_UNSURE = (UNANSWERED, CHOICES)
_LIKED_OR_NOT = (ANSWERED, SERVICE_FOUND, NO_SERVICE, ASKED_BACK)


def case_of(session: Session, exchange: Exchange) -> ReviewEntry | None:
    """The entry for a question that got no sure answer; None when there is nothing to review.

    A person who asks the same twice is counted once, as long as the log knows the first time. What somebody calls
    wrong next was kept by the assistant already.
    """
    if not _is_unsure(exchange) or not says_something(exchange.text):
        return None
    then = following(session, exchange)
    reason, article = _reason(exchange.reply, then)
    if reason is None or _is_called_wrong(then) or _has_asked_before(session, exchange, exchange.text):
        return None
    return review_entry(reason, exchange.text, exchange.reply.language, article, _nearest(exchange.reply), exchange.at)


def case_of_disliked(session: Session, exchange: Exchange) -> ReviewEntry | None:
    """The entry for an answer with a thumb down; None when there is nothing to review, or it has one already."""
    if outcome_of(exchange.reply) not in _LIKED_OR_NOT or _is_called_wrong(following(session, exchange)):
        return None
    question = _question_before(session, exchange) if exchange.payload else exchange.text
    if question is None or not says_something(question):
        return None
    trace = exchange.reply.trace
    entry = review_entry(
        review.THUMBS_DOWN, question, exchange.reply.language, trace.article, _nearest(exchange.reply), exchange.at
    )
    entry.counts = not _has_asked_before(session, exchange, question)
    return entry


def _is_unsure(exchange: Exchange) -> bool:
    return exchange.payload is None and outcome_of(exchange.reply) in _UNSURE


def _reason(reply: Reply, then: Next | None) -> tuple[str | None, str | None]:
    """Why it is reviewed, and the article that was taken; who only named a subject and took a choice is content."""
    if outcome_of(reply) == UNANSWERED:
        return review.UNANSWERED, None
    taken = _taken(reply, then)
    if taken is None:
        return review.CHOICES_IGNORED, None
    return (None if reply.trace.kind == "ambiguous" else review.LOW_CONFIDENCE), taken


def _taken(reply: Reply, then: Next | None) -> str | None:
    """The article that was taken among the choices: tapped, named by number or title, or with "yes"."""
    if then is None:
        return None
    offered = offered_articles(reply)
    if then.payload in offered:
        return offered[then.payload]
    agreed = then.reply and then.reply.trace.intent == "affirm" and then.reply.trace.article in offered.values()
    return then.reply.trace.article if agreed and then.reply else None


def _is_called_wrong(then: Next | None) -> bool:
    return bool(then and then.reply and then.reply.trace.article == review.WRONG_ANSWER)


def _has_asked_before(session: Session, exchange: Exchange, question: str) -> bool:
    """True when the person has an entry for this question already."""
    return any(
        (_is_unsure(before) or before.feedback == THUMB_DOWN) and is_alike(before.text, question)
        for before in earlier(session, exchange)
    )


def _question_before(session: Session, exchange: Exchange) -> str | None:
    """What somebody had asked who then tapped a choice; None if it was danger or is gone."""
    asked = next((before for before in earlier(session, exchange) if before.payload is None), None)
    return asked.text if asked and outcome_of(asked.reply) != URGENT else None


def _nearest(reply: Reply) -> str | None:
    """The article that search found nearest."""
    keys = [*(article.key for article in reply.trace.ranking), *offered_articles(reply).values()]
    return next(iter(keys), None)
