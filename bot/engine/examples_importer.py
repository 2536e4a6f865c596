"""Reads training data for Rasa in seconds instead of minutes."""

from collections.abc import Iterable
from functools import cache, cached_property
from hashlib import md5
from pathlib import Path
from typing import Any, Optional

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class ExamplesImporter(RasaFileImporter):
    """Rasa's own importer, but each file is read once and by a parser written in C.

    Rasa reads every file six times in pure Python, to see what is in it, to check its form and to use it. The form is
    checked by tests here.
    """

    def __init__(
        self,
        config_file: Optional[str] = None,
        domain_path: Optional[str] = None,
        training_data_paths: Optional[list[str] | str] = None,
    ) -> None:
        """See `RasaFileImporter`."""
        super().__init__(config_file, domain_path)
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        contents = {file: _content(file) for file in _files(paths)}
        self._nlu_files = [str(file) for file, content in contents.items() if "nlu" in content]
        self._story_files = [str(file) for file, content in contents.items() if content.keys() & {"rules", "stories"}]

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """All examples; the language of a file is that of its folder and makes no difference to the engine."""
        return self._examples

    @cached_property
    def _examples(self) -> TrainingData:
        """Rasa asks three times."""
        reader = RasaYAMLReader()
        for file in self._nlu_files:
            for entry in _content(Path(file))["nlu"]:
                reader._parse_intent(entry)
        return TrainingData([_Example(example.data) for example in reader.training_examples])


class _Example(Message):
    """An example that nothing changes, so that Rasa need not copy it to be safe and soon knows it again.

    It copies all of them a dozen times and asks a million times for their hashes, which takes a minute.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Example":
        return self

    def fingerprint(self) -> str:
        """See `Message`."""
        if self._cached_fingerprint is None:
            self._cached_fingerprint = md5(repr(self.data).encode(), usedforsecurity=False).hexdigest()
        return self._cached_fingerprint

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """See `Message`. What is there already is not set again: Rasa would forget the example's fingerprint."""
        if self.data.get(prop) != info:
            super().set(prop, info, add_to_output)


def _files(paths: Iterable[str]) -> list[Path]:
    found = (path for name in paths for path in ([Path(name)] if Path(name).is_file() else Path(name).rglob("*.yml")))
    return sorted(found)


@cache
def _content(file: Path) -> dict:
    return dict(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {})
