"""What commands and small talk share: a message that only resembles one may be a question or a search after all."""

from abc import abstractmethod

from bot.actions.answer_question import answer_found, offer
from bot.actions.article_finding import CLEAR, search
from bot.actions.base import DalilAction, Slots
from bot.actions.find_services import search_services
from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.categories import find_category
from reply import Reply

_DOUBTFUL = 0.6
"""Below this confidence of the intent, a question that search is sure of is answered instead."""
_PERHAPS_SEARCHES = 0.02
"""From this probability on a message that names a kind of service is taken for a search instead."""


class DoubtfulAction(DalilAction):
    """An action whose intent short messages are easily taken for."""

    @abstractmethod
    def answer_surely(self, turn: Turn) -> tuple[Reply, Slots]:
        """The reply and slots to a message that is what its intent says."""

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        return _rather_a_question(turn) or self.answer_surely(turn)


def _rather_a_question(turn: Turn) -> tuple[Reply, Slots] | None:
    """What search makes of a message that is only perhaps what its intent says: an answer that it is sure of.

    A word or two that name a subject ("health") get that subject's choices; who names a kind of service, gets those.
    """
    if turn.entities or turn.confidence >= CLEAR:
        return None
    names_service = find_category(turn.text) is not None
    if not names_service and turn.confidence >= _DOUBTFUL:
        return None
    found = search(turn)
    with library().session() as session:
        if found.vague and names_service:
            return offer(turn, session, found)
        if names_service and turn.intents.get("find_service", 0.0) >= _PERHAPS_SEARCHES:
            return search_services(turn)
        if turn.confidence < _DOUBTFUL and not found.vague and found.best.probability >= CLEAR:
            return answer_found(turn, session, found)
    return None
