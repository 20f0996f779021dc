"""The word lists of ``words.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("words.toml")


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def phrases(table: str, key: str) -> list[str]:
    """The phrases of one list, in order.

    Raises:
        KeyError: there is no such list.
    """
    return [phrase for part in _tables()[table][key].split(",") if (phrase := " ".join(part.split()))]


def keys(table: str) -> list[str]:
    """The names of a table's lists."""
    return list(_tables()[table])


def kinds(table: str) -> dict[str, str]:
    """Each phrase of a table with the name of the list it stands in."""
    return {phrase: kind for kind in keys(table) for phrase in phrases(table, kind)}


def any_of(table: str) -> re.Pattern[str]:
    """Finds any of a table's "latin" phrases as whole words, or of its "chinese" ones anywhere."""
    latin = "|".join(map(re.escape, sorted(phrases(table, "latin"), key=len, reverse=True)))
    chinese = "|".join(phrases(table, "chinese"))
    return re.compile(rf"\b(?:{latin})\b\.?|{chinese}", re.IGNORECASE)


def labelled(key: str) -> re.Pattern[str]:
    """Matches a line that begins with one of a list of labels and a colon; group "value" is what follows."""
    labels = "|".join(map(re.escape, sorted(phrases("labels", key), key=len, reverse=True)))
    return re.compile(rf"(?:{labels})\s?[:：]\s{{0,3}}(?P<value>.*)", re.IGNORECASE | re.DOTALL)
