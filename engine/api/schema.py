"""What is sent and answered, as pydantic models; the OpenAPI description is made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from engine.api.strict import WHOLE, Body, Flag, Text, Whole
from engine.model import Difficulty, Language, Level, QuestionType, SessionStatus, Status, WorkStatus
from engine.steps import ANSWER_LIMIT

LARGEST_RESUME_ID: Final = 2**53 - 1
"""The largest whole number that every JSON parser keeps exactly."""

RESUME_TEXT_LIMIT: Final = 1_000_000

Score = Annotated[int, Field(ge=0, le=100)]


# --- requests -------------------------------------------------------------------------------------


class CreateSession(Body):
    resume_text: Annotated[Text, StringConstraints(max_length=RESUME_TEXT_LIMIT)] = Field(
        description="The resume's whole text.", json_schema_extra={"pattern": r"\S"}
    )
    question_count: Annotated[int, Field(ge=3, le=20), WHOLE] = Field(
        description="Main questions; 8-12 are recommended."
    )
    resume_id: Annotated[int, Field(ge=1, le=LARGEST_RESUME_ID), WHOLE] = Field(
        description="The resume; an id not known yet is registered with the text."
    )
    force_create: Flag | None = Field(default=None, description="A new session also where one is unfinished.")
    language: Language | None = Field(default=None, description="Of the questions; by default the resume's.")
    level: Level | None = None
    target_role: Annotated[str, StringConstraints(strict=True, max_length=200)] | None = None
    job_description: Annotated[str, StringConstraints(strict=True, max_length=100_000)] | None = None
    follow_ups: Annotated[int, Field(ge=0, le=2), WHOLE] | None = Field(
        default=None, description="At most, for each main question; 1 by default."
    )
    request_id: Annotated[str, StringConstraints(strict=True, max_length=200)] | None = Field(
        default=None, description="The same id within 24 hours gives the same session."
    )


class SubmitAnswer(Body):
    question_index: Whole
    answer: Annotated[str, StringConstraints(strict=True, max_length=ANSWER_LIMIT)] = Field(
        description="Blank: the question is skipped."
    )


# --- answers --------------------------------------------------------------------------------------


class Data(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, validate_by_alias=True)


class Question(Data):
    question_index: int
    question: str
    type: QuestionType
    category: str
    difficulty: Difficulty
    user_answer: str | None
    score: Score | None
    feedback: str | None
    is_follow_up: bool
    parent_question_index: int | None


class Session(Data):
    session_id: str
    resume_id: int
    resume_text: str
    question_count: int
    total_questions: int
    current_question_index: int
    questions: list[Question]
    status: SessionStatus
    evaluate_status: WorkStatus | None
    interviewer: str
    created_at: datetime


class NextQuestion(Data):
    """``question`` until all are answered, then ``message``."""

    completed: bool
    question: Question | None = None
    message: str | None = None


class Progress(Data):
    has_next_question: bool
    next_question: Question | None
    current_index: int
    total_questions: int


class CategoryScore(Data):
    category: str
    score: Score | None
    question_count: int


class Evidence(Data):
    quote: str
    note: str


class QuestionDetail(Data):
    question_index: int
    question: str
    category: str
    user_answer: str | None
    score: Score | None
    feedback: str | None
    ratings: dict[str, float]
    evidence: list[Evidence]
    evaluator: str | None
    fallback_reason: str | None  # why a stand-in judged; null where the chosen interviewer did


class ReferenceAnswer(Data):
    question_index: int
    question: str
    reference_answer: str
    key_points: list[str]


class Report(Data):
    session_id: str
    total_questions: int
    answered_questions: int
    overall_score: Score | None
    category_scores: list[CategoryScore]
    question_details: list[QuestionDetail]
    overall_feedback: str
    strengths: list[str]
    improvements: list[str]
    reference_answers: list[ReferenceAnswer]


class Requirement(Data):
    """What the job asks for, against the resume. ``askedIn`` holds indexes of main questions, from 0."""

    name: str
    alternatives: list[str]
    importance: Literal["must", "asked", "nice"]
    status: Status
    note: str
    proof: str
    asked_in: list[int]


class ExportedReport(Report):
    """A report as a file, of a session with a job description."""

    job_match: list[Requirement]


class AnswerDetail(Data):
    question_index: int
    question: str
    category: str
    user_answer: str | None
    score: Score | None
    feedback: str | None
    reference_answer: str | None
    key_points: list[str] | None
    answered_at: datetime | None


class DetailHead(Data):
    """A session in a list."""

    id: int
    session_id: str
    total_questions: int
    status: SessionStatus
    evaluate_status: WorkStatus | None
    evaluate_error: str | None
    overall_score: Score | None
    overall_feedback: str
    created_at: datetime
    completed_at: datetime | None


class ResumeInterview(DetailHead):
    questions: list[Question]
    strengths: list[str]
    improvements: list[str]
    reference_answers: list[ReferenceAnswer]


class Detail(ResumeInterview):
    answers: list[AnswerDetail]


class SessionPage(Data):
    items: list[DetailHead]
    next_cursor: str | None


# --- resumes --------------------------------------------------------------------------------------


class ResumeHead(Data):
    id: int
    filename: str
    analyze_status: WorkStatus


class Suggestion(Data):
    category: Literal["项目", "技能", "内容", "格式", "结构", "表达"]
    priority: Literal["高", "中", "低"]
    issue: str
    recommendation: str


class ScoreDetail(Data):
    content_score: Annotated[int, Field(ge=0, le=15)]
    structure_score: Annotated[int, Field(ge=0, le=15)]
    skill_match_score: Annotated[int, Field(ge=0, le=20)]
    expression_score: Annotated[int, Field(ge=0, le=10)]
    project_score: Annotated[int, Field(ge=0, le=40)]


class UploadedAnalysis(Data):
    overall_score: Score
    score_detail: ScoreDetail
    summary: str
    strengths: list[str]
    suggestions: list[Suggestion]
    original_text: str


class Storage(Data):
    file_key: str
    file_url: str
    resume_id: int


class Uploaded(Data):
    """``analysis`` and ``message`` are absent where there is none."""

    resume: ResumeHead
    analysis: UploadedAnalysis | None = None
    storage: Storage
    duplicate: bool
    message: str | None = None


class ResumeItem(Data):
    """What there is not is absent."""

    id: int
    filename: str
    file_size: int
    uploaded_at: datetime
    access_count: int
    latest_score: Score | None = None
    last_analyzed_at: datetime | None = None
    interview_count: int
    analyze_status: WorkStatus
    analyze_error: str | None = None


class Statistics(Data):
    total_count: int
    total_interview_count: int
    total_access_count: int


class AnalysisItem(ScoreDetail):
    id: int
    overall_score: Score
    summary: str
    analyzed_at: datetime
    strengths: list[str]
    suggestions: list[Suggestion]


class ResumeDetail(Data):
    id: int
    filename: str
    file_size: int
    content_type: str
    storage_url: str
    uploaded_at: datetime
    access_count: int
    resume_text: str
    analyze_status: WorkStatus
    analyze_error: str | None
    analyses: list[AnalysisItem]
    interviews: list[ResumeInterview]


class Health(Data):
    status: Literal["UP"]
    service: str


class Ready(Data):
    store: bool
    worker: bool
    interviewer: str
