"""Every problem of an article has words, and is never told in the English of files."""

import pytest

from desk.articles.telling import told
from desk.wording import Words
from gateway.words import LANGUAGES
from knowledge.content_check.problems import SENTENCES, Problem, problem

ONLY_IN_FILES = {
    "no_fields", "field_missing", "field_unknown", "no_text_list", "no_list", "source_fact", "language_unknown",
    "language_missing", "text_field_missing", "text_field_unknown", "no_text", "no_texts",
}  # fmt: skip
"""What a form cannot get wrong: it always sends every field, and lists as lists."""
VALUES = {"field": "title", "language": "ar", "risk": "high", "category": "health", "length": 3, "most": 2, "least": 1}


@pytest.mark.parametrize("code", sorted(SENTENCES.keys() - ONLY_IN_FILES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_that_a_form_can_have_is_told_in_every_language(language: str, code: str) -> None:
    needed = {name: VALUES.get(name, f"[{name}]") for name in _placeholders(SENTENCES[code])}
    text = told(Words(language), Problem(code, needed))
    assert text
    assert "{" not in text


def _placeholders(sentence: str) -> set[str]:
    return {part.split("}")[0].split("!")[0] for part in sentence.split("{")[1:]}


def test_values_are_told_as_people_call_them() -> None:
    assert told(Words("fr"), problem("risk_too_low", risk="high")) == "Un des faits demande : Risque élevé."
    assert told(Words("ar"), problem("no_category", category="health")).endswith("الصحة.")
    empty = problem("text_length", language="fr", field="title", length=0, least=1, most=70)
    assert told(Words("en"), empty) == "This text is missing."
