"""An interviewer whose every word is known beforehand, and which fails when told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine import rubric
from engine.errors import InterviewerError
from engine.model import (
    Analysis,
    Answer,
    Brief,
    Evaluation,
    Provenance,
    Question,
    Report,
    Resume,
    Summary,
)


@dataclass
class ScriptedInterviewer:
    """Asks "Question 1" and so on; scores 100 for "good", 50 for "fair", 0 for anything else.

    ``failures`` counts down the calls of a method that still have to fail.
    """

    name: str = "scripted"
    follows_up: bool = False
    failures: dict[str, int] = field(default_factory=dict)
    seen_briefs: list[Brief] = field(default_factory=list)

    def plan(self, resume: Resume, brief: Brief) -> Iterator[Question]:
        self._fail("plan")
        self.seen_briefs.append(brief)
        for number in range(len(brief.asked) + 1, brief.question_count + 1):
            yield Question(
                text=f"Question {number}",
                key_points=("a point",),
                reference_answer="good",
                author=Provenance(interviewer=self.name, model="a model"),
            )

    def follow_up(self, question: Question, answer: Answer, asked: Sequence[Question]) -> Question | None:
        self._fail("follow_up")
        if not self.follows_up:
            return None
        return Question(text=f"More on: {answer.text[:20]} ({len(asked)})", is_follow_up=True)

    def evaluate(self, question: Question, answer: Answer) -> Evaluation:
        self._fail("evaluate")
        rating = {"good": 5.0, "fair": 3.0}.get(answer.text.strip(), 1.0)
        ratings = dict.fromkeys(rubric.weights(question.category), rating)
        return Evaluation(
            score=rubric.score(question.category, ratings),
            ratings=ratings,
            feedback="Judged.",
            provenance=Provenance(interviewer=self.name, rubric_version=rubric.VERSION),
        )

    def summarize(self, report: Report) -> Summary:
        self._fail("summarize")
        return Summary(overall_feedback=f"Overall {report.overall_score}.", strengths=("calm",))

    def analyze(self, resume: Resume) -> Analysis:
        self._fail("analyze")
        return Analysis(
            overall_score=50,
            content_score=10,
            structure_score=10,
            skill_match_score=10,
            expression_score=5,
            project_score=15,
            summary="Fine.",
        )

    def _fail(self, method: str) -> None:
        if self.failures.get(method, 0) > 0:
            self.failures[method] -= 1
            raise RuntimeError(f"{method} was told to fail")


@dataclass
class RefusingInterviewer(ScriptedInterviewer):
    """Raises ``refusal`` when asked for a plan."""

    refusal: Exception = field(default_factory=RuntimeError)

    def plan(self, resume: Resume, brief: Brief) -> Iterator[Question]:
        raise self.refusal


@dataclass
class UndecidedInterviewer(ScriptedInterviewer):
    """Cannot judge "hm", and says so, until ``decided``."""

    decided: bool = False

    def evaluate(self, question: Question, answer: Answer) -> Evaluation:
        if answer.text == "hm" and not self.decided:
            return Evaluation(provenance=Provenance(interviewer=self.name, rubric_version=rubric.VERSION))
        return super().evaluate(question, answer)


@dataclass
class GatedInterviewer(ScriptedInterviewer):
    """Writes a question of a plan only once it is allowed. ``closed`` tells that somebody wanted no more."""

    allowed: int = 0
    closed: threading.Event = field(default_factory=threading.Event)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def allow(self, questions: int) -> None:
        """Let so many questions of each plan be written, from its first on."""
        with self._changed:
            self.allowed = questions
            self._changed.notify_all()

    def plan(self, resume: Resume, brief: Brief) -> Iterator[Question]:
        try:
            for number, question in enumerate(super().plan(resume, brief), start=len(brief.asked) + 1):
                with self._changed:
                    assert self._changed.wait_for(lambda: self.allowed >= number, timeout=30)  # noqa: B023
                yield question
        finally:
            self.closed.set()


@dataclass
class TroubledInterviewer(ScriptedInterviewer):
    """Stands for a model: raises ``troubles`` by method, of a plan after ``written`` questions. ``calls`` counts."""

    name: str = "llm"
    troubles: dict[str, Exception] = field(default_factory=dict)
    written: int = 0
    calls: list[str] = field(default_factory=list)

    def plan(self, resume: Resume, brief: Brief) -> Iterator[Question]:
        self.calls.append("plan")
        for count, question in enumerate(super().plan(resume, brief)):
            if count == self.written:
                self._raise("plan")
            yield question

    def _fail(self, method: str) -> None:
        if method != "plan":
            self.calls.append(method)
            self._raise(method)

    def _raise(self, method: str) -> None:
        if method in self.troubles:
            raise self.troubles[method]


def failure(kind: type[InterviewerError], reason: str) -> InterviewerError:
    """As the model's interviewer raises it."""
    return kind(reason=reason, retry_after=30)
