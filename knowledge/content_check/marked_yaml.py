"""YAML that remembers in which line everything stands, so that a problem can be pointed at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.content_check.problems import Problem


@dataclass(frozen=True)
class Finding:
    """One problem of one content file. `line` counts from 1."""

    path: Path
    line: int
    message: str
    problem: Problem | None = field(default=None, compare=False)
    """What the message says, for whoever says it in other words."""
    steps: tuple[str | int, ...] = field(default=(), compare=False)
    """Keys and indexes that lead to what is wrong."""

    def __str__(self) -> str:
        """`path:line: message`, the path relative to the current folder when it lies below it."""
        here = Path.cwd()
        path = self.path.relative_to(here) if self.path.is_relative_to(here) else self.path
        return f"{path}:{self.line}: {self.message}"


class NotYaml(Exception):
    """A file cannot be read at all; `finding` says where it goes wrong."""

    def __init__(self, finding: Finding) -> None:
        """Keep the finding."""
        super().__init__(str(finding))
        self.finding = finding


@dataclass(frozen=True)
class MarkedFile:
    """The content of one file and the nodes it was made from. `node` is None for an empty file."""

    path: Path
    text: str
    content: Any
    node: yaml.Node | None

    def finding(self, problem: Problem | str, *steps: str | int) -> Finding:
        """A problem of what the steps (keys and indexes) lead to, or of the last step that exists."""
        known = problem if isinstance(problem, Problem) else None
        return Finding(self.path, self._line(steps), str(problem), known, steps)

    def _line(self, steps: tuple[str | int, ...]) -> int:
        node, line = self.node, 0
        for step in steps:
            if isinstance(node, yaml.MappingNode):
                pair = next(((key, value) for key, value in node.value if key.value == step), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line
        return line + 1


def read_marked(path: Path, raw: bytes) -> MarkedFile:
    """The content of a file's bytes. Raises NotYaml when they are not YAML in UTF-8."""
    try:
        text = raw.decode("utf-8")
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        content = loader.construct_document(node) if node else None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise NotYaml(Finding(path, line, "not valid UTF-8: save the file in the encoding UTF-8")) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise NotYaml(Finding(path, line, "not valid YAML: a character that no text may have")) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotYaml(Finding(path, mark.line + 1 if mark else 1, f"not valid YAML: {error.problem}")) from error
    except ValueError as error:  # a date such as 2026-02-30
        raise NotYaml(Finding(path, 1, f"not valid YAML: {error}")) from error
    return MarkedFile(path, text, content, node)


def duplicate_keys(file: MarkedFile) -> Iterator[Finding]:
    """Keys that stand twice in one mapping, of which YAML would drop all but the last."""
    waiting, seen = [file.node], set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            keys: set[object] = set()
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value in keys:
                    line = key.start_mark.line + 1
                    yield Finding(file.path, line, f"{key.value}: stands twice; only the last one would count")
                keys.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
                waiting.append(value)
