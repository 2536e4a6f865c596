"""What must hold for every text: no town is taken for another, ordinary words are no places."""

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.places import Gazetteer
from language.lexicon_words import FOREIGN_WORDS
from language.normalise import has_arabic_letter, words
from tests.knowledge.test_places import PLACES, QUARTERS, rows_of

SHORTEST_NAME = 6
LATIN, SCRIPT = "abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
NAMES = [
    (row["place_key"], name)
    for row in PLACES
    if row["place_type"] != "region"
    for name in dict.fromkeys(" ".join(words(row[column])) for column in ("name_fr", "name_ar", "name_en"))
    if len(name.replace(" ", "")) >= SHORTEST_NAME
]
SENTENCES = st.sampled_from(
    ["{}", "à {}", "je suis à {} avec ma famille", "médecin gratuit {}", "ana f {}", "أنا في {}"]
)
examples = settings(max_examples=200, deadline=None, database=None)


@st.composite
def misspelled_towns(draw: st.DrawFn) -> tuple[str, str]:
    """A town's key, and its name with one letter dropped, doubled, replaced or swapped with the next."""
    key, name = draw(st.sampled_from(NAMES))
    at = draw(st.integers(0, len(name) - 1))
    before, letter, after = name[:at], name[at], name[at + 1 :]
    other = draw(st.sampled_from(SCRIPT if has_arabic_letter(name) else LATIN))
    wrong = [before + after, before + letter + letter + after, before + other + after]
    wrong.append(before + after[:1] + letter + after[1:])
    return key, draw(st.sampled_from(wrong))


@given(misspelled_towns(), SENTENCES)
@examples
def test_a_town_with_one_wrong_letter_is_that_town_or_nothing(
    gazetteer: Gazetteer, misspelled: tuple[str, str], sentence: str
) -> None:
    key, text = misspelled
    assert {place.key for place in gazetteer.find(sentence.format(text))} <= {key}


@given(st.lists(st.sampled_from(sorted(FOREIGN_WORDS)), max_size=15))
@examples
def test_ordinary_words_are_no_places(gazetteer: Gazetteer, tokens: list[str]) -> None:
    places, rest = gazetteer.read(" ".join(tokens))
    assert [place.key for place in places] == []
    assert rest.split() == [word for token in tokens for word in words(token)]


@given(
    st.sampled_from([row["name_fr"] for row in rows_of("communes-ma.csv")]),
    st.sampled_from(QUARTERS),
    st.text(max_size=40),
)
@examples
def test_any_text_is_read_and_names_each_place_once(
    gazetteer: Gazetteer, commune: str, quarter: dict[str, str], text: str
) -> None:
    keys = [place.key for place in gazetteer.find(f"{text} {commune} {text} {quarter['name_fr']} {commune}")]
    assert len(keys) == len(set(keys))
