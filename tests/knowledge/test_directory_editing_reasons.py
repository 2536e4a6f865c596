"""Reasons of refusal: each can be said in every language, with the same values in it."""

import re
from pathlib import Path

import pytest
import yaml

from knowledge.exchange import reasons
from knowledge.exchange.reasons import Reason, codes

ROOM = Path(reasons.__file__).parents[1]
SENTENCES = yaml.safe_load((Path(reasons.__file__).parent / "reasons.yml").read_text(encoding="utf-8"))
PLACEHOLDER = re.compile(r"\{(\w+)")
LANGUAGES = {"fr", "ar", "en"}


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_reason_can_be_said_in_every_language_with_the_same_values(code: str) -> None:
    """But that the sentence of a program (`said`), which is English, stands only in the English one."""
    texts = SENTENCES[code]
    assert texts.keys() == LANGUAGES
    named = {language: set(PLACEHOLDER.findall(text)) for language, text in texts.items()}
    assert named["fr"] == named["ar"]
    assert "said" not in named["fr"]
    reason = Reason(code, **{name: f"<{name}>" for name in set.union(*named.values())})
    assert all(reason.say(language) for language in LANGUAGES)


def test_every_reason_that_the_importer_gives_exists_and_none_is_unused() -> None:
    texts = [file.read_text(encoding="utf-8") for file in ROOM.rglob("*.py")]
    given = {code for text in texts for code in re.findall(r'Reason\(\s*"([a-z_0-9]+)"', text)}
    assert given <= codes()
    everything = "".join(texts)
    assert [code for code in codes() if f'"{code}"' not in everything] == []


def test_a_reason_is_the_sentence_of_the_command_line_wherever_a_text_is_wanted() -> None:
    reason = Reason("unknown_place", value="Paris")
    assert f"{reason}" == str(reason) == "'Paris' is not a town or region that we know"


def test_a_reason_without_its_values_is_an_error_and_not_half_a_sentence() -> None:
    with pytest.raises(KeyError):
        Reason("unknown_place")
