"""What people are told about humans and the assistant."""

from pathlib import Path

from gateway.words import LANGUAGES, read_words, said
from reply import Reply

_FILE = Path(__file__).parent / "words.yml"


class Sentences:
    """The sentences of one installation."""

    def __init__(self, operator: str = "") -> None:
        """`operator` is the name of who runs this Dalil; empty: it is not named."""
        self._operator = operator

    def reply(self, key: str, language: str | None, human: bool = False, **values: str) -> Reply:
        """A sentence as a reply; in all languages when the person's is not known yet. `human`: see `Reply`."""
        spoken = (language,) if language else LANGUAGES
        text = "\n\n".join(self.text(key, each, **values) for each in spoken)
        return Reply(text, language or LANGUAGES[0], human=human)

    def there(self, language: str | None, name: str, again: bool) -> Reply:
        """A human is there, under a name if one is to be shown; `again`: instead of another one."""
        key = "someone_named" if name else "someone_else" if again else "someone"
        spoken = (language,) if language else LANGUAGES
        text = "\n\n".join(self.text("there", each, who=self.text(key, each, name=name)) for each in spoken)
        return Reply(text, language or LANGUAGES[0], human=True)

    def text(self, key: str, language: str, **values: str) -> str:
        """The words of a key with their placeholders filled."""
        operator = self._operator or said("operator", language)
        return read_words(_FILE)[key][language].format(operator=operator, **values)
