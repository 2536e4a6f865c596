"""What became of a message, read from the reply to it."""

import re

from reply import Reply

ANSWERED = "answered"
CHOICES = "choices"
"""Articles were offered to choose from."""
UNANSWERED = "unanswered"
"""Nothing was found, or the question is not one for this assistant."""
URGENT = "urgent"
"""Danger: the number to call came first."""
SERVICE_FOUND = "service_found"
NO_SERVICE = "no_service"
ASKED_BACK = "asked_back"
"""A search that still needs a town or a kind of service."""
HUMAN_ASKED = "human_asked"
OTHER = "other"
"""Greetings, menus, commands."""
NOT_READ = "not_read"
"""What the gateway says itself: a picture, a voice message that was not understood, too many messages."""

_ARTICLE = re.compile(r'\{"article": "([^"]+)"')


def outcome_of(reply: Reply) -> str:
    """One of the outcomes above."""
    trace = reply.trace
    if reply.urgent or trace.kind == "emergency":
        return URGENT
    if trace.kind == "service":
        return _outcome_of_search(reply)
    if trace.kind == "out_of_scope":
        return UNANSWERED
    if trace.kind in ("question", "ambiguous"):
        return _outcome_of_question(reply)
    return HUMAN_ASKED if trace.article == "human" else OTHER


def offered_articles(reply: Reply) -> dict[str, str]:
    """Payload → key, of the choices that are articles."""
    found = ((choice.payload, _ARTICLE.search(choice.payload)) for choice in reply.choices)
    return {payload: match[1] for payload, match in found if match}


def _outcome_of_search(reply: Reply) -> str:
    if reply.services:
        return SERVICE_FOUND
    return NO_SERVICE if reply.trace.category and reply.trace.place else ASKED_BACK


def _outcome_of_question(reply: Reply) -> str:
    if reply.trace.article:
        return ANSWERED
    if not reply.trace.intent and reply.trace.kind == "question":
        return NOT_READ
    return CHOICES if offered_articles(reply) else OTHER
