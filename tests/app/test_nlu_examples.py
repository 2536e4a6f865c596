"""The examples of a Rasa NLU file."""

from pathlib import Path

from app.nlu_examples import NluExample, read_examples

FILE = """version: "3.1"
nlu:
- intent: danger
  metadata: {kind: sea}
  examples: |
    - notre bateau coule

    - القارب - يغرق
- intent: greet
  examples: |
    - bonjour: salut
"""


def test_each_line_is_an_example_of_its_block(tmp_path: Path) -> None:
    (tmp_path / "examples.yml").write_text(FILE, encoding="utf-8")
    assert list(read_examples(tmp_path / "examples.yml")) == [
        NluExample("notre bateau coule", "danger", {"kind": "sea"}),
        NluExample("القارب - يغرق", "danger", {"kind": "sea"}),
        NluExample("bonjour: salut", "greet", {}),
    ]
