"""An article's two files as one: `articles/<topic>/<slug>.yml` and its further samples `samples/<topic>/<slug>.yml`."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.content_check.marked_yaml import Finding, MarkedFile
from knowledge.content_check.problems import Problem
from knowledge.content_check.values import is_text_list
from language.identify import LANGUAGES


@dataclass(frozen=True)
class Sample:
    """One sample question and where it stands."""

    language: str
    text: str
    file: MarkedFile
    steps: tuple[str | int, ...]

    def finding(self, problem: Problem) -> Finding:
        """A problem of this sample."""
        return self.file.finding(problem, *self.steps)


@dataclass(frozen=True)
class ArticleFile:
    """An article that looks as `article_rules` and `samples_findings` want it."""

    main: MarkedFile
    more: MarkedFile | None
    """The file with further samples."""

    @property
    def path(self) -> Path:
        """The article's own file."""
        return self.main.path

    @property
    def key(self) -> str:
        """The article's permanent key."""
        return str(self.main.content["key"])

    @cached_property
    def content(self) -> dict[str, Any]:
        """The article with the samples of both files."""
        languages = {language: dict(text) for language, text in self.main.content["languages"].items()}
        for language, text in languages.items():
            text["samples"] = [sample.text for sample in self.samples() if sample.language == language]
        return {**self.main.content, "languages": languages}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the content: another layout of the same content does not change it."""
        plain = json.dumps(self.content, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(plain.encode()).hexdigest()

    def samples(self) -> Iterator[Sample]:
        """The samples of both files."""
        for language, text in self.main.content["languages"].items():
            for position, sample in enumerate(text["samples"]):
                yield Sample(language, sample, self.main, ("languages", language, "samples", position))
        if self.more:
            for language, samples in self.more.content.items():
                for position, sample in enumerate(samples):
                    yield Sample(language, sample, self.more, (language, position))


def samples_findings(file: MarkedFile) -> Iterator[Finding]:
    """Everything that is wrong with a file of further samples by itself."""
    if not isinstance(file.content, dict) or not file.content.keys() <= set(LANGUAGES):
        yield file.finding(f"must hold lists of samples under {', '.join(LANGUAGES)}")
        return
    for language, samples in file.content.items():
        if not is_text_list(samples) or not all(sample.strip() for sample in samples):
            yield file.finding(
                f"{language} must be a list of texts; put numbers, dates, yes and no in quotation marks", language
            )
