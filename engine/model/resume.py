"""The nouns of a resume."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from engine.model.base import Noun, Provenance


class Skill(Noun):
    """A skill or tool the resume names.

    ``weight`` (> 0) grows with how recently and how often it is named; weights are comparable within
    one profile only. ``quote`` is the resume's own line that names it.
    """

    name: str
    weight: float = 1.0
    quote: str = ""


class Entry(Noun):
    """One dated thing a person did: a job, a project or a study. Any field may be empty."""

    kind: Literal["job", "project", "study"]
    title: str = ""
    organisation: str = ""
    start: str = ""
    end: str = ""
    bullets: tuple[str, ...] = ()


class Section(Noun):
    """A headed part of a resume; ``kind`` is the heading's meaning, "other" where it is not known."""

    kind: str
    heading: str
    lines: tuple[str, ...] = ()


class Profile(Noun):
    """What was understood of a resume, derived from its text alone (``engine.resume.profile``)."""

    name: str = ""
    language: str = "en"  # ISO 639-1, as detected; not limited to the languages the interview speaks
    years: float | None = None  # of work experience
    sections: tuple[Section, ...] = ()
    entries: tuple[Entry, ...] = ()
    skills: tuple[Skill, ...] = ()  # heaviest first


class Resume(Noun):
    """A resume as read: its text and the facts of its file. ``id`` is None until it is stored."""

    text: str
    filename: str = "resume.txt"
    content_type: str = "text/plain"
    size: int = 0  # bytes of the file
    sha256: str = ""  # of the file's bytes, hex; empty where there was no file
    id: int | None = None
    owner: str = ""
    candidate_id: int | None = None
    uploaded_at: datetime | None = None
    access_count: int = 1


class Suggestion(Noun):
    """One change to a resume: the line as it is, a better one, and why. ``original`` may be empty."""

    category: Literal["project", "skill", "content", "format", "structure", "expression"]
    priority: Literal["high", "medium", "low"]
    issue: str
    recommendation: str
    original: str = ""


class Analysis(Noun):
    """A resume judged: five sub-scores whose sum is ``overall_score`` (10-100)."""

    overall_score: int = Field(ge=0, le=100)
    content_score: int = Field(ge=0, le=15)
    structure_score: int = Field(ge=0, le=15)
    skill_match_score: int = Field(ge=0, le=20)
    expression_score: int = Field(ge=0, le=10)
    project_score: int = Field(ge=0, le=40)
    summary: str
    strengths: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    provenance: Provenance = Field(default_factory=Provenance)
