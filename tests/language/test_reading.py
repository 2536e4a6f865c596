"""A message in the forms its readers need."""

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
