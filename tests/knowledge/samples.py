"""A small content folder of valid articles, for tests to bend."""

from copy import deepcopy
from pathlib import Path
from shutil import copy
from typing import Any

import yaml

CONTENT = Path(__file__).parents[2] / "knowledge" / "content"

FACT = {
    "id": "schooling.every_child",
    "risk": "normal",
    "source_url": "https://www.example.org/school",
    "source_file": None,
    "law_or_basis": "Circulaire 139-18",
    "as_of": "2018 (web page)",
    "source_locator": "page 3",
}
TEXT: dict[str, Any] = {
    "title": "L'école sans papiers",
    "label": "École",
    "short": "Oui.",
    "answer": "Oui, votre enfant peut aller à l'école.",
    "steps": ["Allez à l'école."],
    "papers": [],
    "cost": "",
    "next": "",
    "samples": ["mon fils peut-il aller à l'école"],
}


def article(key: str = "schooling.no_papers", samples: list[str] | None = None) -> dict[str, Any]:
    """A valid article; the samples are the same in each language, and others for each key unless they are given."""
    content: dict[str, Any] = {
        "key": key,
        "topic": key.split(".")[0],
        "risk": "normal",
        "state": "published",
        "as_of": "2018",
        "review_by": "2027-05-31",
        "facts": [FACT["id"]],
        "services": ["schooling"],
        "related": [],
        "languages": {language: deepcopy(TEXT) for language in ("fr", "ar", "en")},
    }
    for text in content["languages"].values():
        text["samples"] = list(samples or [f"{text['samples'][0]} {key}"])
    return content


def write(path: Path, content: Any) -> Path:
    """Write a YAML file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def write_article(folder: Path, content: dict[str, Any]) -> Path:
    """Write an article where its key says."""
    topic, slug = content["key"].split(".")
    return write(folder / "articles" / topic / f"{slug}.yml", content)


def small_content(folder: Path) -> Path:
    """A content folder with one fact, three articles, and the shipped topics and categories."""
    write(folder / "facts.yml", [FACT])
    write(folder / "danger.yml", {})
    for name in ("topics.yml", "categories.yml"):
        copy(CONTENT / name, folder / name)
    write_article(folder, article("schooling.no_papers", ["mon fils peut-il aller à l'école", "école sans papiers"]))
    write_article(folder, article("health.doctor", ["je cherche un médecin", "voir un docteur à l'hôpital"]))
    write_article(folder, article("employment.job", ["je cherche du travail", "trouver un emploi"]))
    return folder
