"""The interviewer that a language model serves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from engine.llm.analysing import analyze
from engine.llm.asking import Asker
from engine.llm.closing import summarize
from engine.llm.connection import connect
from engine.llm.endpoint import Endpoint
from engine.llm.following import follow_up
from engine.llm.judging import evaluate
from engine.llm.planning import plan
from engine.model import Analysis, Answer, Brief, Evaluation, Ledger, Question, Report, Resume, Summary


class LLMInterviewer:
    """Asks and judges through one endpoint. Raises nothing but ``InterviewerError``, whose ``reason`` is a stable key:
    refused, timeout, limited, unauthorized, unknown_model, too_long, server_error, cut, invalid_reply, budget.

    ``contentless`` tells an answer that says nothing ("I don't know"), which no model is asked about. ``ledger`` is
    told of every call, failed ones too, and says how many tokens are left. Threads may share it.
    """

    name: Final = "llm"

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        contentless: Callable[[str], bool],
        ledger: Ledger | None = None,
        judge_repeats: int = 1,
    ) -> None:
        self.endpoint = endpoint
        self._asker = Asker(connect(endpoint), ledger)
        self._contentless = contentless
        self._repeats = judge_repeats

    def plan(self, resume: Resume, brief: Brief) -> Iterator[Question]:
        """Yield ``brief.question_count - len(brief.asked)`` main questions, each while the next is being written."""
        return plan(self._asker, resume, brief)

    def follow_up(self, question: Question, answer: Answer, asked: Sequence[Question]) -> Question | None:
        """A question that leads to the most valuable key point still open, or None."""
        return follow_up(self._asker, question, answer, asked, self._contentless)

    def evaluate(self, question: Question, answer: Answer) -> Evaluation:
        """Judge one answer, as often as ``judge_repeats`` says."""
        return evaluate(self._asker, question, answer, self._contentless, self._repeats)

    def summarize(self, report: Report) -> Summary:
        """Close a session."""
        return summarize(self._asker, report)

    def analyze(self, resume: Resume) -> Analysis:
        """Judge a resume."""
        return analyze(self._asker, resume)
