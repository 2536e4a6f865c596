"""Can a question be answered? Which part is not ready?"""

import asyncio

import httpx
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.settings import Settings
from gateway.engine import Engine
from knowledge.models import Article


async def health(settings: Settings, database: Database, engine: Engine) -> dict[str, str]:
    """Part → "ok" or what is wrong with it, for database, knowledge, engine and actions."""
    (stored, known), answers, acts = await asyncio.gather(
        asyncio.to_thread(_database, database), engine.is_ready(), _actions(settings.actions_url)
    )
    return {
        "database": stored,
        "knowledge": known,
        "engine": "ok" if answers else "does not answer",
        "actions": "ok" if acts else "does not answer",
    }


def says_ready(settings: Settings) -> bool:
    """Asks a running web process, as another program would, whether a question can be answered."""
    try:
        return httpx.get(f"{settings.web_url}/health", timeout=3.0).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _database(database: Database) -> tuple[str, str]:
    try:
        with database.connect() as connection:
            article = connection.scalar(select(Article.id).where(Article.state == "published").limit(1))
    except SQLAlchemyError:
        return "does not answer", "cannot be read"
    return "ok", "ok" if article else "no published article"


async def _actions(url: str) -> bool:
    async with httpx.AsyncClient(timeout=2.0) as client:
        try:
            response = await client.get(f"{url}/health")
        except httpx.HTTPError:
            return False
    return response.status_code == httpx.codes.OK
