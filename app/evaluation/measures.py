"""The figures of an evaluation: what is counted on which messages, and what is to be reached."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.evaluation.share import Share, share
from reply.gold import Gold
from reply.judging import Answer, asks_for_article, right_article, right_or_offered

Pair = tuple[Gold, Answer]
_ENOUGH_WORDS = 3


@dataclass(frozen=True)
class Target:
    """The least share to reach, or the most to allow; `each_variety` is the limit for one variety, if another one."""

    limit: float
    at_most: bool = False
    each_variety: float | None = None

    def missed(self, value: float, one_variety: bool = False) -> bool:
        """Whether a share does not reach the limit."""
        limit = self.limit_of(one_variety)
        return value > limit if self.at_most else value < limit

    def limit_of(self, one_variety: bool) -> float:
        """The limit for all messages or for those of one variety."""
        return self.each_variety if one_variety and self.each_variety is not None else self.limit


@dataclass(frozen=True)
class Measure:
    """What counts, and on which messages."""

    name: str
    selects: Callable[[Gold], bool]
    counts: Callable[[Gold, Answer], bool]
    target: Target | None = None


@dataclass(frozen=True)
class Measured:
    """A measure's share of all messages and of each variety that has such messages."""

    measure: Measure
    overall: Share
    varieties: dict[str, Share]


def confidently_wrong(gold: Gold, got: Answer) -> bool:
    """Another article was answered as if it were certain."""
    return got["kind"] == "question" and got["article"] is not None and not right_article(gold, got)


def names_category(gold: Gold) -> bool:
    """Whether the message asks for a kind of service that is known."""
    return gold.kind == "service" and bool(gold.category)


def shows_its_language(gold: Gold) -> bool:
    """Whether the message is long enough to tell its language, and does not ask for another one."""
    return bool(gold.language) and len(gold.text.split()) >= _ENOUGH_WORDS and gold.article != "switch_language"


def speaks_of_no_danger(gold: Gold) -> bool:
    """Whether an emergency answer is a false alarm."""
    return gold.kind != "emergency" and not gold.danger


def same(field: str) -> Callable[[Gold, Answer], bool]:
    """A test whether a field of the answer is as it should be."""
    return lambda gold, got: bool(getattr(gold, field) == got[field])


def of_kind(kind: str) -> Callable[[Gold], bool]:
    """A test whether a message is of a kind."""
    return lambda gold: gold.kind == kind


def _urgent(_: Gold, got: Answer) -> bool:
    return bool(got["urgent"])


MEASURES = (
    Measure("right article first", asks_for_article, right_article, Target(0.85, each_variety=0.75)),
    Measure("right article first or offered", asks_for_article, right_or_offered, Target(0.95)),
    Measure("confidently wrong", asks_for_article, confidently_wrong, Target(0.03, at_most=True)),
    Measure("danger found", of_kind("emergency"), _urgent, Target(0.98)),
    Measure(
        "false alarms on look-alikes",
        lambda gold: gold.look_alike and speaks_of_no_danger(gold),
        _urgent,
        Target(0.10, at_most=True),
    ),
    Measure("false alarms elsewhere", lambda gold: not gold.look_alike and speaks_of_no_danger(gold), _urgent),
    Measure("language, 3 words and more", shows_its_language, same("language"), Target(0.98)),
    Measure("kind", lambda _: True, same("kind")),
    Measure("command", lambda gold: gold.kind == "command" and bool(gold.article), same("article")),
    Measure("small talk", lambda gold: gold.kind == "smalltalk" and bool(gold.article), same("article")),
    Measure("out of scope", of_kind("out_of_scope"), same("kind")),
    Measure("vague gets choices", of_kind("ambiguous"), same("kind")),
    Measure("service kind", of_kind("service"), same("kind")),
    Measure("service category", names_category, same("category"), Target(0.92)),
    Measure("place", lambda gold: bool(gold.place), same("place"), Target(0.96)),
)


def measured(pairs: Sequence[Pair]) -> list[Measured]:
    """Every measure that has messages to be measured on."""
    return [figures for measure in MEASURES if (figures := _measured(measure, pairs))]


def varieties_of(pairs: Iterable[Pair]) -> list[str]:
    """The varieties that occur, sorted."""
    return sorted({gold.variety for gold, _ in pairs if gold.variety})


def _measured(measure: Measure, pairs: Sequence[Pair]) -> Measured | None:
    selected = [(gold.variety, measure.counts(gold, got)) for gold, got in pairs if measure.selects(gold)]
    overall = share(result for _, result in selected)
    if overall is None:
        return None
    of_each = {
        variety: share(result for found, result in selected if found == variety) for variety in varieties_of(pairs)
    }
    return Measured(measure, overall, {variety: part for variety, part in of_each.items() if part})
