"""Is a question answered already? The assistant itself is asked, as somebody would ask it."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from anyio import from_thread
from sqlalchemy.orm import Session

from desk.articles.forms import article_titles
from desk.context import Desk
from desk.test_bench.conversations import NEWCOMER, let_engine_forget, new_engine_id
from gateway.engine import Engine, EngineError, as_text
from gateway.words import LANGUAGES
from knowledge.editing.content import Content
from reply import Reply

MOST_QUESTIONS = 9
_SAMPLES_PER_LANGUAGE = 2
_NEAR = 0.3
"""From this probability on an article is worth a look before a second one says the same."""
_SECONDS = 5.0


@dataclass(frozen=True)
class Answered:
    """A question, and the article that answers it (`is_sure`) or may."""

    question: str
    key: str
    title: str
    is_sure: bool


@dataclass(frozen=True)
class Asked:
    """Questions, and what answers them already; None when the assistant does not answer now."""

    questions: list[str]
    found: list[Answered] | None

    @property
    def sure(self) -> list[Answered]:
        """Those that answer a question already."""
        return [each for each in self.found or () if each.is_sure]

    @property
    def near(self) -> list[Answered]:
        """Those that are merely near."""
        return [each for each in self.found or () if not each.is_sure]


def new_questions(content: Content, before: Content | None) -> list[str]:
    """Titles and some sample questions of each language that the article did not have before."""
    return list(dict.fromkeys(question for language in LANGUAGES for question in _questions(content, before, language)))


def _questions(content: Content, before: Content | None, language: str) -> Iterator[str]:
    text = content["languages"][language]
    old = before["languages"].get(language, {}) if before else {}
    if text["title"] and text["title"] != old.get("title"):
        yield text["title"]
    new = [sample for sample in text["samples"] if sample not in old.get("samples", [])]
    yield from new[:_SAMPLES_PER_LANGUAGE]


def ask(desk: Desk, own_key: str, questions: list[str], language: str) -> Asked:
    """Ask the assistant what answers the questions now, apart from the article itself; titles are in `language`.

    For routes that run in a thread.
    """
    asked = questions[:MOST_QUESTIONS]
    names = [new_engine_id() for _ in asked]
    try:
        replies = from_thread.run(partial(_ask_all, desk.engine, names, asked))
    except EngineError:
        return Asked(asked, None)
    finally:
        with Session(desk.database) as session, session.begin():
            for name in names:
                let_engine_forget(session, name)
    with Session(desk.database) as session:
        titles = article_titles(session, language)
    answered = [_answered(question, reply, own_key, titles) for question, reply in zip(asked, replies, strict=True)]
    found: dict[str, Answered] = {}
    for each in sorted(filter(None, answered), key=lambda one: not one.is_sure):
        found.setdefault(each.key, each)
    return Asked(asked, list(found.values()))


async def _ask_all(engine: Engine, names: Sequence[str], questions: Sequence[str]) -> list[Reply]:
    asking = [
        engine.ask(name, as_text(question), dict(NEWCOMER), _SECONDS)
        for name, question in zip(names, questions, strict=True)
    ]
    return await asyncio.gather(*asking)


def _answered(question: str, reply: Reply, own_key: str, titles: dict[str, str]) -> Answered | None:
    answering = reply.trace.article if reply.trace.article in titles else None
    near = next((found.key for found in reply.trace.ranking if found.score >= _NEAR and found.key in titles), None)
    key = answering or near
    if key is None or key == own_key:
        return None
    return Answered(question, key, titles[key], is_sure=answering is not None)
