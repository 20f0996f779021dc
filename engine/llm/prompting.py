"""Prompts as files: two messages each, rendered strictly, known by a hash of their content."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from langchain_core.messages import BaseMessage
from langchain_core.prompts import ChatPromptTemplate

from engine.model import Language

NAMES: Final = ("plan", "follow_up", "evaluate", "summarize", "analyze")
LANGUAGES: Final[Mapping[Language, str]] = {"en": "English", "zh": "Simplified Chinese"}
_FOLDER: Final = Path(__file__).parent / "prompts"
ANCHORS: Final[Mapping[str, str]] = tomllib.loads((_FOLDER / "anchors.toml").read_text(encoding="utf-8"))
"""Each dimension of the rubric as it looks at 1, 3 and 5."""
_SEPARATOR: Final = "=== human ===\n"


class Prompt:
    """One prompt: what the model is, then what it is given."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._content = (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
        system, human = self._content.split(_SEPARATOR)
        self._template = ChatPromptTemplate.from_messages([("system", system.strip()), ("human", human.strip())])

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(self._template.input_variables)

    def render(self, **values: str) -> list[BaseMessage]:
        """The two messages with every variable filled in.

        Raises:
            KeyError: a variable is missing, or one is given that the prompt does not have.
        """
        if values.keys() != self.variables:
            raise KeyError(f"{self.name}: {sorted(values.keys() ^ self.variables)}")
        return self._template.format_messages(**values)

    def version(self, *parts: Any) -> str:
        """A hash of the prompt and of what else the reply depends on, such as its schema."""
        digest = hashlib.sha256(self._content.encode())
        for part in parts:
            digest.update(json.dumps(part, sort_keys=True).encode())
        return digest.hexdigest()[:12]


@cache
def prompt(name: str) -> Prompt:
    """The prompt of a call, read when it is first needed."""
    return Prompt(name)
