"""Differences as people read them."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.editing.comparing import ADDED, REMOVED, SAME, Change, Piece, changes
from knowledge.editing.content import changed_languages
from tests.knowledge.articles import right_content, with_text

BEFORE = right_content()


def marked(change: Change) -> list[str]:
    signs = {SAME: "{}", ADDED: "+{}+", REMOVED: "-{}-"}
    return ["".join(signs[piece.kind].format(piece.text) for piece in line) for line in change.lines]


def test_of_a_text_only_the_words_that_changed_are_marked() -> None:
    after = with_text(BEFORE, "fr", answer="Oui, votre fille peut aller à l'école publique.")
    (change,) = changes(BEFORE, after)
    assert (change.field, change.language) == ("answer", "fr")
    assert marked(change) == ["Oui, votre -enfant -+fille +peut aller à -l'école.-+l'école publique.+"]


def test_of_a_list_only_the_lines_that_changed_are_shown() -> None:
    before = with_text(BEFORE, "ar", steps=["Un", "Deux pas", "Trois"])
    after = with_text(BEFORE, "ar", steps=["Un", "Deux sauts", "Trois", "Quatre"])
    (change,) = changes(before, after)
    assert marked(change) == ["Deux -pas-+sauts+", "+Quatre+"]


def test_another_order_of_samples_is_no_difference_and_of_steps_it_is_one() -> None:
    before = with_text(BEFORE, "fr", samples=["a", "b"], steps=["a", "b"])
    after = with_text(BEFORE, "fr", samples=["b", "a"], steps=["b", "a"])
    assert [change.field for change in changes(before, after)] == ["steps"]


def test_sources_dates_and_risk_are_compared_and_a_source_reads_as_one_line() -> None:
    after = {**BEFORE, "risk": "high", "verified_on": "2026-11-01", "sources": [{"title": "Loi 02-03", "year": "2021"}]}
    found = {change.field: marked(change) for change in changes(BEFORE, after)}
    assert found == {
        "risk": ["-normal-+high+"],
        "verified_on": ["+2026-11-01+"],
        "sources": ["Loi 02-03 · -2003-+2021+"],
    }


def test_what_is_the_same_has_no_changes() -> None:
    assert changes(BEFORE, right_content()) == []


def test_languages_whose_texts_changed_are_known_and_samples_do_not_count() -> None:
    after = with_text(with_text(BEFORE, "ar", next="اسألوني"), "fr", samples=["encore"])
    assert changed_languages(BEFORE, after) == ["ar"]


@given(before=st.text("ab \n", max_size=30), after=st.text("ab \n", max_size=30))
def test_both_texts_can_be_read_out_of_their_difference(before: str, after: str) -> None:
    found = changes(with_text(BEFORE, "fr", next=before), with_text(BEFORE, "fr", next=after))
    pieces: list[Piece] = [piece for change in found for line in change.lines for piece in line]
    if before == after:
        assert pieces == []
    else:
        assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == before
        assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == after
