"""What the web server itself says, without the engine."""

from pathlib import Path

from gateway.words import read_words

_FILE = Path(__file__).parent / "words.yml"


def sentences() -> dict[str, dict[str, str]]:
    """Key → language → sentence, from `words.yml`."""
    return read_words(_FILE)
