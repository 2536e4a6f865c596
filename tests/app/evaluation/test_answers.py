"""The fields of an output row; that they come from a running stack is shown in tests/stack."""

from app.evaluation.answers import judged
from reply import Choice, Reply, Trace


def test_choices_of_an_unsure_answer_are_reported_by_article_in_their_order() -> None:
    offered = (
        Choice("A", '/ask_health{"article": "health.emergency"}'),
        Choice("B", '/ask_health{"article": "health.hiv_tb"}'),
        Choice("C", "/menu"),
    )
    unsure = judged(Reply("Which?", "en", offered, trace=Trace("ambiguous", "ask_health", 0.123456)))
    assert unsure["choices"] == ["health.emergency", "health.hiv_tb"]
    assert unsure["article"] is None and unsure["confidence"] == 0.1235
    sure = judged(Reply("Yes.", "en", offered, trace=Trace("question", article="health.emergency")))
    assert (sure["article"], sure["choices"]) == ("health.emergency", [])
