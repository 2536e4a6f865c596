"""The actions with the real content: loaded once, in a database of the tests' own."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from app.database import load, migrate
from app.settings import ROOT, Settings
from bot.actions import shelf
from bot.actions.base import DalilAction
from knowledge.library import Library
from knowledge.services import FoundServices, Wanted
from language.danger import find_danger
from language.identify import identify
from reply import Reply


@pytest.fixture(scope="session")
def bookshelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The library of the action server, on a freshly loaded database; its index is kept from run to run."""
    settings = Settings(data=tmp_path_factory.mktemp("knowledge"), database_url="")
    migrate(settings)
    load(settings)
    kept = ROOT / "var" / "test" / "search" / "actions.pickle"
    wanted = {"DALIL_DATABASE_URL": settings.database, "DALIL_SEARCH_INDEX": str(kept)}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    shelf.library.cache_clear()
    shelf.library()
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
    yield
    shelf.library.cache_clear()


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    """domain.yml as Rasa sends it along."""
    loaded: dict[str, Any] = yaml.load((ROOT / "domain.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


class Person:
    """Somebody in a conversation: what they say goes to an action; the slots it sets stay for the next turn."""

    def __init__(self, domain: dict[str, Any]) -> None:
        self._domain = domain
        self.slots: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.doubt: dict[str, float] = {}
        """What else the engine finds possible: intent → confidence."""

    def says_doubtfully(self, action: DalilAction, text: str, intent: str) -> Reply:
        """The same for a text of which the engine is not sure that it is `intent`."""
        return self._says(action, text, intent, 0.4, {})

    def says(self, action: DalilAction, text: str, intent: str, **entities: str) -> Reply:
        """The one reply to a text that the engine understood as `intent`; entities come from a tapped choice."""
        return self._says(action, text, intent, 0.9, entities)

    def _says(self, action: DalilAction, text: str, intent: str, confidence: float, entities: dict[str, str]) -> Reply:
        found = identify(text, self.metadata.get("language"))
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "intent_ranking": [
                {"name": name, "confidence": share} for name, share in {**self.doubt, intent: confidence}.items()
            ],
            "entities": [{"entity": name, "value": value} for name, value in entities.items()],
            "language": {"name": found.language, "certain": found.certain and not entities},
            "danger": find_danger(text),
            "metadata": self.metadata,
        }
        tracker = Tracker("person", dict(self.slots), message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = action.run(dispatcher, tracker, self._domain)
        self.slots.update({event["name"]: event["value"] for event in events})
        (sent,) = dispatcher.messages
        reply = Reply.from_dict(sent["custom"])
        chosen = self.metadata.get("language_chosen") or reply.language_chosen
        self.metadata = {"language": reply.language, "language_chosen": chosen}
        return reply


@pytest.fixture
def person(bookshelf: None, domain: dict[str, Any]) -> Person:
    """Somebody who begins a conversation."""
    return Person(domain)


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> list[Wanted]:
    """Every search for services, as it reaches the library."""
    searches: list[Wanted] = []
    search = Library.services

    def recorded(shelf: Library, session: Any, wanted: Wanted, *arguments: Any) -> FoundServices:
        searches.append(wanted)
        return search(shelf, session, wanted, *arguments)

    monkeypatch.setattr(Library, "services", recorded)
    return searches
