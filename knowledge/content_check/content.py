"""All content files of a folder, checked together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.categories import categories
from knowledge.category_search import UNSPECIFIED
from knowledge.content_check.article_file import ArticleFile, samples_findings
from knowledge.content_check.article_rules import article_findings
from knowledge.content_check.fact_rules import fact_findings
from knowledge.content_check.marked_yaml import Finding, MarkedFile, NotYaml, duplicate_keys, read_marked
from knowledge.content_check.reference_rules import reference_findings, sample_findings
from knowledge.content_check.shared_rules import Known, category_findings, danger_findings, topic_findings
from knowledge.load.facts import Source, source_of

SHARED_FILES = ("facts.yml", "topics.yml", "categories.yml", "danger.yml")


@dataclass(frozen=True)
class Content:
    """What a folder holds. When there are findings, articles and sources are those that are right by themselves."""

    articles: dict[str, ArticleFile]
    sources: dict[str, Source]
    """Fact id → where it was read."""
    findings: list[Finding]
    """Everything that is wrong, in the order of files and lines."""


def read_folder(folder: Path) -> dict[Path, bytes]:
    """The YAML files of a content folder, without those that editors hide while they work."""
    found = sorted(path for path in folder.rglob("*.y*ml") if path.is_file() and not path.name.startswith("."))
    return {path: path.read_bytes() for path in found}


def check_content(folder: Path, files: Mapping[Path, bytes] | None = None, today: date | None = None) -> Content:
    """Check a folder, or files that could be there."""
    return _Check(folder, read_folder(folder) if files is None else files, today or date.today()).result()


class _Check:
    """One run over all files."""

    def __init__(self, folder: Path, files: Mapping[Path, bytes], today: date) -> None:
        self._folder = folder
        self._today = today
        self._findings: list[Finding] = []
        self._files: dict[Path, MarkedFile] = {}
        self._unreadable: set[Path] = set()
        for path, raw in files.items():
            self._read(path, raw)

    def _read(self, path: Path, raw: bytes) -> None:
        try:
            file = read_marked(path, raw)
        except NotYaml as error:
            self._findings.append(error.finding)
            self._unreadable.add(path)
            return
        self._findings += duplicate_keys(file)
        self._files[path] = file

    def result(self) -> Content:
        """Everything, checked."""
        self._find_misplaced()
        articles = {article.key: article for article in self._articles()}
        shared = {name: self._shared(name) for name in SHARED_FILES}
        facts = shared["facts.yml"]
        known = Known(
            {fact["id"]: fact["risk"] for fact in facts.content} if facts else None,
            _keys(shared["topics.yml"]),
            _keys(shared["categories.yml"]),
            # An article that is wrong in itself is there all the same: who refers to it is right.
            frozenset(f"{path.parent.name}.{path.stem}" for path in self._below("articles")),
        )
        if shared["categories.yml"]:
            self._findings += category_findings(shared["categories.yml"], known)
        if shared["danger.yml"]:
            self._findings += danger_findings(shared["danger.yml"], known)
        for article in articles.values():
            self._findings += reference_findings(article.main, known)
        self._findings += sample_findings(articles.values())
        self._check_requests()
        sources = {fact["id"]: source_of(fact) for fact in facts.content} if facts else {}
        return Content(articles, sources, sorted(self._findings, key=lambda finding: (finding.path, finding.line)))

    def _articles(self) -> Iterator[ArticleFile]:
        """The articles that are right by themselves."""
        belongs = {path.relative_to(self._folder / "articles") for path in self._below("articles")}
        for path in self._below("samples"):
            if path.relative_to(self._folder / "samples") not in belongs:
                self._findings.append(Finding(path, 1, "there is no article to these samples"))
        for path in self._below("articles"):
            more_path = self._folder / "samples" / path.parent.name / path.name
            main, more = self._files.get(path), self._files.get(more_path)
            found = [*article_findings(main, self._today)] if main else []
            found += samples_findings(more) if more else []
            self._findings += found
            if main and not found and more_path not in self._unreadable:
                yield ArticleFile(main, more)

    def _check_requests(self) -> None:
        """The files `requests/<category>.yml`: how people ask for a kind of service."""
        for path, file in self._files.items():
            if path.parent == self._folder / "requests":
                self._findings += samples_findings(file)
                if path.stem not in (*categories(), UNSPECIFIED):
                    self._findings.append(Finding(path, 1, f"there is no category {path.stem}"))

    def _find_misplaced(self) -> None:
        for name in ("articles", "samples"):
            for path in {path for path in self._paths() if self._folder / name in path.parents} - {*self._below(name)}:
                self._findings.append(Finding(path, 1, f"never read: it must be {name}/<topic>/<slug>.yml"))

    def _paths(self) -> list[Path]:
        return sorted({*self._files, *self._unreadable})

    def _below(self, name: str) -> list[Path]:
        """The files `<topic>/<slug>.yml` of a folder."""
        root = self._folder / name
        return [path for path in self._paths() if path.parent.parent == root and path.suffix == ".yml"]

    def _shared(self, name: str) -> MarkedFile | None:
        """A file beside the articles if it is right by itself."""
        path = self._folder / name
        file = self._files.get(path)
        if file is None:
            if path not in self._unreadable:
                self._findings.append(Finding(path, 1, "the file is missing"))
            return None
        if name == "facts.yml":
            found = [*fact_findings(file, self._today)]
        elif not isinstance(file.content, dict):
            found = [file.finding("the file must hold fields")]
        else:
            found = [*topic_findings(file)] if name == "topics.yml" else []
        self._findings += found
        return None if found else file


def _keys(file: MarkedFile | None) -> frozenset[str] | None:
    return frozenset(map(str, file.content)) if file else None
