"""People and cohorts that can be laid over each other, as the URL names them: "person:12", "tag:second round"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, get_args

from engine.history import MOST_GROUPS as MOST_GROUPS
from engine.history import Group
from engine.model import Language, Level
from engine.wiring import services
from pages.parts import address, labels, person
from pages.parts.owner import owner
from pages.parts.words import t

NAME: Final = "groups"
"""Of the parameter in the URL, and key of the widget."""

_PEOPLE: Final = 60
_SEPARATOR: Final = ":"


def of_person(candidate_id: int) -> str:
    return f"person{_SEPARATOR}{candidate_id}"


def toggle(key: str) -> None:
    """Take a group into the comparison or out of it; a callback."""
    chosen = address.every(NAME)
    address.write(NAME, [each for each in chosen if each != key] if key in chosen else [*chosen, key][:MOST_GROUPS])


def options(named: Sequence[str]) -> dict[str, str]:
    """What can be chosen, by key: cohorts, and the people who practised last with those ``named``."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for key, words in (*_cohorts(), *_people(named)):
        if key not in found:
            # Two that are called the same could not be told apart, here or on a chart.
            while words in seen:
                words = f"{words} ·"
            seen.add(words)
            found[key] = words
    return found


def group(key: str, name: str) -> Group:
    """What ``key``, one of ``options``, stands for."""
    kind, _, value = key.partition(_SEPARATOR)
    if kind == "person":
        return Group(name, "person", int(value))
    for known in ("tag", "role", "language", "level"):
        if kind == known:
            return Group(name, known, value)
    raise ValueError(key)


def _cohorts() -> Iterator[tuple[str, str]]:
    for tag in services().people.tags(owner()):
        yield f"tag{_SEPARATOR}{tag}", t("coach_page.cohort.tag", name=_line(tag))
    for role in {each.lower(): each for each in reversed(services().people.roles(owner()))}.values():
        yield f"role{_SEPARATOR}{role}", t("coach_page.cohort.role", name=_line(role))
    for level in get_args(Level):
        yield f"level{_SEPARATOR}{level}", t("coach_page.cohort.level", name=labels.level(level))
    for language in get_args(Language):
        yield f"language{_SEPARATOR}{language}", t("coach_page.cohort.language", name=labels.language_name(language))


def _people(named: Sequence[str]) -> Iterator[tuple[str, str]]:
    ids = [key.partition(_SEPARATOR)[2] for key in named if key.startswith(f"person{_SEPARATOR}")]
    rows = person.with_asked(services().people.recent(owner(), _PEOPLE).rows, ids)
    for each, words in person.named(rows).items():
        yield f"person{_SEPARATOR}{each}", words


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
