"""A message in the forms its readers need."""

from hypothesis import given
from hypothesis import strategies as st

from language.lexicon_words import DARIJA_WORDS
from language.normalise import words
from language.reading import read


def test_both_scripts_of_one_message_meet_in_the_words() -> None:
    latin, other = read("wach kayn tbib"), read("واش كاين طبيب")
    assert set(other.words) <= set(latin.words)
    assert {"wach", "kayn", "tbib"} <= set(latin.words)
    assert latin.meaning == other.meaning


def test_the_meaning_of_other_texts_is_the_text_itself() -> None:
    assert read("  Où est l’École ?").meaning == "Où est l'École ?"


def test_words_are_compared_without_accents_and_case() -> None:
    assert read("Où est l’École ?").words == ("ou", "est", "l", "ecole")


def test_an_empty_message_reads_as_nothing() -> None:
    assert read("👍 ").words == ()


def test_the_spellings_of_the_lexicon_are_normalised_like_all_others() -> None:
    """Else "ة" of the lexicon would never meet "ه" of a message."""
    missed = [
        latin
        for latin, spelled in DARIJA_WORDS.items()
        if spelled and not set(words(spelled)) <= set(read(f"wach kayn {latin}").words)
    ]
    assert missed == []
    assert any(spelled != " ".join(words(spelled)) for spelled in DARIJA_WORDS.values() if spelled)


@given(
    st.text(max_size=60) | st.lists(st.sampled_from("wach kayn 3afak l'école مدرسة 12 ! médecin".split())).map(" ".join)
)
def test_the_words_of_any_message_are_whole_and_each_as_normalise_leaves_it(text: str) -> None:
    read_words = read(text).words
    assert all(words(word) == [word] for word in read_words)
    assert read_words[: len(words(text))] == tuple(words(text))
