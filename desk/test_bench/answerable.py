"""What answers can name: whether something that is said to be right can be an answer at all."""

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.engine import LONGEST_TEXT
from gateway.words import LANGUAGES
from knowledge.categories import categories
from knowledge.models import Article
from knowledge.models.place import PlaceName
from reply.gold import KINDS, Gold

_LONGEST = {"variety": 40, "language": 8, "article": 80, "category": 80, "place": 80, "danger": 40}
"""Characters that the columns hold."""


class NotRight(Exception):
    """What was said to be right cannot be; nothing was changed. `problems` is the key of a word for each field."""

    def __init__(self, problems: dict[str, str]) -> None:
        """Keep the problems."""
        super().__init__(", ".join(problems.values()))
        self.problems = problems


class Answerable:
    """Articles, places and kinds of service; what was looked up once is not looked up again."""

    def __init__(self, session: Session) -> None:
        """Read in that transaction, and write nothing."""
        self._session = session
        self._articles: frozenset[str] | None = None
        self._places: dict[str, str | None] = {}

    def checked(self, gold: Gold) -> Gold:
        """The same, tidied up: places by their official name. Raises NotRight for what no answer could fulfil."""
        gold = replace(gold, text=gold.text.replace("\0", "").strip())
        place = self._official(gold.place.strip()) if gold.place else None
        problems = {
            "text": _text_problem(gold.text),
            "kind": "" if gold.kind in KINDS else "test_bench.problem_kind",
            "language": "" if gold.language in (None, *LANGUAGES) else "test_bench.problem_language",
            "article": self._article_problem(gold),
            "category": _category_problem(gold),
            "place": "test_bench.problem_place" if gold.place and not place else "",
        }
        too_long = {name: "test_bench.problem_too_long" for name, most in _LONGEST.items()
                    if len(getattr(gold, name) or "") > most}  # fmt: skip
        found = {name: problem for name, problem in (too_long | problems).items() if problem}
        if found:
            raise NotRight(found)
        return replace(gold, place=place)

    def _article_problem(self, gold: Gold) -> str:
        if gold.kind != "question":
            return ""
        if not gold.article:
            return "test_bench.problem_article_missing"
        if self._articles is None:
            self._articles = frozenset(self._session.scalars(select(Article.key)))
        return "" if gold.articles <= self._articles else "test_bench.problem_article"

    def _official(self, typed: str) -> str | None:
        """The French name, by which a place is called in a trace, of the place with that spelling."""
        if typed not in self._places:
            spelled = select(PlaceName.place_key).where(func.lower(PlaceName.spelling) == typed.lower())
            names = select(PlaceName.spelling).where(PlaceName.place_key.in_(spelled), PlaceName.language == "fr")
            found = list(self._session.scalars(names.order_by(PlaceName.place_key)))
            self._places[typed] = typed if typed in found else next(iter(found), None)
        return self._places[typed]


def _text_problem(text: str) -> str:
    if not text:
        return "test_bench.problem_text_missing"
    return "test_bench.problem_too_long" if len(text) > LONGEST_TEXT else ""


def _category_problem(gold: Gold) -> str:
    return "test_bench.problem_category" if gold.category and gold.category not in categories() else ""
