"""Who may import whom, and how things are called: the rules of the house, read from the source itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("language", "knowledge", "reply", "bot", "gateway", "desk", "app")
MAY_IMPORT = {
    "language": set(),
    "reply": set(),
    "knowledge": {"language"},
    "bot": set(),
    "bot.components": {"language"},
    "bot.engine": {"language"},
    "bot.actions": {"knowledge", "language", "reply"},
    "gateway": {"reply"},
    "desk": {"knowledge", "gateway", "reply"},
    "app": {"language", "knowledge", "reply", "bot.actions", "gateway", "desk"},
}
MAY_IMPORT_ENGINE = {"bot.components", "bot.engine"}
LANGUAGES = frozenset("fr ar en french arabic english darija dariya francais arabe anglais".split())
LANGUAGE_CODES = frozenset(["fr", "ar", "en"])


def room_of(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "bot" else parts[0]


def python_files(*folders: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for folder in folders for path in (ROOT / folder).rglob("*.py"))


def module_of(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import, whose room cannot be read"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def defined_names(file: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname


def parts_of(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def test_every_room_has_a_rule_and_every_rule_a_room() -> None:
    rooms = {room_of(module_of(file)) for file in python_files(*ROOMS)}
    assert rooms <= MAY_IMPORT.keys()
    assert MAY_IMPORT.keys() - rooms <= {"desk"}, "a rule for a room that does not exist"


@pytest.mark.parametrize("file", python_files(*ROOMS))
def test_a_room_imports_only_the_rooms_it_may(file: str) -> None:
    own = room_of(module_of(file))
    ours = {room_of(module) for module in imports_of(file) if module.split(".")[0] in (*ROOMS, "bench", "tests")}
    assert ours <= MAY_IMPORT[own] | {own}


@pytest.mark.parametrize("file", python_files(*ROOMS))
def test_only_what_runs_inside_the_engine_imports_it(file: str) -> None:
    imported = {module.split(".")[0] for module in imports_of(file)}
    own = room_of(module_of(file))
    assert "rasa" not in imported or own in MAY_IMPORT_ENGINE
    assert "rasa_sdk" not in imported or own == "bot.actions"


@pytest.mark.parametrize("file", python_files(*ROOMS, "bench", "tests"))
def test_no_identifier_names_a_language(file: str) -> None:
    """The room `language`, whose subject they are, may name languages and scripts, but has no code per language."""
    forbidden = LANGUAGE_CODES if file.startswith("language/") else LANGUAGES
    assert sorted(name for name in defined_names(file) if parts_of(name) & forbidden) == []


def test_no_python_file_names_a_language() -> None:
    files = python_files(*ROOMS, "bench", "tests")
    assert [file for file in files if parts_of(Path(file).stem) & LANGUAGES] == []
