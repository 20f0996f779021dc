"""The nouns of an interview, from the brief to the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

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
)
from engine.model.job import JobMatch
from engine.model.usage import Spent


class Brief(Noun):
    """What an interview should be. ``recent_questions`` holds texts not to ask again."""

    question_count: int = Field(default=8, ge=3, le=20)
    language: Language | None = None  # None: the resume's, or English where that is neither en nor zh
    level: Level = "mid"
    target_role: str = ""
    job_description: str = ""
    follow_ups: int = Field(default=1, ge=0, le=2)  # at most, for each main question
    recent_questions: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()  # main questions this session has already; a plan gives the rest
    seed: int = 0


class Question(Noun):
    """A question, main or follow-up, with what a good answer covers.

    ``category`` is a ``Category`` key, but any string is accepted. ``probes`` holds, for each key
    point, what to ask when it is missed; it is empty or as long as ``key_points``.
    """

    text: str
    category: str = Category.FUNDAMENTALS.value
    reference_answer: str = ""
    key_points: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    type: QuestionType = QuestionType.SKILL
    difficulty: Difficulty = Difficulty.INTERMEDIATE
    skill: str = ""
    language: Language | None = None  # None: detected from the text
    reason: str = ""  # why it was chosen, one line in the question's language
    is_follow_up: bool = False
    author: Provenance = Field(default_factory=Provenance)  # who wrote it


class Answer(Noun):
    """What the candidate said. A blank text is a skip."""

    text: str
    shown_at: datetime | None = None
    answered_at: datetime | None = None
    active_seconds: float = 0.0  # time spent on it, pauses left out

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


class Evidence(Noun):
    """A verbatim quote of the answer and what it shows."""

    quote: str
    note: str = ""


class Evaluation(Noun):
    """One answer judged. ``ratings`` maps rubric dimensions to 1.0-5.0 in tenths; empty if unscored."""

    score: int | None = Field(default=None, ge=0, le=100)
    low: int | None = Field(default=None, ge=0, le=100)  # interval over repeats, None without repeats
    high: int | None = Field(default=None, ge=0, le=100)
    ratings: Mapping[str, float] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    feedback: str = ""
    provenance: Provenance = Field(default_factory=Provenance)


class Summary(Noun):
    """The closing words on a session."""

    overall_feedback: str
    strengths: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()
    provenance: Provenance = Field(default_factory=Provenance)


class Turn(Noun):
    """One question of a session with what became of it.

    ``index`` is its position, from 0. ``main`` is the position among main questions and
    ``follow_up`` is 0 for the main question itself, 1 or 2 for its follow-ups: this pair never
    changes, while the index of a question not yet asked grows when a follow-up comes before it.
    """

    index: int
    main: int
    follow_up: int
    parent_index: int | None = None  # of a follow-up: the main question's index
    question: Question
    draft: str = ""
    answer: Answer | None = None
    evaluation: Evaluation | None = None  # the newest
    work_status: WorkStatus | None = None  # of its evaluation; None before it is answered
    shown_at: datetime | None = None
    seen_at: datetime | None = None  # last sign of life of the person in front of it
    active_seconds: float = 0.0  # up to ``seen_at``


class Progress(Noun):
    """What an answer led to."""

    index: int  # of the question answered
    total: int  # questions, follow-ups included
    next: Turn | None  # the question at ``index`` + 1, without what it is judged by; None after the last
    is_planning: bool = False  # more questions are being written, so that None is not the end


class Session(Noun):
    """One interview of one candidate on one resume, with everything that was said so far."""

    id: str  # 16 hex digits
    number: int
    owner: str
    candidate_id: int
    candidate_name: str = ""
    resume_id: int
    resume_text: str
    purpose: Purpose = Purpose.PRACTICE
    brief: Brief
    language: Language  # the interview's, resolved
    title: str = ""  # what the interview is for: the target role, else the resume's latest title
    status: SessionStatus = SessionStatus.CREATED
    evaluate_status: WorkStatus | None = None
    evaluate_error: str = ""
    interviewer: str = "offline"
    paused: bool = False
    created_at: datetime
    completed_at: datetime | None = None
    turns: tuple[Turn, ...] = ()
    is_planning: bool = False  # main questions are still being written; ``turns`` holds those there are
    summary: Summary | None = None

    @property
    def current(self) -> Turn | None:
        """The question to answer next; None when every question has its answer, or the next is being written."""
        return next((turn for turn in self.turns if turn.answer is None), None)

    @property
    def waits_for_question(self) -> bool:
        """Whether all there is to answer is answered, and more is being written."""
        return self.is_open and self.is_planning and self.current is None

    @property
    def plan_fallback(self) -> str:
        """Why a stand-in wrote the plan or the rest of it: a failure key, "" where the chosen interviewer wrote all."""
        reasons = (turn.question.author.fallback_reason for turn in self.turns if turn.follow_up == 0)
        return next(filter(None, reasons), "")

    @property
    def is_open(self) -> bool:
        return self.status in (SessionStatus.CREATED, SessionStatus.IN_PROGRESS)


class CategoryScore(Noun):
    category: str
    score: int | None  # mean of the category's groups
    question_count: int  # main questions asked in it


class Report(Noun):
    """A session's result, computed from its turns; see ``engine.report.build``."""

    session: Session
    overall_score: int | None
    band: str | None  # key of the rubric's band
    answered: int  # main questions with a non-blank answer
    planned: int  # the brief's question count
    partial: bool  # fewer than half of the planned questions answered
    mixed: bool  # judged by more than one interviewer, model or rubric
    category_scores: tuple[CategoryScore, ...] = ()
    stand_in: bool = False  # some score is a stand-in's, since the chosen interviewer did not serve
    pending: int = 0  # answers not judged yet
    active_seconds: float = 0.0
    spent: Spent | None = None  # on calls to a model; None where it was not looked up
    match: JobMatch | None = None  # of the brief's job description with the resume; None without one
