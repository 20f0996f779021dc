"""The interviewer that needs no key and no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from engine.model import Analysis, Answer, Brief, Evaluation, Question, Report, Resume, Summary
from engine.offline.analysis import analyze
from engine.offline.feedback import evaluate
from engine.offline.follow import follow_up
from engine.offline.plan import plan
from engine.offline.summary import summarize
from engine.resume import profile


class OfflineInterviewer:
    """Asks from a question bank and the resume's own entries, and judges by what an answer covers.

    Deterministic: the same resume, brief and seed give the same plan, the same answer the same score.
    """

    name: Final = "offline"

    def plan(self, resume: Resume, brief: Brief) -> Iterator[Question]:
        """Yield exactly ``brief.question_count`` main questions, none twice, or what ``brief.asked`` leaves of them."""
        yield from plan(resume.text, profile(resume.text), brief)

    def follow_up(self, question: Question, answer: Answer, asked: Sequence[Question]) -> Question | None:
        """A probe of the most valuable key point still open, or None."""
        return follow_up(question, answer, asked)

    def evaluate(self, question: Question, answer: Answer) -> Evaluation:
        """Judge one answer; see ``engine.offline.feedback.evaluate`` for what stays unscored."""
        return evaluate(question, answer)

    def summarize(self, report: Report) -> Summary:
        """Close a session."""
        return summarize(report)

    def analyze(self, resume: Resume) -> Analysis:
        """Judge a resume by what can be counted in it."""
        return analyze(resume, profile(resume.text))
