"""Puts the desk together."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine as Database

from app.settings import Settings
from bot.actions.article_reply import article_reply
from bot.actions.turn import Turn
from desk.context import Desk
from desk.routes import desk_routes
from gateway.addresses import AddressBook
from gateway.engine import Engine
from knowledge.load.articles import article_from
from reply import Reply, Trace


def add_desk(
    application: FastAPI,
    configuration: Settings,
    database: Database,
    engine: Engine,
    addresses: AddressBook,
    said: Callable[[int], None],
) -> None:
    """Add the pages for staff and administrators. `said` is told a conversation in which there is something to send."""
    desk = Desk(
        database,
        engine,
        addresses,
        said,
        preview,
        configuration.links_begin,
        configuration.operator,
        bool(configuration.whatsapp_template),
    )
    application.state.desk = desk
    application.include_router(desk_routes(desk))


def preview(content: Mapping[str, Any], language: str) -> Reply:
    """An article's content as the assistant answers it. Raises KeyError for a language that it lacks."""
    article = article_from(dict(content))
    turn = Turn("", language, f"ask_{article.topic}", 1.0, {}, {}, {}, None)
    return article_reply(turn, article, Trace(topic=article.topic, article=article.key, confidence=1.0))
