"""The fields of the question bank that titles place a person in; where these do not tell, the skills shown do."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from engine.offline.text import lexicon

_LEAST_LOOSE: Final = 2  # telling skills before "engineer" alone is taken for one who builds software
_BESIDE: Final = 0.5  # of the skills that tell of the leading field, so that another counts as well


def fields_shown(titles: Sequence[str], skills: Collection[str]) -> dict[str, int]:
    """The fields that ``titles`` (job titles, studies, a target role) show, each with the place of the first that does.

    ``skills`` are labels of the vocabulary in lower case; they decide what kind of software a "developer" builds.
    """
    shown: dict[str, int] = {}
    for place, title in enumerate(titles):
        for field in _fields_of(title.casefold(), skills):
            shown.setdefault(field, place)
    return shown


def _fields_of(title: str, skills: Collection[str]) -> list[str]:
    words = lexicon("builders")
    named = [field for field, cues in lexicon("fields").items() if _says(title, cues)]
    if set(named) & set(words["skills"]):
        return named
    if _says(title, words["titles"]):
        return named + _by_skills(skills, words["languages"], 1)
    return named + (_by_skills(skills, {}, _LEAST_LOOSE) if _says(title, words["loose"]) else [])


def _by_skills(skills: Collection[str], languages: dict[str, str], least: int) -> list[str]:
    """The fields that most of the telling skills belong to; ``languages`` count only where no other skill tells."""
    for table in (lexicon("builders")["skills"], languages):
        counts = {field: len({name.casefold() for name in labels} & set(skills)) for field, labels in table.items()}
        most = max(counts.values(), default=0)
        if most >= least:
            return [field for field, count in counts.items() if count >= max(least, _BESIDE * most)]
    return []


def _says(title: str, cues: str) -> bool:
    """Whether a title in lower case holds one of ``cues`` and none of those that begin with "!".

    A cue of Latin letters stands for whole words, "_" for the space between them.
    """
    latin = f" {' '.join(re.findall('[a-z]+', title))} "
    han = re.sub(r"\s", "", title)

    def holds(cue: str) -> bool:
        return f" {cue.replace('_', ' ')} " in latin if cue.isascii() else cue in han

    given = cues.split()
    wanted = [cue for cue in given if not cue.startswith("!")]
    unwanted = [cue[1:] for cue in given if cue.startswith("!")]
    return any(map(holds, wanted)) and not any(map(holds, unwanted))
