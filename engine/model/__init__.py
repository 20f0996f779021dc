"""The nouns of Rehearsal, as frozen pydantic models, and the two seams: Interviewer and Store.

Times are timezone-aware UTC datetimes, durations are seconds, scores are integers 0-100 or None
(None means unscored: it could not be judged, and no average counts it). ``key_points`` and other
sequences accept any iterable and are kept as tuples.
"""

from __future__ import annotations

from engine.model.base import (
    Category,
    Difficulty,
    Language,
    Level,
    Noun,
    Provenance,
    Purpose,
    QuestionType,
    SessionStatus,
    WorkStatus,
    utc_now,
)
from engine.model.interview import (
    Answer,
    Brief,
    CategoryScore,
    Evaluation,
    Evidence,
    Progress,
    Question,
    Report,
    Session,
    Summary,
    Turn,
)
from engine.model.job import JobMatch, Requirement, Status
from engine.model.resume import (
    Analysis,
    Entry,
    Profile,
    Resume,
    Section,
    Skill,
    Suggestion,
)
from engine.model.seams import (
    Interviewer,
    Interviewers,
    Reader,
    Row,
    Store,
    T,
    Transaction,
)
from engine.model.usage import Charge, Ledger, Spent, Usage, charge, charged

__all__ = [
    "Analysis",
    "Answer",
    "Brief",
    "Category",
    "CategoryScore",
    "Charge",
    "Difficulty",
    "Entry",
    "Evaluation",
    "Evidence",
    "Interviewer",
    "Interviewers",
    "JobMatch",
    "Language",
    "Ledger",
    "Level",
    "Noun",
    "Profile",
    "Progress",
    "Provenance",
    "Purpose",
    "Question",
    "QuestionType",
    "Reader",
    "Report",
    "Requirement",
    "Resume",
    "Row",
    "Section",
    "Session",
    "SessionStatus",
    "Skill",
    "Spent",
    "Status",
    "Store",
    "Suggestion",
    "Summary",
    "T",
    "Transaction",
    "Turn",
    "Usage",
    "WorkStatus",
    "charge",
    "charged",
    "utc_now",
]
