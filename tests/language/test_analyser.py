"""The terms of a text for full-text search: forms of one word meet, other words do not."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.analyser import terms
from language.normalise import normalise, words

WRITTEN = st.text(st.one_of(st.characters(), st.sampled_from("aeéz ’-379٣والبكلمدرسةإىئ\u0301\u064b")))


def meet(one: str, other: str) -> bool:
    return bool(set(terms(one)) & set(terms(other)))


@pytest.mark.parametrize(
    "forms",
    [
        "مدرسة المدرسة للمدرسة بالمدرسة والمدرسة وبالمدرسة وللمدرسة فالمدرسة كالمدرسة لمدرسة بمدرسة ومدرسة فمدرسة",
        "مدرسة مدرستي مدرستنا مدرستهم مدرستها مدرستكم مدرسته",
        "إقامة اقامة الإقامه إقامتي إقامتك والإقامة بالإقامة",
        "بطاقة بطاقه البطاقات بطاقاتهم بطاقتي",
        "مستشفى مستشفي المستشفى للمستشفى المستشفيات",
        "لاجئ لاجئة لاجئين اللاجئون اللاجئات للاجئين لاجى",
        "مسؤول مسوول المسؤولين مسؤولة",
        "طفل الطفل طفلي طفلها للطفل",
        "أطفال اطفال الأطفال أطفالي أطفالنا",
        "معلم المعلم معلمة معلمون معلمين معلمات",
        "التحاق الالتحاق للالتحاق بالالتحاق",
        "الوالدين والدي والديه والدها",
        "لجوء اللجوء للجوء واللجوء باللجوء",
        "قانوني قانونية القانونية قانونيين",
        "شُغْل شغل الشّغل شغـــل",
    ],
)
def test_forms_of_a_word_meet_with_affixes_and_endings(forms: str) -> None:
    first, *others = forms.split()
    assert [other for other in others if not meet(first, other)] == []


@pytest.mark.parametrize(
    "forms",
    [
        "école écoles ÉCOLE Ecole ecole",
        "médecin médecins",
        "hôpital hôpitaux",
        "gratuit gratuite gratuits gratuitement",
        "travailler travaille travaillent travaillé travail",
        "inscrire inscrire",
        "étrangers étranger étrangère étrangères",
        "réfugiés réfugié réfugiée réfugiées refugee",
        "child childs child's",
        "school schools schooling",
        "work works working worked",
        "enrol enrols enrolling enrolled",
        "residence residences",
        "contract contracts contracted",
    ],
)
def test_forms_of_a_latin_word_meet(forms: str) -> None:
    first, *others = forms.split()
    assert [other for other in others if not meet(first, other)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مدرسة", "مستشفى"),
        ("طبيب", "طفل"),
        ("إقامة", "قيام"),
        ("عمل", "علم"),
        ("école", "échec"),
        ("refuser", "réfugié"),
        ("work", "word"),
        ("papier", "payer"),
        ("bghit", "bnti"),
    ],
)
def test_other_words_do_not_meet(one: str, other: str) -> None:
    assert not meet(one, other)


@pytest.mark.parametrize(
    ("latin", "other"),
    [
        ("bghit nchouf tbib", "طبيب"),
        ("weldi bgha yqra", "ولدي"),
        ("fin kayn sbitar", "السبيطار"),
        ("ma3ndich lwra9", "الوراق"),
        ("3afak bghit la9ama", "عافاك"),
    ],
)
def test_words_in_latin_letters_meet_the_same_words_in_the_other_script(latin: str, other: str) -> None:
    assert meet(latin, other)
    assert set(words(latin)) & set(terms(latin)), "and itself, as others write it in Latin letters"


def test_a_sentence_keeps_the_order_and_the_repetitions_of_its_words() -> None:
    assert terms("papiers, travail, papiers") == [*terms("papiers"), *terms("travail"), *terms("papiers")]


def test_short_words_keep_their_letters() -> None:
    assert [terms(word) for word in ("في", "من", "بيت", "a", "le")] == [["في"], ["من"], ["بيت"], ["a"], ["le"]]


@pytest.mark.parametrize("text", ["", "  ", "👍", "?!…", "'", "_", "\x00", "\u200f"])
def test_a_text_without_words_has_no_terms(text: str) -> None:
    assert terms(text) == []


@given(WRITTEN)
def test_any_text_gives_the_same_whole_terms_every_time(text: str) -> None:
    found = terms(text)
    assert terms(text) == found
    assert all(term and not any(letter.isspace() for letter in term) for term in found)
    assert (found == []) == (words(text) == [])


@given(WRITTEN)
def test_spellings_that_are_compared_as_one_have_the_same_terms(text: str) -> None:
    for other in (unicodedata.normalize("NFD", text), text.replace("'", "’"), f"  {text}\u200f "):
        assert terms(other) == terms(text)


@given(st.lists(st.sampled_from("مدرسة إِقامة لاجئ مستشفى أطفال école médecin Work TBIB bghit 7na l'asile".split())))
def test_case_accents_and_vowel_marks_never_count(said: list[str]) -> None:
    text = " ".join(said)
    assert terms(text) == terms(normalise(text)) == terms(text.upper())


@given(st.lists(st.sampled_from("مدرسة والعمل école travailler children works".split()), min_size=2))
def test_a_word_has_the_same_terms_alone_and_among_others(said: list[str]) -> None:
    """Only whole messages are read as Darija in Latin letters or not; all other words stand for themselves."""
    assert terms(" ".join(said)) == [term for word in said for term in terms(word)]
    assert all(terms(f"{one} {other}") == [*terms(one), *terms(other)] for one, other in pairwise(said))
