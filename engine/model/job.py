"""The nouns of a job description held against a resume."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from engine.model.base import Noun

Status = Literal["has", "partly", "missing"]


class Requirement(Noun):
    """One thing a job asks for, and where the resume shows it.

    ``proof`` is the resume's own line (white space aside), "" only where ``status`` is missing or years were counted
    from dates. ``why`` is the reason for the status: a skill is shown by something done with it ("shown"), by a thing
    that cannot be done without it ("contains"), only named ("listed"), or near to one that is shown ("related");
    years and degrees are "enough", "nearly" or "short"; "absent" is what the resume says nothing of.
    """

    kind: Literal["skill", "years", "degree"] = "skill"
    name: str  # a skill as the job description writes it, a number of years, or the key of a degree ("bachelor")
    skill: str = ""  # the vocabulary's label, "" where it has none
    alternatives: tuple[str, ...] = ()  # what would do instead of ``name``
    importance: Literal["must", "asked", "nice"] = "asked"
    status: Status = "missing"
    why: Literal["shown", "contains", "listed", "related", "enough", "nearly", "short", "absent"] = "absent"
    found: str = ""  # what the resume has: the skill it was shown by, the years counted, the degree's key
    proof: str = ""
    line: str = ""  # of the job description, white space aside
    asked_in: tuple[int, ...] = ()  # main positions, from 0, of a session's questions about it


class JobMatch(Noun):
    """What a job asks for against one resume, the weightiest first."""

    requirements: tuple[Requirement, ...] = ()

    @property
    def gaps(self) -> tuple[Requirement, ...]:
        """What the resume does not show, or only in part: as important as it is, what is missing before the rest."""
        order = ("must", "asked", "nice")
        open_ = (each for each in self.requirements if each.status != "has")
        return tuple(sorted(open_, key=lambda each: (order.index(each.importance), each.status == "partly")))

    def of(self, *statuses: Status) -> tuple[Requirement, ...]:
        """The requirements of these statuses, status after status, each in order of weight."""
        return tuple(each for status in statuses for each in self.requirements if each.status == status)

    def told(self, places: Iterable[Iterable[int]]) -> JobMatch:
        """The same with ``asked_in`` of each requirement in turn."""
        pairs = zip(self.requirements, places, strict=True)
        return JobMatch(requirements=tuple(each.model_copy(update={"asked_in": tuple(found)}) for each, found in pairs))
