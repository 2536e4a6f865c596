"""What each figure counts, and on which messages."""

import pytest

from app.evaluation.measures import Pair, Target, measured
from app.evaluation.share import Share
from tests.app.evaluation.samples import gold, got, question


def of(name: str, *pairs: Pair) -> Share | None:
    """The overall share of a measure, None when it is left out."""
    return {figures.measure.name: figures.overall for figures in measured(pairs)}.get(name)


@pytest.mark.parametrize(
    ("answer", "first", "offered", "wrong"),
    [
        (got(article="health.doctor"), 1, 1, 0),
        (got(article="health.pharmacy"), 1, 1, 0),
        (got(article="asylum.how"), 0, 0, 1),
        (got(choices=["health.doctor", "asylum.how"]), 1, 1, 0),
        (got(choices=["asylum.how", "health.doctor"]), 0, 1, 0),
        (got("ambiguous", choices=["asylum.how", "health.pharmacy"]), 0, 1, 0),
        (got("out_of_scope"), 0, 0, 0),
        (got("emergency", article="asylum.how", urgent=True), 0, 0, 0),
    ],
)
def test_an_article_is_right_when_first_offered_among_choices_and_wrong_only_when_certain(
    answer: dict[str, object], first: int, offered: int, wrong: int
) -> None:
    pair = gold(article="health.doctor", also=("health.pharmacy",)), answer
    assert of("right article first", pair) == Share(first, 1)
    assert of("right article first or offered", pair) == Share(offered, 1)
    assert of("confidently wrong", pair) == Share(wrong, 1)


def test_questions_without_a_known_article_are_not_judged_by_article() -> None:
    assert of("right article first", (gold(), got(article="asylum.how"))) is None
    assert of("confidently wrong", (gold(), got(article="asylum.how"))) is None


def test_danger_and_false_alarms_are_counted_apart() -> None:
    alarm, calm = got("emergency", urgent=True), got()
    pairs = [
        (gold("emergency"), alarm),
        (gold("emergency"), calm),
        (gold(look_alike=True), alarm),
        (gold(look_alike=True), calm),
        (gold(look_alike=True), calm),
        (gold("service"), alarm),
        (gold("smalltalk"), calm),
        (gold("question"), calm),
        (gold("question"), calm),
    ]
    assert of("danger found", *pairs) == Share(1, 2)
    assert of("false alarms on look-alikes", *pairs) == Share(1, 3)
    assert of("false alarms elsewhere", *pairs) == Share(1, 4)


@pytest.mark.parametrize("alike", [True, False])
def test_an_alarm_at_a_question_that_speaks_of_danger_besides_is_not_false(alike: bool) -> None:
    pair = gold(danger="violence", look_alike=alike), got("emergency", urgent=True)
    assert of("false alarms on look-alikes", pair) is None
    assert of("false alarms elsewhere", pair) is None


def test_language_is_judged_from_three_words_on_and_not_when_another_one_is_asked_for() -> None:
    name = "language, 3 words and more"
    assert of(name, (gold(text="un deux trois", language="fr"), got(language="fr"))) == Share(1, 1)
    assert of(name, (gold(text="un deux trois", language="fr"), got(language="en"))) == Share(0, 1)
    assert of(name, (gold(text="un deux", language="fr"), got(language="en"))) is None
    assert of(name, (gold(text="un deux trois"), got())) is None
    switch = gold("command", "in Arabic please", language="en", article="switch_language")
    assert of(name, (switch, got("command", language="ar"))) is None


def test_kinds_are_judged_on_their_own_messages() -> None:
    pairs = [
        (gold("out_of_scope"), got("out_of_scope")),
        (gold("ambiguous"), got("question")),
        (gold("service", category="health"), got("service", category="asylum")),
        (gold("command", article="menu"), got("command", "menu")),
        (gold("smalltalk", article="greet"), got("smalltalk", "thank")),
    ]
    assert of("kind", *pairs) == Share(4, 5)
    assert of("out of scope", *pairs) == Share(1, 1)
    assert of("vague gets choices", *pairs) == Share(0, 1)
    assert of("command", *pairs) == Share(1, 1)
    assert of("small talk", *pairs) == Share(0, 1)
    assert of("service kind", *pairs) == Share(1, 1)
    assert of("service category", *pairs) == Share(0, 1)


def test_what_is_not_said_to_be_right_is_not_judged() -> None:
    pairs = [
        (gold("service"), got("service", category="health")),
        (gold("command"), got("command", "menu")),
        (gold("smalltalk"), got("smalltalk", "thank")),
    ]
    figures = {figures.measure.name for figures in measured(pairs)}
    assert figures == {"service kind", "kind", "false alarms elsewhere"}


def test_a_place_is_judged_wherever_one_is_named() -> None:
    pairs = [(gold(place="Fès"), got(place="Fès")), (gold("service", place="Fès"), got("service")), (gold(), got())]
    assert of("place", *pairs) == Share(1, 2)


def test_each_variety_has_its_own_share_and_one_without_messages_has_none() -> None:
    pairs = [
        question("a.b", "a.b", variety="msa"),
        question("a.b", "a.c", variety="darija"),
        (gold("emergency", variety="french"), got(urgent=True)),
        question("a.b", "a.b"),
    ]
    (first, *_) = measured(pairs)
    assert first.overall == Share(2, 3)
    assert first.varieties == {"darija": Share(0, 1), "msa": Share(1, 1)}


@pytest.mark.parametrize(
    ("target", "value", "missed", "missed_by_variety"),
    [
        (Target(0.85, each_variety=0.75), 0.84, True, False),
        (Target(0.85, each_variety=0.75), 0.74, True, True),
        (Target(0.85, each_variety=0.75), 0.85, False, False),
        (Target(0.95), 0.94, True, True),
        (Target(0.03, at_most=True), 0.03, False, False),
        (Target(0.03, at_most=True), 0.04, True, True),
    ],
)
def test_a_target_is_missed_below_the_least_or_above_the_most(
    target: Target, value: float, missed: bool, missed_by_variety: bool
) -> None:
    assert target.missed(value) is missed
    assert target.missed(value, one_variety=True) is missed_by_variety
