"""Changes the language by wish; it then stays."""

from dataclasses import replace

from bot.actions.answer_question import answer_text
from bot.actions.article_finding import CLEAR, search
from bot.actions.article_reply import article_reply
from bot.actions.base import DalilAction, Slots
from bot.actions.choices import language_choices, topic_choices
from bot.actions.shelf import library
from bot.actions.turn import Turn
from language.identify import LANGUAGES
from language.language_names import find_language_name
from language.normalise import words
from reply import Reply, Trace

_LONGEST_WISH = 9
"""Words; longer messages that name a language are often questions about learning it."""


class ChangeLanguage(DalilAction):
    """For `change_language`: by button, by name, else asks which one."""

    def name(self) -> str:
        """See `Action`."""
        return "action_change_language"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        if len(words(turn.text)) > _LONGEST_WISH and search(turn).best.probability >= CLEAR:
            with library().session() as session:
                return answer_text(turn, session)
        trace = Trace("command", turn.intent, turn.confidence, article="switch_language")
        wanted = turn.entities.get("language") or find_language_name(turn.text)
        if wanted not in LANGUAGES:
            return Reply(turn.words("ask_language"), turn.language, language_choices(), trace=trace), {}
        turn = replace(turn, language=wanted)
        reply = Reply(turn.words("language_changed"), wanted, topic_choices(turn), trace=trace, language_chosen=True)
        return _with_last_answer(turn, reply), {}


def _with_last_answer(turn: Turn, changed: Reply) -> Reply:
    """What was being talked about, again in the new language."""
    key = turn.slots.get("last_article")
    with library().session() as session:
        article = library().article(session, key) if key else None
        if article is None:
            return changed
        again = article_reply(turn, article, changed.trace)
    return replace(again, text=f"{changed.text}\n\n{again.text}", language_chosen=True)
