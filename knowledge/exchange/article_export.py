"""Articles of the database → their files, so that what administrators wrote can be kept and shared like the rest."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from knowledge.content_check.article_file import ArticleFile
from knowledge.content_check.article_rules import KEY
from knowledge.content_check.content import Content, check_content, read_folder
from knowledge.exchange.article_content import article_content, differences, samples_in
from knowledge.exchange.article_yaml import article_text, samples_text
from knowledge.load.article_file import ContentError
from knowledge.load.articles import all_articles, article_of, is_edited, remember
from knowledge.load.facts import Source
from knowledge.models import Article
from language.whole_file import whole_file

Files = dict[Path, bytes | None]
"""What files shall hold; None for one to delete."""


@dataclass
class ArticleExport:
    """What an export did."""

    written: list[Path] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)
    """Keys of articles that were not written → why."""


def export_articles(session: Session, folder: Path, loads_from_here: bool = True) -> ArticleExport:
    """Write what was edited in the database to a content folder, in the caller's transaction.

    Files of articles that nobody edited are not touched, even when they are newer. An article whose file could not be
    loaded again, or was changed as well, is refused and stays as it is. What is written counts as unedited from then
    on if the database is loaded from this folder; else the next load would put the old texts back. Raises ContentError
    when something is wrong with the folder before anything is written.
    """
    present = read_folder(folder)
    content = check_content(folder, present)
    if content.findings:
        raise ContentError(*content.findings)
    edited = {key: article for key, article in all_articles(session).items() if is_edited(article)}
    result = ArticleExport()
    planned: dict[str, Files] = {}
    for key, article in edited.items():
        different = _different(article, content)
        reason = _reason_against(article, content.articles.get(key), different)
        if reason:
            result.refused[key] = [reason]
        elif different is None or different:
            planned[key] = _files_of(article, folder, content)
    content = check_content(folder, _with(present, planned.values()))
    while wrong := _wrong(planned, edited, content):
        result.refused |= wrong
        planned = {key: files for key, files in planned.items() if key not in wrong}
        content = check_content(folder, _with(present, planned.values()))
    for files in planned.values():
        result.written += _write(files)
    if loads_from_here:
        for key in edited.keys() - result.refused.keys():
            remember(edited[key], content.articles[key].fingerprint)
    return result


def _different(article: Article, content: Content) -> list[str] | None:
    """Where an article and its file differ; None when it has no file."""
    file = content.articles.get(article.key)
    return differences(article_content(article), article_content(article_of(file, content.sources))) if file else None


def _reason_against(article: Article, file: ArticleFile | None, different: list[str] | None) -> str | None:
    if not KEY.fullmatch(article.key):
        return "its key cannot name a file; it must be <topic>.<slug>, with the letters a to z, digits and _"
    if file and different and article.file_fingerprint != file.fingerprint:
        return f"its file was changed, too, and differs in {', '.join(different)}"
    return None


def _files_of(article: Article, folder: Path, content: Content) -> Files:
    """The files of an article as they shall be. Samples stay in the file in which they are."""
    old = content.articles.get(article.key)
    topic, slug = article.key.split(".")
    wanted = _in_form_of_file(article_content(article), content.sources)
    more = {language: list(samples) for language, samples in (old.more.content if old and old.more else {}).items()}
    for language, text in wanted["languages"].items():
        before = old.main.content["languages"].get(language, {}).get("samples", []) if old else []
        text["samples"], kept = _shared_out(samples_in(article, language), before, more.get(language, []))
        if language in more:
            more[language] = kept
    text_of_file = article_text(wanted, old.main if old else None)
    files: Files = {folder / "articles" / topic / f"{slug}.yml": text_of_file.encode()}
    if old and old.more and more != old.more.content:
        more = {language: samples for language, samples in more.items() if samples}
        files[old.more.path] = samples_text(more, old.more).encode() if more else None
    return files


def _shared_out(samples: list[str], main: list[str], more: list[str]) -> tuple[list[str], list[str]]:
    """The samples of the article's file, new ones last, and of the file of further samples."""
    kept = [text for text in more if text.strip() in samples]
    elsewhere = {text.strip() for text in kept}
    stay = [text for text in main if text.strip() in samples]
    there = {text.strip() for text in stay} | elsewhere
    own = stay + [text for text in samples if text not in there]
    return (own, kept) if own else (kept, [])


def _in_form_of_file(content: dict[str, Any], known: dict[str, Source]) -> dict[str, Any]:
    """Sources as a file has them: the ids of facts, and apart from them what `facts.yml` does not say."""
    listed = content["sources"]
    own = [source for source in listed if "fact" not in source or source != _as_listed(known.get(source["fact"]))]
    facts = [source["fact"] for source in listed if "fact" in source]
    form = {name: value for name, value in content.items() if name != "sources"}
    return {**form, "facts": facts, **({"sources": own} if own else {})}


def _as_listed(source: Source | None) -> dict[str, str]:
    return {name: value.strip() for name, value in vars(source).items() if value} if source else {}


def _wrong(planned: Iterable[str], articles: dict[str, Article], content: Content) -> dict[str, list[str]]:
    """Keys of planned articles that would not load again as they are → why."""
    wrong = {key: [finding.message for finding in content.findings if _key_of(finding.path) == key] for key in planned}
    for key in planned:
        if not wrong[key]:
            lost = _different(articles[key], content)
            wrong[key] = [f"a file cannot hold it as it is: {', '.join(lost)}"] if lost else []
    found = {key: reasons for key, reasons in wrong.items() if reasons}
    if content.findings and not found:  # the plan spoils a file outside of it
        return {key: [str(content.findings[0])] for key in planned}
    return found


def _key_of(path: Path) -> str:
    return f"{path.parent.name}.{path.stem}"


def _with(present: dict[Path, bytes], planned: Iterable[Files]) -> dict[Path, bytes]:
    after: Files = {**present}
    for files in planned:
        after |= files
    return {path: raw for path, raw in after.items() if raw is not None}


def _write(files: Files) -> list[Path]:
    """Replace each file at once, so that nobody ever reads half of one; returns those that are now others."""
    written = []
    for path, raw in files.items():
        if raw is None:
            path.unlink()
        elif path.exists() and path.read_bytes() == raw:
            continue
        else:
            with whole_file(path) as output:
                output.write(raw)
        written.append(path)
    return written
