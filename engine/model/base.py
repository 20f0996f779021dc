"""What every noun builds on: the base class, the enumerations and provenance."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["en", "zh"]
Level = Literal["junior", "mid", "senior"]


def utc_now() -> datetime:
    """The clock of the program; what needs another takes it as an argument."""
    return datetime.now(UTC)


class Noun(BaseModel):
    """Base of every noun: immutable, and strict about unknown fields so that typing errors surface."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Category(StrEnum):
    """What a question is about: twelve stable keys, labelled by language in the locales."""

    EXPERIENCE = "experience"
    FUNDAMENTALS = "fundamentals"
    TOOLS = "tools"
    DESIGN = "design"
    PROBLEM_SOLVING = "problem_solving"
    DATA = "data"
    COMMUNICATION = "communication"
    LEADERSHIP = "leadership"
    DOMAIN = "domain"
    BEHAVIOURAL = "behavioural"
    SITUATIONAL = "situational"
    MOTIVATION = "motivation"


class QuestionType(StrEnum):
    PROJECT = "PROJECT"
    EXPERIENCE = "EXPERIENCE"
    SKILL = "SKILL"
    BEHAVIORAL = "BEHAVIORAL"
    SITUATIONAL = "SITUATIONAL"
    SYSTEM_DESIGN = "SYSTEM_DESIGN"


class Difficulty(StrEnum):
    BASIC = "BASIC"
    INTERMEDIATE = "INTERMEDIATE"
    EXPERT = "EXPERT"


class Purpose(StrEnum):
    """Practice is private to its candidate; a screening is made for a recruiter."""

    PRACTICE = "practice"
    SCREENING = "screening"


class SessionStatus(StrEnum):
    CREATED = "CREATED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    EVALUATED = "EVALUATED"


class WorkStatus(StrEnum):
    """State of background work: an evaluation, a summary or an analysis."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class Provenance(Noun):
    """Who judged, with what, when and at what cost."""

    interviewer: str = "offline"
    model: str = ""
    prompt_version: str = ""  # content hash of the prompt or, offline, of the scoring's own version
    rubric_version: str = ""
    at: datetime = Field(default_factory=utc_now)
    input_tokens: int = 0
    output_tokens: int = 0
    fallback_reason: str = ""  # why the chosen interviewer did not serve; empty where it did
